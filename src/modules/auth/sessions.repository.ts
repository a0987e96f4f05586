import { and, desc, eq, isNull, lte, ne, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import { type Grant, permissionCodes } from '../../lib/permissions.js'

export interface LiveSession {
  profile: Pick<
    Database['tables']['users']['$inferSelect'],
    | 'id'
    | 'username'
    | 'fullName'
    | 'email'
    | 'age'
    | 'language'
    | 'timeZone'
    | 'status'
    | 'version'
    | 'createdAt'
    | 'updatedAt'
  >
  createdAt: Date
  lastSeenAt: Date
  grants: Grant[]
}

const maxRemembered = 10_000

/**
 * The one query of every signed-in request: the session, its user and all that they may do. Disabled and deleted users have
 * no session. In place the join costs as much as all else that a small request does, so its result is remembered while
 * the database says that nothing in it has changed (`changeMark`): it is never stale, on any process, by any writer.
 */
export function prepareFindSession(database: Database): (id: string) => Promise<LiveSession | undefined> {
  const query = prepareQuery(database)
  const remembered = new Map<string, LiveSession>()
  let rememberedAt: number | undefined
  return async (id) => {
    const mark = database.changeMark()
    if (mark !== rememberedAt || remembered.size > maxRemembered) {
      remembered.clear()
      rememberedAt = mark
    }
    const known = remembered.get(id)
    if (known) return known
    const session = toSession(await query.execute({ id }))
    // What was read is at least as new as the mark; if it is newer, the mark has changed and this is forgotten.
    if (session && mark !== undefined) remembered.set(id, session)
    return session
  }
}

function prepareQuery({ read, tables }: Database) {
  const { sessions, users, roleAssignments, roles } = tables
  return read
    .select({
      profile: {
        id: users.id,
        username: users.username,
        fullName: users.fullName,
        email: users.email,
        age: users.age,
        language: users.language,
        timeZone: users.timeZone,
        status: users.status,
        version: users.version,
        createdAt: users.createdAt,
        updatedAt: users.updatedAt
      },
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      role: roles.key,
      organizationId: roleAssignments.organizationId,
      permissions: roles.permissions
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(roleAssignments, eq(roleAssignments.userId, sessions.userId))
    .leftJoin(roles, eq(roles.id, roleAssignments.roleId))
    .where(and(eq(sessions.id, sql.placeholder('id')), eq(users.status, 'active'), isNull(users.deletedAt)))
    .prepare('find_session')
}

type SessionRow = Awaited<ReturnType<ReturnType<typeof prepareQuery>['execute']>>[number]

/** One row for each role that the user holds. */
function toSession(rows: readonly SessionRow[]): LiveSession | undefined {
  const [first] = rows
  if (!first) return undefined
  const { profile, createdAt, lastSeenAt } = first
  const grants = rows.flatMap(({ role, organizationId, permissions }) =>
    role === null || permissions === null ? [] : [{ role, organizationId, permissions: permissionSet(permissions) }]
  )
  return { profile, createdAt, lastSeenAt, grants }
}

/** A role may hold a code that a later version of the product no longer knows. */
function permissionSet(codes: readonly string[]): Grant['permissions'] {
  return codes.length === 0 ? none : new Set(permissionCodes.length === codes.length ? permissionCodes : knownOf(codes))
}

const none: Grant['permissions'] = new Set()
const known = new Set<string>(permissionCodes)

function knownOf(codes: readonly string[]) {
  return codes.filter((code) => known.has(code)) as typeof permissionCodes
}

export async function listSessions({ read, tables: { sessions } }: Database, userId: string) {
  return read
    .select({
      id: sessions.id,
      device: sessions.device,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt
    })
    .from(sessions)
    .where(eq(sessions.userId, userId))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
}

export async function markSessionSeen(
  { tables: { sessions } }: Database,
  tx: Tx,
  { id, seenAt, expiresAt }: { id: string; seenAt: Date; expiresAt: Date }
): Promise<void> {
  await tx
    .update(sessions)
    .set({ lastSeenAt: seenAt, expiresAt: luciaTime(sessions, expiresAt) })
    .where(eq(sessions.id, id))
}

/** Whether there was one. */
export async function deleteSession(
  { tables: { sessions } }: Database,
  tx: Tx,
  { id, userId }: { id: string; userId: string }
): Promise<boolean> {
  const gone = await tx
    .delete(sessions)
    .where(and(eq(sessions.id, id), eq(sessions.userId, userId)))
    .returning({ id: sessions.id })
  return gone.length > 0
}

export async function deleteOtherSessions(
  { tables: { sessions } }: Database,
  tx: Tx,
  { userId, keptId }: { userId: string; keptId: string }
): Promise<void> {
  await tx.delete(sessions).where(and(eq(sessions.userId, userId), ne(sessions.id, keptId)))
}

export async function deleteExpiredSessions({ tables: { sessions } }: Database, tx: Tx, now: Date): Promise<void> {
  await tx.delete(sessions).where(lte(sessions.expiresAt, luciaTime(sessions, now)))
}

/** Whether the user holds a role that has any permission. */
export function prepareHasPowerfulRole(database: Database): (tx: Tx, userId: string) => Promise<boolean> {
  const { roleAssignments, roles } = database.tables
  const statement = database.prepareForTx((queries) =>
    queries
      .select({ permissions: roles.permissions })
      .from(roleAssignments)
      .innerJoin(roles, eq(roles.id, roleAssignments.roleId))
      .where(eq(roleAssignments.userId, sql.placeholder('userId')))
      .prepare('')
  )
  return async (tx, userId) =>
    (await statement(tx).execute({ userId })).some(({ permissions }) => permissions.length > 0)
}

/** Lucia's column is a Date on PostgreSQL and Unix seconds on SQLite (columns.ts); the types know the Date. */
function luciaTime(sessions: Database['tables']['sessions'], time: Date): Date {
  const isSeconds = sessions.expiresAt.columnType !== ('PgTimestamp' as string)
  return isSeconds ? (Math.floor(time.getTime() / 1000) as unknown as Date) : time
}
