import type { AfterCommit, Database, Queries, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import { changesOf } from '../../lib/changes.js'
import type { Clock } from '../../lib/clock.js'
import { forbidden, notFound } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import { decodeCursor, type Page, toPage } from '../../lib/pages.js'
import { holds, memberOrganizations, organizationsWhere } from '../../lib/permissions.js'
import { searchWords } from '../../lib/text.js'
import { normalizeUsername } from '../../lib/usernames.js'
import type { Audit } from '../audit/index.js'
import type { Passwords, Sessions } from '../auth/index.js'
import type { Organizations } from '../organizations/index.js'
import type { Actor, Roles } from '../roles/index.js'
import { alreadyTaken, type Profile, profileOf, toColumns } from './profiles.js'
import { coversAll, mayChange, maySee } from './user-access.js'
import {
  countUsers,
  findTaken,
  insertUser,
  listUsers,
  lockUser,
  prepareFindUser,
  type UserFilter,
  type UserOrder,
  type UserRow,
  updateUser
} from './users.repository.js'

/** A user to be made: of the profile only the username must be there. */
export interface NewUser extends Partial<Profile> {
  username: string
  organizationId: string
  createdBy: string | null
}

export interface UserInput extends Partial<Profile> {
  username: string
  password?: string
  organizationId?: string
  role: string
}

export interface UserChanges extends Partial<Profile> {
  status?: UserRow['status']
  password?: string
}

export interface UsersQuery {
  limit: number
  sort: 'username' | '-username' | 'createdAt' | '-createdAt'
  cursor?: string
  q?: string
  status?: UserRow['status']
  organizationId?: string
  total?: boolean
}

export interface UsersDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  roles: Pick<Roles, 'assign' | 'assignRole' | 'grantsOf' | 'requireCoveredRole' | 'requireAnotherAdmin' | 'removeAll'>
  organizations: Pick<Organizations, 'require' | 'requireOtherOwners'>
  sessions: Pick<Sessions, 'endAll'>
  passwords: Pick<Passwords, 'hash' | 'save'>
  /** What users have who did not choose. */
  newUsers: Pick<Profile, 'language' | 'timeZone'>
  onRemoved: OnRemoved
  /** What waits for an hour of their day waits for another moment. */
  onTimeZoneChanged: (tx: Tx, afterCommit: AfterCommit, userId: string) => Promise<void>
}

/**
 * Lets go of what a user holds elsewhere when they are deleted. Called before the row of the user is written, which inserts
 * that refer to it would wait for.
 */
export type OnRemoved = (tx: Tx, afterCommit: AfterCommit, userId: string) => Promise<void>

export type UsersService = ReturnType<typeof createUsersService>

export function createUsersService(deps: UsersDeps) {
  const { database, clock, audit, roles, organizations, sessions, passwords, newUsers, onRemoved, onTimeZoneChanged } =
    deps
  const findUser = prepareFindUser(database)

  async function requireUser(id: string): Promise<UserRow> {
    const user = await findUser(id)
    if (!user) throw notFound('User')
    return user
  }

  /** @throws 409 USERNAME_TAKEN, EMAIL_TAKEN; 422 UNKNOWN_TIME_ZONE; 400 */
  async function insert(tx: Tx, user: UserInput | NewUser) {
    const { username, fullName = null, email = null, age = null } = user
    const { language = newUsers.language, timeZone = newUsers.timeZone } = user
    const now = clock.now()
    const columns = toColumns({ username, fullName, email, age, language, timeZone })
    const id = createId('user', now.getTime())
    const state = {
      status: 'active' as const,
      version: 1,
      createdAt: now,
      updatedAt: now,
      deletedAt: null
    }
    const inserted = await insertUser(database, tx, { id, ...columns, ...state })
    if (inserted) {
      audit.record(tx, { action: 'user.create', resource: { type: 'user', id }, after: { ...profileOf(inserted) } })
      return inserted
    }
    throw alreadyTaken((await findTaken(database, tx, { id, ...columns })) ?? 'username')
  }

  /** @throws 403, 404 */
  async function requireChangeable(
    queries: Queries,
    actor: Actor,
    { user, changes }: { user: UserRow; changes: UserChanges }
  ): Promise<void> {
    const subject = { id: user.id, grants: await roles.grantsOf(queries, user.id) }
    if (!maySee(actor, subject)) throw notFound('User')
    if (!mayChange(actor, subject)) throw forbidden('This account can do more than you can, or belongs elsewhere too')
    if (actor.userId !== user.id) return
    if (changes.status !== undefined) throw forbidden('Nobody changes their own status', 'OWN_ACCOUNT')
    if (changes.password !== undefined) {
      throw forbidden('Change your own password at /api/auth/password', 'OWN_ACCOUNT')
    }
  }

  /** @throws 409 LAST_ADMIN, LAST_OWNER */
  async function requireSuccessors(tx: Tx, userId: string): Promise<void> {
    await organizations.requireOtherOwners(tx, userId)
    await roles.requireAnotherAdmin(tx, userId)
  }

  async function hashNew(actor: Actor, id: string, changes: UserChanges): Promise<string | undefined> {
    if (changes.password === undefined) return undefined
    const user = await requireUser(id)
    await requireChangeable(database.read, actor, { user, changes }) // hashing is work: not for everybody who asks
    const { username } = normalizeUsername(changes.username ?? user.username)
    return passwords.hash(changes.password, username)
  }

  return {
    require: requireUser,

    /** A user who is a learner of the organisation. @throws 409 USERNAME_TAKEN, EMAIL_TAKEN; 422 UNKNOWN_TIME_ZONE; 400 */
    async create(tx: Tx, user: NewUser): Promise<UserRow> {
      const { organizationId, createdBy } = user
      const inserted = await insert(tx, user)
      await roles.assign(tx, { userId: inserted.id, role: 'learner', organizationId, createdBy })
      return inserted
    },

    /** @throws 404 for whom the caller may not see */
    async get(actor: Actor, id: string): Promise<UserRow> {
      const user = await requireUser(id)
      if (actor.userId === id) return user
      if (!maySee(actor, { id, grants: await roles.grantsOf(database.read, id) })) throw notFound('User')
      return user
    },

    /** For what is done to the account of somebody else, by the rules of a change to it. @throws 403, 404 */
    async requireManageable(queries: Queries, actor: Actor, id: string): Promise<void> {
      if (actor.userId === id) throw forbidden('This is for the accounts of others', 'OWN_ACCOUNT')
      await requireChangeable(queries, actor, { user: await requireUser(id), changes: {} })
    },

    /** Of the whole platform, or of the organisations in which the caller reads users. */
    async list(actor: Actor, query: UsersQuery): Promise<Page<UserRow>> {
      const { limit, sort, cursor, q = '', status, total } = query
      const organizationIds = narrow(organizationsWhere(actor.grants, 'user.read'), query.organizationId)
      const filter: UserFilter = { organizationIds, status, words: searchWords(q) }
      const order = orderOf(sort)
      const after = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
      const rows = await listUsers(database, filter, { limit: limit + 1, order, after })
      const key = (row: UserRow) => [order.by === 'username' ? row.usernameKey : row.id]
      const page = toPage(rows, limit, { sort, key, present: (row) => row })
      return total ? { ...page, total: await countUsers(database, filter) } : page
    },

    /** @throws 403, 404, 409 USERNAME_TAKEN, EMAIL_TAKEN; 422 ROLE_SCOPE, UNKNOWN_TIME_ZONE; 400; 503 */
    async add(actor: Actor, input: UserInput): Promise<UserRow> {
      const { id: organizationId } = await organizations.require(database.read, input.organizationId)
      requireMayCreate(actor, organizationId)
      const named = { role: input.role, organizationId }
      const role = await roles.requireCoveredRole(database.read, actor, named)
      if (role.key !== 'learner' && !holds(actor.grants, 'role.assign', organizationId)) throw forbidden()
      const { username } = normalizeUsername(input.username)
      const passwordHash = input.password === undefined ? undefined : await passwords.hash(input.password, username)
      return database.transaction(async (tx) => {
        const user = await insert(tx, input)
        await roles.assignRole(tx, { userId: user.id, roleId: role.id, organizationId, createdBy: actor.userId })
        if (passwordHash !== undefined) await passwords.save(tx, user.id, passwordHash)
        return user
      })
    },

    /** Disabling and a new password end the user's sessions. @throws 403, 404, 409, 412; 422 UNKNOWN_TIME_ZONE; 400; 503 */
    async update(
      actor: Actor,
      id: string,
      { changes, check }: { changes: UserChanges; check: Precondition }
    ): Promise<UserRow> {
      const passwordHash = await hashNew(actor, id, changes)
      return database.transaction(async (tx, afterCommit) => {
        const user = await lockUser(database, tx, id)
        if (!user) throw notFound('User')
        await requireChangeable(tx, actor, { user, changes })
        check(user)
        const { status = user.status, password: _, ...profile } = changes
        const columns = toColumns({ ...profileOf(user), ...profile })
        const taken = await findTaken(database, tx, { id, ...columns })
        if (taken) throw alreadyTaken(taken)
        const isDisabled = status === 'disabled' && user.status !== 'disabled'
        if (isDisabled) await requireSuccessors(tx, id)
        const stamp = { version: user.version + 1, updatedAt: clock.now() }
        const updated = await updateUser(database, tx, { id, ...columns, status, ...stamp })
        const resource = { type: 'user', id }
        const changed = changesOf(user, updated, recordedFields)
        if (changed) audit.record(tx, { action: actionOf(user, updated), resource, ...changed })
        if (passwordHash !== undefined) audit.record(tx, { action: 'password.set', resource })
        if (updated.timeZone !== user.timeZone) await onTimeZoneChanged(tx, afterCommit, id)
        if (passwordHash !== undefined) await passwords.save(tx, id, passwordHash)
        if (isDisabled || passwordHash !== undefined) await sessions.endAll(tx, afterCommit, id)
        return updated
      })
    },

    /**
     * The record stays, for the grades that name it, and keeps its username; its roles, its e-mail address and its places in
     * courses do not.
     * @throws 403, 404, 409 LAST_ADMIN, LAST_OWNER; 412
     */
    async remove(actor: Actor, id: string, check: Precondition): Promise<void> {
      if (!holds(actor.grants, 'user.delete', null)) throw forbidden()
      await database.transaction(async (tx, afterCommit) => {
        const user = await lockUser(database, tx, id)
        if (!user) throw notFound('User')
        if (!coversAll(actor, await roles.grantsOf(tx, id))) throw forbidden('This account can do more than you can')
        check(user)
        await requireSuccessors(tx, id)
        await onRemoved(tx, afterCommit, id)
        const columns = toColumns({ ...profileOf(user), email: null })
        const now = clock.now()
        const stamp = { version: user.version + 1, updatedAt: now, deletedAt: now }
        await updateUser(database, tx, { id, ...columns, status: 'disabled', ...stamp })
        audit.record(tx, { action: 'user.delete', resource: { type: 'user', id }, before: { ...profileOf(user) } })
        await roles.removeAll(tx, id)
        await sessions.endAll(tx, afterCommit, id)
      })
    }
  }
}

const recordedFields = ['username', 'fullName', 'email', 'age', 'language', 'timeZone', 'status'] as const

function actionOf(before: UserRow, after: UserRow): string {
  if (before.status === after.status) return 'user.change'
  return after.status === 'disabled' ? 'user.disable' : 'user.enable'
}

/** @throws 404 for who does not see the organisation, 403 for who does */
function requireMayCreate({ grants }: Actor, organizationId: string): void {
  if (holds(grants, 'user.create', organizationId)) return
  const isVisible = memberOrganizations(grants).includes(organizationId) || holds(grants, 'organization.read', null)
  throw isVisible ? forbidden() : notFound('Organisation')
}

function narrow(where: string[] | 'all', organizationId: string | undefined): string[] | undefined {
  if (where === 'all') return organizationId === undefined ? undefined : [organizationId]
  return organizationId === undefined ? where : where.filter((id) => id === organizationId)
}

function orderOf(sort: UsersQuery['sort']): UserOrder {
  const by = sort.endsWith('username') ? 'username' : 'createdAt'
  return { by, descending: sort.startsWith('-') }
}
