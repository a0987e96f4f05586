import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { createId, type IdKind } from '../../lib/ids.js'
import type { CopyCourse, CourseRow, Courses, Viewer } from '../courses/index.js'
import type { Files } from '../files/index.js'
import type { CloneProjects } from '../projects/index.js'
import type { CloneQuizzes } from '../quizzes/index.js'
import { type ContentRows, insertContent, readContent } from './clone.repository.js'
import { replaceFileIds } from './markdown.js'
import { raiseOutline } from './outline-version.repository.js'

export interface CloneDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'lockPermitted' | 'rules'> & { copy: CopyCourse }
  files: Pick<Files, 'copy'>
  cloneQuizzes: CloneQuizzes
  cloneProjects: CloneProjects
}

export interface CloneFields {
  title?: string
  slug?: string
  organizationId?: string
}

export type CloneService = ReturnType<typeof createCloneService>

/** What is copied by its id, and the ids that the copies have. */
type NewIds = Record<'modules' | 'lessons' | 'files', ReadonlyMap<string, string>>

export function createCloneService({ database, clock, courses, files, cloneQuizzes, cloneProjects }: CloneDeps) {
  /** The files have their new rows when this is done. @throws 422 QUOTA_EXCEEDED */
  async function copyFiles(
    tx: Tx,
    afterCommit: AfterCommit,
    { actor, course, rows }: { actor: Viewer; course: CourseRow; rows: ContentRows }
  ): Promise<Map<string, string>> {
    const { id: courseId, organizationId } = course
    const used = rows.lessonFiles.map(({ fileId }) => fileId)
    const ofMaterials = rows.materials.flatMap(({ fileId }) => fileId ?? [])
    const fileIds = [...new Set([...used, ...ofMaterials])]
    return files.copy(tx, afterCommit, { fileIds, courseId, organizationId, actorId: actor.userId })
  }

  return {
    /**
     * A draft with the same modules, lessons, materials, files, quizzes and projects, mentored by who makes it. Learners, former texts
     * and what is archived stay behind. @throws 403; 404; 409 SLUG_TAKEN; 422 QUOTA_EXCEEDED
     */
    async clone(actor: Viewer, ref: string, fields: CloneFields): Promise<CourseRow> {
      return database.transaction(async (tx, afterCommit) => {
        const source = await courses.lockPermitted(tx, actor, { ref, rule: courses.rules.mayManage })
        const course = await courses.copy(tx, actor, { course: source, ...fields })
        const rows = await readContent(database, tx, source.id)
        const ids: NewIds = {
          modules: newIds('module', rows.modules),
          lessons: newIds('lesson', rows.lessons),
          files: await copyFiles(tx, afterCommit, { actor, course, rows })
        }
        const now = clock.now()
        const fresh = { courseId: course.id, version: 1, createdBy: actor.userId, createdAt: now, updatedAt: now }
        await insertContent(database, tx, copiesOf(rows, { ids, fresh }))
        await cloneQuizzes(tx, {
          lessonIds: ids.lessons,
          courseId: source.id,
          newCourseId: course.id,
          actorId: actor.userId
        })
        await cloneProjects(tx, afterCommit, {
          lessonIds: ids.lessons,
          courseId: source.id,
          newCourseId: course.id,
          newOrganizationId: course.organizationId,
          actorId: actor.userId
        })
        await raiseOutline(database, tx, course.id)
        return course
      })
    }
  }

  function newIds(kind: IdKind, rows: readonly { id: string }[]): Map<string, string> {
    const now = clock.now().getTime()
    return new Map(rows.map(({ id }) => [id, createId(kind, now)]))
  }
}

interface Copying {
  ids: NewIds
  fresh: Pick<ContentRows['lessons'][number], 'courseId' | 'version' | 'createdBy' | 'createdAt' | 'updatedAt'>
}

function copiesOf({ modules, lessons, materials, lessonFiles }: ContentRows, { ids, fresh }: Copying): ContentRows {
  const { version, createdAt, updatedAt } = fresh
  const withNewFiles = (text: string) => replaceFileIds(text, ids.files)
  return {
    modules: modules.map((row) => ({
      ...row,
      ...fresh,
      ...releaseOf(row, ids),
      id: copyOf(ids.modules, row.id),
      announcedAt: null
    })),
    lessons: lessons.map((row) => ({
      ...row,
      ...fresh,
      ...releaseOf(row, ids),
      id: copyOf(ids.lessons, row.id),
      moduleId: copyOf(ids.modules, row.moduleId),
      content: withNewFiles(row.content),
      contentHtml: withNewFiles(row.contentHtml)
    })),
    materials: materials.map((row) => ({
      ...row,
      ...{ version, createdAt, updatedAt },
      id: createId('material', createdAt.getTime()),
      lessonId: copyOf(ids.lessons, row.lessonId),
      body: row.body && withNewFiles(row.body),
      bodyHtml: row.bodyHtml && withNewFiles(row.bodyHtml),
      fileId: row.fileId && copyOf(ids.files, row.fileId)
    })),
    lessonFiles: lessonFiles.map((row) => ({
      lessonId: copyOf(ids.lessons, row.lessonId),
      fileId: copyOf(ids.files, row.fileId)
    }))
  }
}

/** A rule that waits for a lesson which was left behind would never open anything. */
function releaseOf(
  { releaseKind, releaseLessonId }: Pick<ContentRows['modules'][number], 'releaseKind' | 'releaseLessonId'>,
  ids: NewIds
): Partial<Pick<ContentRows['modules'][number], 'releaseKind' | 'releaseLessonId'>> {
  if (releaseKind !== 'after_lesson') return {}
  const lessonId = ids.lessons.get(releaseLessonId ?? '')
  return lessonId ? { releaseLessonId: lessonId } : { releaseKind: 'immediately', releaseLessonId: null }
}

function copyOf(ids: ReadonlyMap<string, string>, id: string): string {
  const found = ids.get(id)
  if (!found) throw new Error(`${id} was not copied`)
  return found
}
