import type { Database, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { Principal } from '../../http/principal.js'
import { changesOf } from '../../lib/changes.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, forbidden, notFound } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, type Page, toPage } from '../../lib/pages.js'
import { covers, holds, type Permission, permissionCodes } from '../../lib/permissions.js'
import type { Audit } from '../audit/index.js'
import {
  countRoles,
  deleteUnusedRole,
  findRole,
  insertRole,
  listRoles,
  lockRole,
  type RoleRow,
  updateRole
} from './roles.repository.js'

export type Actor = Pick<Principal, 'userId' | 'grants'>

export interface NewRoleInput {
  key: string
  title: string
  description?: string
  scope: RoleRow['scope']
  permissions: readonly Permission[]
}

export interface RolesDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
}

export type RolesService = ReturnType<typeof createRolesService>

/** Roles are of the whole platform, wherever they are assigned: only who manages them there changes them. */
export function createRolesService({ database, clock, audit }: RolesDeps) {
  async function requireRole(idOrKey: string): Promise<RoleRow> {
    const role = await findRole(database, database.read, idOrKey)
    if (!role) throw notFound('Role')
    return role
  }

  /** The role, locked, if it is one that people may change. @throws 403, 404, 409 BUILT_IN_ROLE, 412 */
  async function requireChangeable(
    tx: Tx,
    actor: Actor,
    { idOrKey, check }: { idOrKey: string; check: Precondition }
  ): Promise<RoleRow> {
    requireManager(actor)
    const found = await findRole(database, tx, idOrKey)
    const role = found && (await lockRole(database, tx, found.id))
    if (!role) throw notFound('Role')
    if (role.builtIn) throw conflict('BUILT_IN_ROLE', 'This role belongs to the product: make one of your own')
    check(role)
    return role
  }

  async function save(tx: Tx, role: RoleRow, changes: Partial<RoleRow>): Promise<RoleRow> {
    const stamp = { version: role.version + 1, updatedAt: clock.now() }
    const saved = await updateRole(database, tx, { id: role.id, ...changes, ...stamp })
    const changed = changesOf(role, saved, recordedFields)
    audit.record(tx, { action: 'role.change', resource: resourceOf(role), organizationId: null, ...changed })
    return saved
  }

  return {
    require: requireRole,

    async list(query: { limit: number; cursor?: string; total?: boolean }): Promise<Page<RoleRow>> {
      const { limit, cursor, total } = query
      const afterKey = cursor === undefined ? undefined : String(decodeCursor(cursor, 'key', ['string'])[0])
      const rows = await listRoles(database, { limit: limit + 1, afterKey })
      const page = toPage(rows, limit, { sort: 'key', key: ({ key }) => [key], present: (row) => row })
      return total ? { ...page, total: await countRoles(database) } : page
    },

    /** @throws 403 for a permission that the caller lacks on the platform; 409 ROLE_EXISTS */
    async create(actor: Actor, { description = '', permissions, ...input }: NewRoleInput): Promise<RoleRow> {
      requireManager(actor)
      requireHeld(actor, permissions)
      const now = clock.now()
      const role = { ...input, description, permissions: inOrder(permissions), builtIn: false, version: 1 }
      const id = createId('role', now.getTime())
      return database.transaction(async (tx) => {
        const inserted = await insertRole(database, tx, { ...role, id, createdAt: now, updatedAt: now })
        if (!inserted) throw conflict('ROLE_EXISTS', 'There is a role with this key', { key: ['is taken'] })
        const after = { title: inserted.title, scope: inserted.scope, permissions: inserted.permissions }
        audit.record(tx, { action: 'role.create', resource: resourceOf(inserted), organizationId: null, after })
        return inserted
      })
    },

    async update(
      actor: Actor,
      idOrKey: string,
      { changes, check }: { changes: { title?: string; description?: string }; check: Precondition }
    ): Promise<RoleRow> {
      return database.transaction(async (tx) => {
        const role = await requireChangeable(tx, actor, { idOrKey, check })
        return save(tx, role, changes)
      })
    },

    /** Acts at once for all who hold the role. Nobody puts in, or takes out, what they lack. */
    async replacePermissions(
      actor: Actor,
      idOrKey: string,
      { permissions, check }: { permissions: readonly Permission[]; check: Precondition }
    ): Promise<RoleRow> {
      return database.transaction(async (tx) => {
        const role = await requireChangeable(tx, actor, { idOrKey, check })
        requireHeld(actor, difference(permissions, role.permissions))
        return save(tx, role, { permissions: inOrder(permissions) })
      })
    },

    /** @throws 409 ROLE_IN_USE */
    async remove(actor: Actor, idOrKey: string, check: Precondition): Promise<void> {
      await database.transaction(async (tx) => {
        const role = await requireChangeable(tx, actor, { idOrKey, check })
        if (!(await deleteUnusedRole(database, tx, role.id))) throw conflict('ROLE_IN_USE', 'Somebody holds this role')
        const { title, permissions } = role
        const before = { title, permissions }
        audit.record(tx, { action: 'role.delete', resource: resourceOf(role), organizationId: null, before })
      })
    }
  }
}

const recordedFields = ['title', 'description', 'permissions'] as const

function resourceOf({ id }: RoleRow): { type: string; id: string } {
  return { type: 'role', id }
}

function requireManager({ grants }: Actor): void {
  if (!holds(grants, 'role.manage', null)) throw forbidden()
}

function requireHeld({ grants }: Actor, permissions: readonly Permission[]): void {
  if (!covers(grants, { organizationId: null, permissions: new Set(permissions) })) {
    throw forbidden('Nobody gives or takes a permission that they lack themselves', 'PERMISSION_LACKING')
  }
}

/** Of a code that this version no longer knows, nobody can be asked to hold it. */
function difference(wanted: readonly Permission[], held: readonly Permission[]): Permission[] {
  return permissionCodes.filter((code) => wanted.includes(code) !== held.includes(code))
}

function inOrder(permissions: readonly Permission[]): Permission[] {
  return permissionCodes.filter((code) => permissions.includes(code))
}
