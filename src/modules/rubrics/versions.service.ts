import type { Database } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, notFound } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import { type GivenCriterion, idsOf, maxPointsOf, toCriteria } from './criteria.js'
import type { PublishedRubric } from './published.js'
import type { Viewer } from './rubrics.access.js'
import type { RubricRow } from './rubrics.repository.js'
import type { VersionsParams } from './rubrics.schemas.js'
import { type RubricsService, type RubricView, toPublished } from './rubrics.service.js'
import {
  countVersions,
  deleteDraft,
  findVersion,
  insertVersions,
  listVersions,
  readCriteria,
  readNewest,
  updateDraft,
  type VersionRow
} from './versions.repository.js'

export interface VersionsDeps {
  database: Database
  clock: Clock
  rubrics: Pick<RubricsService, 'requireSeen' | 'save' | 'view'>
}

export type VersionsService = ReturnType<typeof createVersionsService>

const sort = '-number'

/** A rubric is written as a draft; once that is published nobody writes it again, and the next draft is another version. */
export function createVersionsService({ database, clock, rubrics }: VersionsDeps) {
  return {
    /** The published ones, the newest first. @throws 400; 404 */
    async list(viewer: Viewer, id: string, query: VersionsParams): Promise<Page<PublishedRubric>> {
      const rubric = await rubrics.requireSeen(viewer, id)
      const { limit = defaultPageSize, cursor, total } = query
      const below = cursor === undefined ? undefined : Number(decodeCursor(cursor, sort, ['number'])[0])
      const rows = await listVersions(database, id, { limit: limit + 1, below })
      const present = (row: VersionRow) => toPublished(rubric, row)
      const page = toPage(rows, limit, { sort, key: ({ number }) => [number], present })
      return total ? { ...page, total: await countVersions(database, id) } : page
    },

    /** @throws 404 */
    async get(viewer: Viewer, rubricId: string, number: number): Promise<PublishedRubric> {
      const rubric = await rubrics.requireSeen(viewer, rubricId)
      const version = await findVersion(database, { rubricId, number })
      if (!version) throw notFound('Version')
      return toPublished(rubric, version)
    },

    /** All of it; a new one where there is none. @throws 403; 404; 409 RUBRIC_ARCHIVED; 412; 422 */
    async replaceDraft(
      actor: Viewer,
      rubricId: string,
      { criteria: given, check }: { criteria: readonly GivenCriterion[]; check: Precondition }
    ): Promise<RubricView> {
      const rubric = await rubrics.save(actor, rubricId, {
        check,
        change: async (tx, rubric) => {
          requireInUse(rubric)
          const now = clock.now()
          const criteria = toCriteria(given, { known: idsOf(await readCriteria(database, tx, rubricId)), now })
          const { draft, published } = await readNewest(database, tx, rubricId)
          const written = { criteria, maxPoints: maxPointsOf(criteria), updatedAt: now }
          if (draft) {
            await updateDraft(database, tx, { id: draft.id, changes: { ...written, version: draft.version + 1 } })
            return {}
          }
          const row: VersionRow = {
            ...{ id: createId('rubricVersion', now.getTime()), rubricId, number: (published?.number ?? 0) + 1 },
            ...{ ...written, publishedAt: null, publishedBy: null, version: 1, createdBy: actor.userId, createdAt: now }
          }
          await insertVersions(database, tx, [row])
          return {}
        }
      })
      return rubrics.view(rubric)
    },

    /** @throws 403; 404; 409 NO_DRAFT; 412 */
    async removeDraft(actor: Viewer, rubricId: string, check: Precondition): Promise<void> {
      await rubrics.save(actor, rubricId, {
        check,
        change: async (tx) => {
          if (!(await deleteDraft(database, tx, rubricId))) throw noDraft()
          return {}
        }
      })
    },

    /** From now on it never changes. @throws 403; 404; 409 NO_DRAFT, RUBRIC_ARCHIVED; 412 */
    async publish(
      actor: Viewer,
      rubricId: string,
      check: Precondition
    ): Promise<{ rubric: RubricRow; version: PublishedRubric }> {
      let version: PublishedRubric | undefined
      const rubric = await rubrics.save(actor, rubricId, {
        check,
        change: async (tx, rubric) => {
          requireInUse(rubric)
          const { draft } = await readNewest(database, tx, rubricId)
          if (!draft) throw noDraft()
          const now = clock.now()
          const changes = { publishedAt: now, publishedBy: actor.userId, version: draft.version + 1, updatedAt: now }
          await updateDraft(database, tx, { id: draft.id, changes })
          version = toPublished(rubric, { ...draft, ...changes })
          return {}
        }
      })
      return { rubric, version: version as PublishedRubric }
    }
  }
}

function noDraft(): Error {
  return conflict('NO_DRAFT', 'The rubric has no draft')
}

function requireInUse({ isArchived }: RubricRow): void {
  if (isArchived) throw conflict('RUBRIC_ARCHIVED', 'An archived rubric has no new versions: bring it back first')
}
