import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { RoleRow } from './roles.repository.js'

export type AssignmentRow = Database['tables']['roleAssignments']['$inferSelect']

/** A role that a user holds, and where. */
export interface HeldRole {
  assignmentId: string
  role: Pick<RoleRow, 'id' | 'key' | 'title' | 'permissions'>
  organizationId: string | null
  organizationName: string | null
  since: Date
}

export async function listHeldRoles({ tables }: Database, queries: Queries, userId: string): Promise<HeldRole[]> {
  const { roleAssignments, roles, organizations } = tables
  return queries
    .select({
      assignmentId: roleAssignments.id,
      role: { id: roles.id, key: roles.key, title: roles.title, permissions: roles.permissions },
      organizationId: roleAssignments.organizationId,
      organizationName: organizations.name,
      since: roleAssignments.createdAt
    })
    .from(roleAssignments)
    .innerJoin(roles, eq(roles.id, roleAssignments.roleId))
    .leftJoin(organizations, eq(organizations.id, roleAssignments.organizationId))
    .where(eq(roleAssignments.userId, userId))
    .orderBy(sql`${roleAssignments.organizationId} asc nulls first`, roles.key)
}

/** Idempotent: who holds the role there already keeps it as it is. */
export async function insertAssignments(
  { tables: { roleAssignments } }: Database,
  tx: Tx,
  rows: AssignmentRow[]
): Promise<void> {
  if (rows.length > 0) await tx.insert(roleAssignments).values(rows).onConflictDoNothing()
}

export async function deleteAssignments(
  { tables: { roleAssignments } }: Database,
  tx: Tx,
  ids: readonly string[]
): Promise<void> {
  if (ids.length > 0) await tx.delete(roleAssignments).where(inArray(roleAssignments.id, [...ids]))
}

export async function deleteAllAssignments(
  { tables: { roleAssignments } }: Database,
  tx: Tx,
  userId: string
): Promise<void> {
  await tx.delete(roleAssignments).where(eq(roleAssignments.userId, userId))
}

/** Keeps two changes of one user's roles from happening at once. Whether the user is there. */
export async function lockUser({ tables: { users }, lock }: Database, tx: Tx, userId: string): Promise<boolean> {
  const rows = await lock(
    tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.id, userId), isNull(users.deletedAt)))
  )
  return rows.length > 0
}

export async function userExists({ tables: { users } }: Database, queries: Queries, userId: string): Promise<boolean> {
  const rows = await queries
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.deletedAt)))
  return rows.length > 0
}

export async function findOrganizationNames(
  { tables: { organizations } }: Database,
  queries: Queries,
  ids: readonly string[]
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await queries
    .select({ id: organizations.id, name: organizations.name })
    .from(organizations)
    .where(inArray(organizations.id, [...ids]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}
