import type { Database, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { Clock } from '../../lib/clock.js'
import { forbidden, notFound } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import { holds, memberOrganizations } from '../../lib/permissions.js'
import { searchWords } from '../../lib/text.js'
import type { Organizations } from '../organizations/index.js'
import { idsOf, maxPointsOf, toCriteria } from './criteria.js'
import type { PublishedRubric } from './published.js'
import { mayChange, maySee, organizationsOf, type Viewer } from './rubrics.access.js'
import {
  countRubrics,
  findRubric,
  insertRubric,
  listRubrics,
  lockRubric,
  type RubricChanges,
  type RubricRow,
  updateRubric
} from './rubrics.repository.js'
import type { RubricFields, RubricPatch, RubricsParams } from './rubrics.schemas.js'
import { insertVersions, listNewest, readNewest, type VersionRow, type VersionSummary } from './versions.repository.js'

export interface RubricsDeps {
  database: Database
  clock: Clock
  organizations: Pick<Organizations, 'require'>
}

/** A rubric, its newest published version, and the draft of the next. */
export interface RubricView {
  rubric: RubricRow
  published: PublishedRubric | null
  draft: VersionRow | null
}

export interface ListedRubric {
  rubric: RubricRow
  published: (VersionSummary & { publishedAt: Date }) | null
  hasDraft: boolean
}

/** Does something to a locked rubric. The changes are those of its own row; without any it stays as it is. */
export type RubricChange = (tx: Tx, rubric: RubricRow) => Promise<RubricChanges | undefined>

export type RubricsService = ReturnType<typeof createRubricsService>

const sort = '-createdAt'

export function createRubricsService({ database, clock, organizations }: RubricsDeps) {
  /** @throws 404 */
  async function requireSeen(viewer: Viewer, id: string): Promise<RubricRow> {
    const rubric = await findRubric(database, database.read, id)
    if (!rubric || !maySee(viewer, rubric.organizationId)) throw notFound('Rubric')
    return rubric
  }

  async function view(rubric: RubricRow): Promise<RubricView> {
    const { published, draft = null } = await readNewest(database, database.read, rubric.id)
    return { rubric, published: published ? toPublished(rubric, published) : null, draft }
  }

  /** @throws 403; 404; 412; what `change` throws */
  async function save(
    actor: Viewer,
    id: string,
    { check, change }: { check: Precondition; change: RubricChange }
  ): Promise<RubricRow> {
    return database.transaction(async (tx) => {
      const rubric = await lockRubric(database, tx, id)
      if (!rubric || !maySee(actor, rubric.organizationId)) throw notFound('Rubric')
      if (!mayChange(actor, rubric)) throw forbidden()
      check(rubric)
      const changes = await change(tx, rubric)
      if (!changes) return rubric
      const saved = { ...changes, version: rubric.version + 1, updatedAt: clock.now() }
      await updateRubric(database, tx, { id, changes: saved })
      return { ...rubric, ...saved }
    })
  }

  return {
    requireSeen,
    save,
    view,

    /** @throws 404 */
    get: async (viewer: Viewer, id: string): Promise<RubricView> => view(await requireSeen(viewer, id)),

    /** The newest first. @throws 400; 403; 404 */
    async list(viewer: Viewer, query: RubricsParams): Promise<Page<ListedRubric>> {
      const { limit = defaultPageSize, cursor, q = '', organization, archived: isArchived = false, total } = query
      const organizationIds = await placesOf(viewer, organization)
      const request = { organizationIds, words: searchWords(q), isArchived }
      const beforeId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
      const rows = await listRubrics(database, request, { limit: limit + 1, beforeId })
      const page = toPage(rows, limit, { sort, key: ({ id }) => [id], present: (row) => row })
      const versions = await listNewest(
        database,
        page.data.map(({ id }) => id)
      )
      return {
        ...page,
        data: page.data.map((rubric) => toListed(rubric, versions)),
        ...(total && { total: await countRubrics(database, request) })
      }
    },

    /** With its first draft, if that is named. @throws 403; 404; 422 */
    async create(actor: Viewer, fields: RubricFields): Promise<RubricView> {
      const { id: organizationId } = await organizations.require(database.read, fields.organizationId)
      if (!holds(actor.grants, 'course.create', organizationId)) throw mayNotBeThere(actor, organizationId)
      const now = clock.now()
      const fresh = { version: 1, createdBy: actor.userId, createdAt: now, updatedAt: now }
      const rubric: RubricRow = {
        ...{ id: createId('rubric', now.getTime()), organizationId, title: fields.title.trim() },
        ...{ description: fields.description ?? '', isArchived: false, ...fresh }
      }
      const criteria = fields.criteria && toCriteria(fields.criteria, { known: idsOf([]), now })
      await database.transaction(async (tx) => {
        await insertRubric(database, tx, rubric)
        if (!criteria) return
        const id = createId('rubricVersion', now.getTime())
        const draft = { id, rubricId: rubric.id, number: 1, maxPoints: maxPointsOf(criteria), criteria, ...fresh }
        await insertVersions(database, tx, [{ ...draft, publishedAt: null, publishedBy: null }])
      })
      return view(rubric)
    },

    /** @throws 403; 404; 412 */
    async change(
      actor: Viewer,
      id: string,
      { patch, check }: { patch: RubricPatch; check: Precondition }
    ): Promise<RubricView> {
      const wanted = { ...patch, ...(patch.title !== undefined && { title: patch.title.trim() }) }
      const names = Object.keys(wanted) as (keyof RubricPatch)[]
      const change: RubricChange = async (_tx, rubric) =>
        names.some((name) => wanted[name] !== rubric[name]) ? wanted : undefined
      return view(await save(actor, id, { check, change }))
    },

    /** Archives; what is archived already stays as it is. @throws 403; 404; 412 */
    async remove(actor: Viewer, id: string, check: Precondition): Promise<void> {
      const change: RubricChange = async (_tx, rubric) => (rubric.isArchived ? undefined : { isArchived: true })
      await save(actor, id, { check, change })
    }
  }

  /** @throws 403; 404 */
  async function placesOf(viewer: Viewer, organization: string | undefined): Promise<readonly string[] | 'all'> {
    if (organization === undefined) {
      const all = organizationsOf(viewer)
      if (all.length === 0) throw forbidden()
      return all
    }
    const { id } = await organizations.require(database.read, organization)
    if (!maySee(viewer, id)) throw mayNotBeThere(viewer, id)
    return [id]
  }
}

/** Of a published version. */
export function toPublished({ title }: RubricRow, version: VersionRow): PublishedRubric {
  const { id, rubricId, number, maxPoints, criteria, publishedAt } = version
  if (!publishedAt) throw new Error(`${id} is a draft`)
  return { id, rubricId, title, number, maxPoints, criteria, publishedAt }
}

function toListed(rubric: RubricRow, versions: readonly VersionSummary[]): ListedRubric {
  const own = versions.filter(({ rubricId }) => rubricId === rubric.id)
  const published = own.flatMap((version) =>
    version.publishedAt ? [{ ...version, publishedAt: version.publishedAt }] : []
  )
  return { rubric, published: published[0] ?? null, hasDraft: own.some(({ publishedAt }) => publishedAt === null) }
}

/** Who does not see the organisation does not learn that there is one. */
function mayNotBeThere({ grants }: Viewer, organizationId: string): Error {
  const isVisible = memberOrganizations(grants).includes(organizationId) || holds(grants, 'organization.read', null)
  return isVisible ? forbidden() : notFound('Organisation')
}
