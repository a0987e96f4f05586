import type { AfterCommit, Database, Queries, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { forbidden, notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { type BuiltInRoleKey, builtInRoleId, type Grant, holdsOver, organizationsWhere } from '../../lib/permissions.js'
import type { Audit } from '../audit/index.js'
import {
  deleteAllAssignments,
  findOrganizationNames,
  type HeldRole,
  insertAssignments,
  listHeldRoles,
  lockUser,
  userExists
} from './assignments.repository.js'
import { type RoleChanges, type RoleInPlace, requireCovered, toGrants } from './role-changes.service.js'
import { roleEntries } from './roles.entries.js'
import { findRoles, type RoleRow } from './roles.repository.js'
import type { Actor } from './roles.service.js'

/** As a caller names it: the role by its id or key. */
export interface NamedAssignment {
  role: string
  organizationId: string | null
}

interface NewAssignment {
  userId: string
  organizationId: string | null
  createdBy: string | null
}

export interface AssignmentsDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  changes: RoleChanges
}

export type AssignmentsService = ReturnType<typeof createAssignmentsService>

export function createAssignmentsService({ database, clock, audit, changes }: AssignmentsDeps) {
  async function grantsOf(queries: Queries, userId: string): Promise<Grant[]> {
    return toGrants(await listHeldRoles(database, queries, userId))
  }

  /** @throws 404 for a role or an organisation that is not there; 422 ROLE_SCOPE */
  async function resolve(queries: Queries, named: readonly NamedAssignment[]): Promise<RoleInPlace[]> {
    const roles = byName(await findRoles(database, queries, [...new Set(named.map(({ role }) => role))]))
    const organizationIds = [...new Set(named.flatMap(({ organizationId }) => organizationId ?? []))]
    const names = await findOrganizationNames(database, queries, organizationIds)
    const resolved = new Map<string, RoleInPlace>()
    for (const { role: name, organizationId } of named) {
      const role = roles.get(name)
      if (!role) throw notFound('Role')
      if (organizationId !== null && !names.has(organizationId)) throw notFound('Organisation')
      if ((role.scope === 'platform') !== (organizationId === null)) throw wrongScope(role)
      const organizationName = organizationId === null ? null : (names.get(organizationId) ?? null)
      resolved.set(`${role.id} ${organizationId}`, { role, organizationId, organizationName })
    }
    return [...resolved.values()]
  }

  /** What a user holds, as far as the actor may give and take it. @throws 403, 404 */
  async function listInReach(queries: Queries, actor: Actor, userId: string): Promise<HeldRole[]> {
    const held = await listHeldRoles(database, queries, userId)
    const grants = toGrants(held)
    if (holdsOver(actor.grants, 'role.assign', grants)) return held.filter(reachOf(actor))
    if (holdsOver(actor.grants, 'user.read', grants)) throw forbidden()
    throw notFound('User')
  }

  async function insert(tx: Tx, { roleId, ...assignment }: NewAssignment & { roleId: string }): Promise<void> {
    const { userId, organizationId } = assignment
    const now = clock.now()
    const held = await listHeldRoles(database, tx, userId)
    const joined = held.find((role) => organizationId !== null && role.organizationId === organizationId)
    const id = createId('roleAssignment', now.getTime())
    await insertAssignments(database, tx, [{ id, ...assignment, roleId, createdAt: joined?.since ?? now }])
    if (held.some(({ role, ...place }) => role.id === roleId && place.organizationId === organizationId)) return
    const after = [...held, { role: { id: roleId }, organizationId }]
    for (const entry of roleEntries({ userId, before: held, after })) audit.record(tx, entry)
  }

  return {
    grantsOf,
    resolve,

    /** Idempotent. */
    async assign(tx: Tx, { role, ...assignment }: NewAssignment & { role: BuiltInRoleKey }): Promise<void> {
      await insert(tx, { ...assignment, roleId: builtInRoleId(role) })
    },

    /** The same for any role, by its id. */
    assignRole: insert,

    /** A role that the actor may give in the organisation, as far as its permissions go. @throws 403, 404, 422 */
    async requireCoveredRole(
      queries: Queries,
      actor: Actor,
      named: NamedAssignment
    ): Promise<{ id: string; key: string }> {
      const [found] = await resolve(queries, [named])
      if (!found) throw notFound('Role')
      requireCovered(actor, found)
      return found.role
    },

    /** For a user who is deleted: the caller has asked whether others remain. */
    async removeAll(tx: Tx, userId: string): Promise<void> {
      const held = await listHeldRoles(database, tx, userId)
      await deleteAllAssignments(database, tx, userId)
      for (const entry of roleEntries({ userId, before: held, after: [] })) audit.record(tx, entry)
    },

    /** @throws 403, 404 */
    async list(actor: Actor, userId: string): Promise<HeldRole[]> {
      if (actor.userId === userId) return listHeldRoles(database, database.read, userId)
      if (!(await userExists(database, database.read, userId))) throw notFound('User')
      return listInReach(database.read, actor, userId)
    },

    /** @throws 403, 404, 409 LAST_ADMIN, LAST_OWNER; 422 ROLE_SCOPE */
    async replace(actor: Actor, userId: string, assignments: readonly NamedAssignment[]): Promise<HeldRole[]> {
      if (actor.userId === userId) throw ownRoles()
      return database.transaction(async (tx: Tx, afterCommit: AfterCommit) => {
        if (!(await lockUser(database, tx, userId))) throw notFound('User')
        const held = await listInReach(tx, actor, userId)
        if (!assignments.every(reachOf(actor))) throw forbidden('You may not give or take roles there')
        const wanted = await resolve(tx, assignments)
        await changes.apply(tx, afterCommit, { actor, userId, held, wanted, permission: 'role.assign' })
        return (await listHeldRoles(database, tx, userId)).filter(reachOf(actor))
      })
    }
  }
}

export function ownRoles(): Error {
  return forbidden('Nobody changes their own roles', 'OWN_ROLES')
}

/** Whether an assignment is in a place where the actor gives and takes roles. */
function reachOf({ grants }: Actor): (assignment: { organizationId: string | null }) => boolean {
  const where = organizationsWhere(grants, 'role.assign')
  if (where === 'all') return () => true
  return ({ organizationId }) => organizationId !== null && where.includes(organizationId)
}

function byName(roles: readonly RoleRow[]): Map<string, RoleRow> {
  return new Map(roles.flatMap((role) => [[role.id, role] as const, [role.key, role] as const]))
}

function wrongScope({ key, scope }: RoleRow): Error {
  const place = scope === 'platform' ? 'on the whole platform' : 'within an organisation'
  return unprocessable('ROLE_SCOPE', 'role', `${key} can only be held ${place}`)
}
