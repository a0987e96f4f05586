import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { forbidden } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { covers, type Grant, holds, isPermission, type Permission } from '../../lib/permissions.js'
import type { Audit } from '../audit/index.js'
import type { Events } from '../events/index.js'
import { deleteAssignments, type HeldRole, insertAssignments } from './assignments.repository.js'
import type { LastHolders } from './last-holders.service.js'
import { roleEntries } from './roles.entries.js'
import type { Actor } from './roles.service.js'

/** A role in a place, held or to be held. */
export type RoleInPlace = Pick<HeldRole, 'role' | 'organizationId' | 'organizationName'>

export interface RoleChange {
  actor: Actor
  userId: string
  /** What the user holds, of all that the change is about; the user's row is locked. */
  held: readonly HeldRole[]
  wanted: readonly RoleInPlace[]
  /** What the actor must hold wherever something changes. */
  permission: Permission
}

interface Changed {
  added: readonly RoleInPlace[]
  removed: readonly RoleInPlace[]
}

export interface RoleChangesDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  events: Pick<Events, 'emit'>
  lastHolders: LastHolders
}

export type RoleChanges = ReturnType<typeof createRoleChanges>

/** The one way in which a person changes who holds which role. */
export function createRoleChanges({ database, clock, audit, events, lastHolders }: RoleChangesDeps) {
  /** @throws 409 LAST_ADMIN, LAST_OWNER */
  async function requireSuccessors(tx: Tx, userId: string, removed: readonly RoleInPlace[]): Promise<void> {
    const given = removed.flatMap(({ role, organizationId }) => (role.key === 'owner' ? (organizationId ?? []) : []))
    if (given.length > 0) await lastHolders.requireOtherOwners(tx, userId, given)
    if (removed.some(({ role }) => role.key === 'admin')) await lastHolders.requireAnotherAdmin(tx, userId)
  }

  async function insert(tx: Tx, { actor, userId, held }: RoleChange, added: readonly RoleInPlace[]): Promise<void> {
    const now = clock.now()
    const rows = added.map(({ role, organizationId }) => ({
      id: createId('roleAssignment', now.getTime()),
      userId,
      roleId: role.id,
      organizationId,
      createdBy: actor.userId,
      // All roles of a member date from when they joined: it must not move when one is replaced by another.
      createdAt: held.find((other) => organizationId !== null && other.organizationId === organizationId)?.since ?? now
    }))
    await insertAssignments(database, tx, rows)
  }

  /**
   * The user is told once, and not of what they did themselves. A change in several places is told to the webhooks of each
   * on its own: an organisation hears nothing of what happens in another.
   */
  async function tell(
    tx: Tx,
    afterCommit: AfterCommit,
    { actorId, userId, ...change }: { actorId: string; userId: string } & Changed
  ): Promise<void> {
    const audience = actorId === userId ? null : { userIds: [userId] }
    const happened = ({ added, removed }: Changed) => {
      const data = { userId, added: added.map(presented), removed: removed.map(presented) }
      return { type: 'role_changed', data, actorId } as const
    }
    const places = [...new Set([...change.added, ...change.removed].map(({ organizationId }) => organizationId))]
    const [place, ...others] = places
    if (place && others.length === 0) {
      await events.emit(tx, afterCommit, { ...happened(change), audience, organizationId: place })
      return
    }
    await events.emit(tx, afterCommit, { ...happened(change), audience })
    for (const organizationId of places) {
      if (organizationId === null) continue
      const isThere = (role: RoleInPlace) => role.organizationId === organizationId
      const ofPlace = { added: change.added.filter(isThere), removed: change.removed.filter(isThere) }
      await events.emit(tx, afterCommit, { ...happened(ofPlace), audience: null, organizationId })
    }
  }

  return {
    /**
     * Gives what is wanted and not held, takes what is held and not wanted, and tells the user once.
     * @throws 403 when the actor may not give or take one of them; 409 LAST_ADMIN, LAST_OWNER
     */
    async apply(tx: Tx, afterCommit: AfterCommit, change: RoleChange): Promise<void> {
      const { actor, userId, held, wanted, permission } = change
      const added = wanted.filter((role) => !held.some((other) => isSame(role, other)))
      const removed = held.filter((role) => !wanted.some((other) => isSame(role, other)))
      if (added.length === 0 && removed.length === 0) return
      const isLeaving = actor.userId === userId && added.length === 0
      if (!isLeaving) {
        for (const role of [...added, ...removed]) requireMayChange(actor, role, permission)
        for (const role of removed) requireMayTake(actor, role)
      }
      await requireSuccessors(tx, userId, removed)
      await deleteAssignments(
        database,
        tx,
        removed.map(({ assignmentId }) => assignmentId)
      )
      await insert(tx, change, added)
      for (const entry of roleEntries({ userId, before: held, after: wanted })) audit.record(tx, entry)
      await tell(tx, afterCommit, { actorId: actor.userId, userId, added, removed })
    }
  }
}

export function toGrants(held: readonly HeldRole[]): Grant[] {
  return held.map(({ role, organizationId }) => ({
    role: role.key,
    organizationId,
    permissions: permissionsOf(role)
  }))
}

/** Nobody gives or takes what they lack. @throws 403 */
export function requireCovered({ grants }: Pick<Actor, 'grants'>, { role, organizationId }: RoleInPlace): void {
  if (!covers(grants, { organizationId, permissions: permissionsOf(role) })) {
    throw forbidden('This role can do more than you can', 'PERMISSION_LACKING')
  }
}

/** A role may hold a code that this version of the product does not know (any more): it means nothing. */
function permissionsOf({ permissions }: RoleInPlace['role']): Set<Permission> {
  return new Set(permissions.filter(isPermission))
}

function requireMayChange(actor: Actor, change: RoleInPlace, permission: Permission): void {
  if (!holds(actor.grants, permission, change.organizationId)) throw forbidden('You may not give or take roles there')
  requireCovered(actor, change)
}

/** An owner is removed by an owner of the same organisation or by the administrators of the platform. */
function requireMayTake({ grants }: Actor, { role, organizationId }: RoleInPlace): void {
  if (role.key !== 'owner') return
  const isPeer = ({ role, organizationId: where }: Grant) =>
    (role === 'owner' && where === organizationId) || (role === 'admin' && where === null)
  if (!grants.some(isPeer)) throw forbidden('Only an owner removes an owner', 'OWNER_REQUIRED')
}

function isSame(a: RoleInPlace, b: RoleInPlace): boolean {
  return a.role.id === b.role.id && a.organizationId === b.organizationId
}

function presented({ role: { key, title }, organizationId, organizationName }: RoleInPlace) {
  return { key, title, organizationId, organizationName }
}
