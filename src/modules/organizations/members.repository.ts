import { and, asc, eq, gt, inArray, isNull, min, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries } from '../../db/database.js'
import { containsPattern } from '../../lib/text.js'

export interface MemberRow {
  user: { id: string; username: string; fullName: string | null }
  joinedAt: Date
  /** Keys, in alphabetical order. */
  roles: string[]
}

export interface MemberFilter {
  organizationId: string
  /** Folded; each must be found. */
  words: readonly string[]
}

/** In the order of the users' ids, which the index of the members is in: page 100 costs what page 1 costs. */
export async function listMembers(
  database: Database,
  filter: MemberFilter,
  { limit, afterId }: { limit: number; afterId: string | undefined }
): Promise<MemberRow[]> {
  const { roleAssignments } = database.tables
  const after = afterId === undefined ? undefined : gt(roleAssignments.userId, afterId)
  const members = await selectMembers(database, database.read, and(matches(database, filter), after)).limit(limit)
  return withRoles(database, database.read, { members, organizationId: filter.organizationId })
}

export async function findMember(
  database: Database,
  queries: Queries,
  { organizationId, userId }: { organizationId: string; userId: string }
): Promise<MemberRow | undefined> {
  const where = and(
    matches(database, { organizationId, words: [] }),
    eq(database.tables.roleAssignments.userId, userId)
  )
  const members = await selectMembers(database, queries, where)
  const [member] = await withRoles(database, queries, { members, organizationId })
  return member
}

/** All of them. */
export async function listMemberIds(
  { tables: { roleAssignments } }: Database,
  queries: Queries,
  organizationId: string
): Promise<string[]> {
  const rows = await queries
    .selectDistinct({ userId: roleAssignments.userId })
    .from(roleAssignments)
    .where(eq(roleAssignments.organizationId, organizationId))
  return rows.map(({ userId }) => userId)
}

export async function countMembers(database: Database, filter: MemberFilter): Promise<number> {
  const { roleAssignments, users } = database.tables
  const members = database.read
    .selectDistinct({ id: roleAssignments.userId })
    .from(roleAssignments)
    .innerJoin(users, eq(users.id, roleAssignments.userId))
    .where(matches(database, filter))
    .as('members')
  return database.read.$count(members)
}

function selectMembers({ tables }: Database, queries: Queries, where: SQL | undefined) {
  const { roleAssignments, users } = tables
  return queries
    .select({
      user: { id: roleAssignments.userId, username: users.username, fullName: users.fullName },
      joinedAt: min(roleAssignments.createdAt)
    })
    .from(roleAssignments)
    .innerJoin(users, eq(users.id, roleAssignments.userId))
    .where(where)
    .groupBy(roleAssignments.userId, users.username, users.fullName)
    .orderBy(asc(roleAssignments.userId))
}

function matches({ tables }: Database, { organizationId, words }: MemberFilter): SQL | undefined {
  const { roleAssignments, users } = tables
  const found = words.map((word) => sql`${users.searchKey} like ${containsPattern(word)} escape '\\'`)
  return and(eq(roleAssignments.organizationId, organizationId), isNull(users.deletedAt), ...found)
}

/** One query for the roles of all members of the page. */
async function withRoles(
  { tables }: Database,
  queries: Queries,
  { members, organizationId }: { members: { user: MemberRow['user']; joinedAt: Date | null }[]; organizationId: string }
): Promise<MemberRow[]> {
  if (members.length === 0) return []
  const { roleAssignments, roles } = tables
  const userIds = members.map(({ user }) => user.id)
  const held = await queries
    .select({ userId: roleAssignments.userId, key: roles.key })
    .from(roleAssignments)
    .innerJoin(roles, eq(roles.id, roleAssignments.roleId))
    .where(and(eq(roleAssignments.organizationId, organizationId), inArray(roleAssignments.userId, userIds)))
    .orderBy(asc(roles.key))
  const keys = new Map<string, string[]>(userIds.map((userId) => [userId, []]))
  for (const { userId, key } of held) keys.get(userId)?.push(key)
  return members.map(({ user, joinedAt }) => ({ user, joinedAt: joinedAt!, roles: keys.get(user.id) ?? [] }))
}
