import type { Database, Queries, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import { changesOf } from '../../lib/changes.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, forbidden, notFound } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, type Page, toPage } from '../../lib/pages.js'
import { holds, memberOrganizations, type Permission } from '../../lib/permissions.js'
import { slugify } from '../../lib/text.js'
import type { Audit } from '../audit/index.js'
import type { Events } from '../events/index.js'
import type { Actor, Roles } from '../roles/index.js'
import { listMemberIds } from './members.repository.js'
import {
  countOrganizations,
  deleteOrganization,
  findOrganization,
  hasCourses,
  insertOrganization,
  isSlugTaken,
  listOrganizations,
  listSlugsLike,
  lockOrganization,
  type OrganizationRow,
  prepareFindDefaultOrganization,
  updateOrganization
} from './organizations.repository.js'

export interface OrganizationInput {
  name: string
  slug?: string
  kind?: OrganizationRow['kind']
  description?: string
}

export interface OrganizationsDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  roles: Pick<Roles, 'assign' | 'requireOtherOwners'>
  events: Pick<Events, 'emit'>
}

export type OrganizationsService = ReturnType<typeof createOrganizationsService>

/** Leaves room for a number within the length that a slug may have. */
const maxBaseLength = 72
/** How often a slug is made anew because somebody was quicker. */
const slugTries = 5

export function createOrganizationsService({ database, clock, audit, roles, events }: OrganizationsDeps) {
  const findDefaultOrganization = prepareFindDefaultOrganization(database)

  /** Members see an organisation, and who may read all. @throws 404 */
  async function requireVisible(queries: Queries, actor: Actor, idOrSlug: string): Promise<OrganizationRow> {
    const organization = await findOrganization(database, queries, idOrSlug)
    if (!organization || !isVisible(actor, organization.id)) throw notFound('Organisation')
    return organization
  }

  /** @throws 404 for who may not see it, 403 for who may */
  async function requirePermitted(
    queries: Queries,
    actor: Actor,
    { idOrSlug, permission }: { idOrSlug: string; permission: Permission }
  ): Promise<OrganizationRow> {
    const organization = await findOrganization(database, queries, idOrSlug)
    const isPermitted = organization && holds(actor.grants, permission, organization.id)
    if (!organization || (!isPermitted && !isVisible(actor, organization.id))) throw notFound('Organisation')
    if (!isPermitted) throw forbidden()
    return organization
  }

  async function requireLocked(
    tx: Tx,
    actor: Actor,
    { check, ...wanted }: { idOrSlug: string; permission: Permission; check: Precondition }
  ): Promise<OrganizationRow> {
    const { id } = await requirePermitted(tx, actor, wanted)
    const organization = await lockOrganization(database, tx, id)
    if (!organization) throw notFound('Organisation')
    check(organization)
    return organization
  }

  async function insert(
    tx: Tx,
    row: Omit<OrganizationRow, 'slug'>,
    slug: string | undefined
  ): Promise<OrganizationRow> {
    if (slug !== undefined) {
      const inserted = await insertOrganization(database, tx, { ...row, slug })
      if (!inserted) throw slugTaken()
      return inserted
    }
    const base = slugify(row.name).slice(0, maxBaseLength).replace(/-$/, '') || 'organisation'
    for (let tries = 0; tries < slugTries; tries++) {
      const free = freeSlug(base, await listSlugsLike(database, tx, base))
      const inserted = await insertOrganization(database, tx, { ...row, slug: free })
      if (inserted) return inserted
    }
    throw slugTaken()
  }

  return {
    requireVisible,
    requirePermitted,
    requireOtherOwners: (tx: Tx, userId: string) => roles.requireOtherOwners(tx, userId),

    /** The named one, or the default one when none is named. @throws 404 */
    async require(queries: Queries, organizationId: string | undefined): Promise<{ id: string; name: string }> {
      const organization =
        organizationId === undefined
          ? await findDefaultOrganization()
          : await findOrganization(database, queries, organizationId)
      if (!organization) throw notFound('Organisation')
      return organization
    },

    get: (actor: Actor, idOrSlug: string) => requireVisible(database.read, actor, idOrSlug),

    async list(
      actor: Actor,
      { limit, cursor, sort, total }: { limit: number; cursor?: string; sort: 'slug' | '-slug'; total?: boolean }
    ): Promise<Page<OrganizationRow>> {
      const filter = {
        ids: holds(actor.grants, 'organization.read', null) ? undefined : memberOrganizations(actor.grants)
      }
      const afterSlug = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
      const rows = await listOrganizations(database, filter, {
        limit: limit + 1,
        descending: sort === '-slug',
        afterSlug
      })
      const page = toPage(rows, limit, { sort, key: ({ slug }) => [slug], present: (row) => row })
      return total ? { ...page, total: await countOrganizations(database, filter) } : page
    },

    /** Whoever makes one owns it. @throws 403; 409 SLUG_TAKEN */
    async create(actor: Actor, input: OrganizationInput): Promise<OrganizationRow> {
      if (!holds(actor.grants, 'organization.create', null)) throw forbidden()
      const { name, slug, kind = 'school', description = '' } = input
      const now = clock.now()
      const id = createId('organization', now.getTime())
      const times = { createdAt: now, updatedAt: now }
      return database.transaction(async (tx) => {
        const row = { id, name: name.trim(), kind, description, isDefault: false, version: 1, ...times }
        const organization = await insert(tx, row, slug)
        const after = describe(organization)
        audit.record(tx, { action: 'organization.create', resource: resourceOf(id), organizationId: id, after })
        const { userId } = actor
        await roles.assign(tx, { userId, role: 'owner', organizationId: id, createdBy: userId })
        return organization
      })
    },

    /** @throws 403, 404, 409 SLUG_TAKEN, 412 */
    async update(
      actor: Actor,
      idOrSlug: string,
      { changes, check }: { changes: Partial<OrganizationInput>; check: Precondition }
    ): Promise<OrganizationRow> {
      return database.transaction(async (tx) => {
        const before = await requireLocked(tx, actor, { idOrSlug, permission: 'organization.update', check })
        const { id, version } = before
        const { slug, name } = changes
        if (slug !== undefined && (await isSlugTaken(database, tx, { slug, byOtherThan: id }))) throw slugTaken()
        const named = name === undefined ? {} : { name: name.trim() }
        const stamp = { version: version + 1, updatedAt: clock.now() }
        const updated = await updateOrganization(database, tx, { id, ...changes, ...named, ...stamp })
        const changed = changesOf(before, updated, recordedFields)
        audit.record(tx, { action: 'organization.change', resource: resourceOf(id), organizationId: id, ...changed })
        return updated
      })
    },

    /** @throws 403, 404, 409 DEFAULT_ORGANIZATION, ORGANIZATION_HAS_COURSES, 412 */
    async remove(actor: Actor, idOrSlug: string, check: Precondition): Promise<void> {
      await database.transaction(async (tx, afterCommit) => {
        const organization = await requireLocked(tx, actor, { idOrSlug, permission: 'organization.delete', check })
        const { id, name, isDefault } = organization
        if (isDefault) throw conflict('DEFAULT_ORGANIZATION', 'This is the organisation of those who name none')
        if (await hasCourses(database, tx, id)) {
          throw conflict('ORGANIZATION_HAS_COURSES', 'This organisation has courses, archived ones too')
        }
        // By their ids: when it is told, they are its members no more.
        const userIds = await listMemberIds(database, tx, id)
        await deleteOrganization(database, tx, id)
        const before = describe(organization)
        audit.record(tx, { action: 'organization.delete', resource: resourceOf(id), organizationId: id, before })
        await events.emit(tx, afterCommit, {
          type: 'organization_deleted',
          data: { organizationId: id, organizationName: name },
          audience: { userIds },
          actorId: actor.userId,
          organizationId: id
        })
      })
    }
  }
}

const recordedFields = ['name', 'slug', 'kind', 'description'] as const

function describe({ name, slug, kind }: OrganizationRow): Record<string, unknown> {
  return { name, slug, kind }
}

function resourceOf(id: string): { type: string; id: string } {
  return { type: 'organization', id }
}

function isVisible({ grants }: Actor, organizationId: string): boolean {
  return memberOrganizations(grants).includes(organizationId) || holds(grants, 'organization.read', null)
}

/** `base`, or the first of `base-2`, `base-3` … that is free. */
function freeSlug(base: string, taken: readonly string[]): string {
  const isTaken = new Set(taken)
  let slug = base
  for (let n = 2; isTaken.has(slug); n++) slug = `${base}-${n}`
  return slug
}

function slugTaken(): Error {
  return conflict('SLUG_TAKEN', 'Another organisation has this slug', { slug: ['is taken'] })
}
