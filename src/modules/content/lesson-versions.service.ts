import type { Database } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import { notFound } from '../../lib/errors.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import type { Viewer } from '../courses/index.js'
import {
  countVersions,
  type FoundVersion,
  findVersion,
  type ListedVersion,
  listVersions
} from './lesson-versions.repository.js'
import type { VersionsParams } from './lesson-versions.schemas.js'
import type { ShownLesson } from './lessons.schemas.js'
import type { LessonsDeps, LessonsService } from './lessons.service.js'

export interface LessonVersionsDeps {
  database: Database
  access: Pick<LessonsDeps['access'], 'requireManaged'>
  lessons: Pick<LessonsService, 'change'>
}

export type LessonVersionsService = ReturnType<typeof createLessonVersionsService>

/** The newest first. */
const sort = '-number'

/** The former texts of lessons, for who manages the course. */
export function createLessonVersionsService({ database, access, lessons }: LessonVersionsDeps) {
  /** @throws 403; 404 */
  async function get(viewer: Viewer, lessonId: string, number: number): Promise<FoundVersion> {
    await access.requireManaged(viewer, lessonId)
    const version = await findVersion(database, { lessonId, number })
    if (!version) throw notFound('Version')
    return version
  }

  return {
    get,

    /** @throws 403; 404 */
    async list(viewer: Viewer, lessonId: string, query: VersionsParams): Promise<Page<ListedVersion>> {
      await access.requireManaged(viewer, lessonId)
      const { limit = defaultPageSize, cursor, total } = query
      const before = cursor === undefined ? undefined : Number(decodeCursor(cursor, sort, ['number'])[0])
      const rows = await listVersions(database, lessonId, { limit: limit + 1, before })
      const page = toPage(rows, limit, { sort, key: ({ number }) => [number], present: (row) => row })
      return total ? { ...page, total: await countVersions(database, lessonId) } : page
    },

    /** A new save, so nothing is lost. @throws 403; 404; 412; 422 UNKNOWN_FILE when a file of it is gone */
    async restore(
      actor: Viewer,
      lessonId: string,
      { number, check }: { number: number; check: Precondition }
    ): Promise<ShownLesson> {
      const { title, content } = await get(actor, lessonId, number)
      return lessons.change(actor, lessonId, { patch: { title, content }, check })
    }
  }
}
