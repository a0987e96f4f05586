import type { AfterCommit, Database, Tx } from '../../db/database.js'
import { conflict, notFound } from '../../lib/errors.js'
import { type HeldRole, listHeldRoles, lockUser } from './assignments.repository.js'
import { type AssignmentsService, ownRoles } from './assignments.service.js'
import type { RoleChanges } from './role-changes.service.js'
import type { Actor } from './roles.service.js'

export interface Membership {
  userId: string
  organizationId: string
  /** By id or key. */
  roles: readonly string[]
}

export interface MembershipsDeps {
  database: Database
  assignments: Pick<AssignmentsService, 'resolve'>
  changes: RoleChanges
}

export type Memberships = ReturnType<typeof createMemberships>

/**
 * Who is a member of an organisation, which is: who holds a role in it. The caller has asked whether the actor manages
 * members there; that nobody gives or takes what they lack, and that an owner remains, is seen to here.
 */
export function createMemberships({ database, assignments, changes }: MembershipsDeps) {
  /** Locked, so that two changes of one member come one after the other. */
  async function heldIn(tx: Tx, { userId, organizationId }: Omit<Membership, 'roles'>): Promise<HeldRole[]> {
    if (!(await lockUser(database, tx, userId))) throw notFound('User')
    const held = await listHeldRoles(database, tx, userId)
    return held.filter((role) => role.organizationId === organizationId)
  }

  async function change(
    tx: Tx,
    afterCommit: AfterCommit,
    { actor, held, membership }: { actor: Actor; held: readonly HeldRole[]; membership: Membership }
  ): Promise<void> {
    const { userId, organizationId, roles } = membership
    const wanted = await assignments.resolve(
      tx,
      roles.map((role) => ({ role, organizationId }))
    )
    await changes.apply(tx, afterCommit, { actor, userId, held, wanted, permission: 'member.manage' })
  }

  return {
    /** @throws 409 ALREADY_MEMBER; 403, 404, 422 */
    async addMember(tx: Tx, afterCommit: AfterCommit, actor: Actor, membership: Membership): Promise<void> {
      if (actor.userId === membership.userId) throw ownRoles()
      const held = await heldIn(tx, membership)
      if (held.length > 0) throw conflict('ALREADY_MEMBER', 'This user is a member already')
      await change(tx, afterCommit, { actor, held, membership })
    },

    /** @throws 404 for who is no member; 403, 409 LAST_OWNER, 422 */
    async replaceMemberRoles(tx: Tx, afterCommit: AfterCommit, actor: Actor, membership: Membership): Promise<void> {
      const held = await heldIn(tx, membership)
      if (held.length === 0) throw notFound('Member')
      if (actor.userId === membership.userId) throw ownRoles()
      await change(tx, afterCommit, { actor, held, membership })
    },

    /** Oneself may always leave, but for the last owner. @throws 404 for who is no member; 403, 409 LAST_OWNER */
    async removeMember(
      tx: Tx,
      afterCommit: AfterCommit,
      actor: Actor,
      place: Omit<Membership, 'roles'>
    ): Promise<void> {
      const held = await heldIn(tx, place)
      if (held.length === 0) throw notFound('Member')
      await change(tx, afterCommit, { actor, held, membership: { ...place, roles: [] } })
    }
  }
}
