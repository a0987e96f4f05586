import { and, asc, eq, inArray, isNull, ne, type SQL } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import { type BuiltInRoleKey, builtInRoleId } from '../../lib/permissions.js'

/** Of those who hold the role only the ones count who can sign in. */
function activeHolders({ tables }: Database, queries: Queries, { role, where }: { role: BuiltInRoleKey; where: SQL }) {
  const { roleAssignments, users } = tables
  const isActiveHolder = and(
    eq(roleAssignments.roleId, builtInRoleId(role)),
    eq(users.status, 'active'),
    isNull(users.deletedAt)
  )
  return queries
    .select({ organizationId: roleAssignments.organizationId })
    .from(roleAssignments)
    .innerJoin(users, eq(users.id, roleAssignments.userId))
    .where(and(isActiveHolder, where))
}

export async function isActiveAdmin(database: Database, queries: Queries, userId: string): Promise<boolean> {
  const where = eq(database.tables.roleAssignments.userId, userId)
  return (await activeHolders(database, queries, { role: 'admin', where }).limit(1)).length > 0
}

export async function hasOtherActiveAdmin(database: Database, queries: Queries, userId: string): Promise<boolean> {
  const where = ne(database.tables.roleAssignments.userId, userId)
  return (await activeHolders(database, queries, { role: 'admin', where }).limit(1)).length > 0
}

/** Two who stop being administrators at once come one after the other. */
export async function lockAdmins({ tables: { roles }, lock }: Database, tx: Tx): Promise<void> {
  await lock(
    tx
      .select({ id: roles.id })
      .from(roles)
      .where(eq(roles.id, builtInRoleId('admin')))
  )
}

export async function listOwnedOrganizations(database: Database, queries: Queries, userId: string): Promise<string[]> {
  const where = eq(database.tables.roleAssignments.userId, userId)
  return idsOf(await activeHolders(database, queries, { role: 'owner', where }))
}

/** Those of the organisations that have an owner beside this user. */
export async function listOwnedByOthers(
  database: Database,
  queries: Queries,
  { userId, organizationIds }: { userId: string; organizationIds: readonly string[] }
): Promise<string[]> {
  const { roleAssignments } = database.tables
  const where = and(inArray(roleAssignments.organizationId, [...organizationIds]), ne(roleAssignments.userId, userId))!
  return idsOf(await activeHolders(database, queries, { role: 'owner', where }))
}

/** In the order of their ids, so that two transactions never wait for each other. */
export async function lockOrganizations(
  { tables: { organizations }, lock }: Database,
  tx: Tx,
  ids: readonly string[]
): Promise<void> {
  await lock(
    tx
      .select({ id: organizations.id })
      .from(organizations)
      .where(inArray(organizations.id, [...ids]))
      .orderBy(asc(organizations.id))
  )
}

function idsOf(rows: { organizationId: string | null }[]): string[] {
  return rows.flatMap(({ organizationId }) => organizationId ?? [])
}
