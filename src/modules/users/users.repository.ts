import { and, asc, desc, eq, exists, gt, inArray, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import { containsPattern } from '../../lib/text.js'

export type UserRow = Database['tables']['users']['$inferSelect']

export interface UserFilter {
  /** Undefined: all users; else the members of these organisations. */
  organizationIds: readonly string[] | undefined
  status: UserRow['status'] | undefined
  /** Folded; each must be found. */
  words: readonly string[]
}

export interface UserOrder {
  by: 'username' | 'createdAt'
  descending: boolean
}

/** Prepared once: every page that a user loads asks for it. Deleted users are not there. */
export function prepareFindUser({ read, tables: { users } }: Database): (id: string) => Promise<UserRow | undefined> {
  const query = read
    .select()
    .from(users)
    .where(and(eq(users.id, sql.placeholder('id')), isNull(users.deletedAt)))
    .prepare('find_user')
  return async (id) => (await query.execute({ id }))[0]
}

export async function lockUser(
  { tables: { users }, lock }: Database,
  tx: Tx,
  id: string
): Promise<UserRow | undefined> {
  const [user] = await lock(
    tx
      .select()
      .from(users)
      .where(and(eq(users.id, id), isNull(users.deletedAt)))
  )
  return user
}

export async function listUsers(
  database: Database,
  filter: UserFilter,
  { limit, order, after }: { limit: number; order: UserOrder; after: string | undefined }
): Promise<UserRow[]> {
  const { users } = database.tables
  const column = order.by === 'username' ? users.usernameKey : users.id // ids are in the order of their making
  const beyond = after === undefined ? undefined : order.descending ? lt(column, after) : gt(column, after)
  return database.read
    .select()
    .from(users)
    .where(and(matches(database, filter), beyond))
    .orderBy(order.descending ? desc(column) : asc(column))
    .limit(limit)
}

export async function countUsers(database: Database, filter: UserFilter): Promise<number> {
  return database.read.$count(database.tables.users, matches(database, filter))
}

function matches({ read, tables }: Database, { organizationIds, status, words }: UserFilter): SQL | undefined {
  const { users, roleAssignments } = tables
  const isMember =
    organizationIds &&
    exists(
      read
        .select({ id: roleAssignments.id })
        .from(roleAssignments)
        .where(and(eq(roleAssignments.userId, users.id), inArray(roleAssignments.organizationId, [...organizationIds])))
    )
  const found = words.map((word) => sql`${users.searchKey} like ${containsPattern(word)} escape '\\'`)
  return and(isNull(users.deletedAt), status && eq(users.status, status), isMember, ...found)
}

/** Which of the two another user has already, deleted ones too. */
export async function findTaken(
  { tables: { users } }: Database,
  queries: Queries,
  { id, usernameKey, emailKey }: Pick<UserRow, 'id' | 'usernameKey' | 'emailKey'>
): Promise<'username' | 'email' | undefined> {
  const isSame = or(eq(users.usernameKey, usernameKey), emailKey === null ? undefined : eq(users.emailKey, emailKey))
  const others = await queries
    .select({ usernameKey: users.usernameKey })
    .from(users)
    .where(and(ne(users.id, id), isSame))
  if (others.length === 0) return undefined
  return others.some((other) => other.usernameKey === usernameKey) ? 'username' : 'email'
}

/** Undefined when the username or the e-mail address is taken. */
export async function insertUser({ tables: { users } }: Database, tx: Tx, user: UserRow): Promise<UserRow | undefined> {
  const [inserted] = await tx.insert(users).values(user).onConflictDoNothing().returning()
  return inserted
}

export async function updateUser(
  { tables: { users } }: Database,
  tx: Tx,
  { id, ...changes }: Pick<UserRow, 'id'> & Partial<UserRow>
): Promise<UserRow> {
  const [updated] = await tx.update(users).set(changes).where(eq(users.id, id)).returning()
  return updated!
}
