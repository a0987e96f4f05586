import type { AuditEntry } from '../audit/index.js'
import type { RoleInPlace } from './role-changes.service.js'

type Held = Pick<RoleInPlace, 'organizationId'> & { role: Pick<RoleInPlace['role'], 'id'> }

export interface RolesOfUser {
  userId: string
  before: readonly Held[]
  after: readonly Held[]
}

/** What the audit log keeps of a change: an entry for each place, so that an organisation reads its own alone. */
export function roleEntries({ userId, before, after }: RolesOfUser): AuditEntry[] {
  const places = new Set([...before, ...after].map(({ organizationId }) => organizationId))
  return [...places].flatMap((organizationId) => {
    const [held, holds] = [rolesIn(before, organizationId), rolesIn(after, organizationId)]
    if (held.join() === holds.join()) return []
    const resource = { type: 'user', id: userId }
    const action = actionOf(organizationId, held, holds)
    return [{ action, resource, organizationId, before: { roles: held }, after: { roles: holds } }]
  })
}

function actionOf(organizationId: string | null, held: readonly string[], holds: readonly string[]): string {
  if (organizationId === null) return 'role.assign'
  if (held.length === 0) return 'member.add'
  return holds.length === 0 ? 'member.remove' : 'member.change'
}

function rolesIn(roles: readonly Held[], place: string | null): string[] {
  return roles.flatMap(({ role, organizationId }) => (organizationId === place ? [role.id] : [])).sort()
}
