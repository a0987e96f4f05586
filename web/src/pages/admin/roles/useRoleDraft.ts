import { useState } from 'preact/hooks'
import { api, seen, take } from '../../../api/client.js'
import type { Permission } from '../../../session/session.js'
import { changeSeen } from '../../../ui/changed-meanwhile.js'
import { type Role, refresh } from '../queries.js'
import { permissionCodes } from './permissions.js'

export interface RoleDraft {
  has: (role: Role, permission: Permission) => boolean
  set: (role: Role, permission: Permission, isGiven: boolean) => void
  /** How many roles are not as they were. */
  changes: number
  save: () => Promise<void>
  undo: () => void
}

type Change = `${string} ${Permission}`

/** What was ticked and is not saved: only that, so that it goes on top of what others have changed meanwhile. */
export function useRoleDraft(roles: readonly Role[]): RoleDraft {
  const [changed, setChanged] = useState<ReadonlyMap<Change, boolean>>(new Map())
  const has: RoleDraft['has'] = (role, permission) =>
    changed.get(`${role.id} ${permission}`) ?? role.permissions.includes(permission)
  const isChanged = (role: Role) =>
    permissionCodes.some((permission) => has(role, permission) !== role.permissions.includes(permission))
  const drop = (role: Role) =>
    setChanged((now) => new Map([...now].filter(([change]) => !change.startsWith(`${role.id} `))))

  const saveOne = async (role: Role) => {
    const body = { permissions: permissionCodes.filter((permission) => has(role, permission)) }
    const params = { path: { id: role.id } }
    await changeSeen(
      () => take(api.PUT('/api/roles/{id}/permissions', { params, headers: seen(role), body })),
      () => refresh('/api/roles')
    )
    await refresh('/api/roles')
    drop(role)
  }

  return {
    has,
    set: (role, permission, isGiven) => setChanged((now) => new Map(now).set(`${role.id} ${permission}`, isGiven)),
    changes: roles.filter(isChanged).length,
    save: async () => {
      for (const role of roles.filter(isChanged)) await saveOne(role)
    },
    undo: () => setChanged(new Map())
  }
}
