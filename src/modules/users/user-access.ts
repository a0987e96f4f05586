import { covers, type Grant, holdsOver, memberOrganizations, organizationsWhere } from '../../lib/permissions.js'
import type { Actor } from '../roles/index.js'

/** A user, with all that they may do: who changes them must not gain by it. */
export interface Subject {
  id: string
  grants: readonly Grant[]
}

export function maySee(actor: Actor, { id, grants }: Subject): boolean {
  if (actor.userId === id) return true
  return holdsOver(actor.grants, 'user.read', grants) || holdsOver(actor.grants, 'user.update', grants)
}

/**
 * An account is changed by its user, or by who holds `user.update` in every organisation that it belongs to and exceeds
 * none of its roles: whoever sets the password of an account can be its user. One organisation in common is not enough,
 * because its staff could make anybody a member.
 */
export function mayChange(actor: Actor, { id, grants }: Subject): boolean {
  if (actor.userId === id) return true
  const where = organizationsWhere(actor.grants, 'user.update')
  const organizationIds = memberOrganizations(grants)
  const isInReach =
    where === 'all' ||
    (organizationIds.length > 0 && organizationIds.every((organizationId) => where.includes(organizationId)))
  return isInReach && coversAll(actor, grants)
}

export function coversAll(actor: Actor, grants: readonly Grant[]): boolean {
  return grants.every((grant) => covers(actor.grants, grant))
}
