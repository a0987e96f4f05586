import { asc, eq, gt, inArray, or } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'

export type RoleRow = Database['tables']['roles']['$inferSelect']

/** One by its id or its key: no key has the form of an id. */
export async function findRole(
  { tables: { roles } }: Database,
  queries: Queries,
  idOrKey: string
): Promise<RoleRow | undefined> {
  const [role] = await queries
    .select()
    .from(roles)
    .where(or(eq(roles.id, idOrKey), eq(roles.key, idOrKey)))
  return role
}

export async function findRoles(
  { tables: { roles } }: Database,
  queries: Queries,
  idsOrKeys: readonly string[]
): Promise<RoleRow[]> {
  return queries
    .select()
    .from(roles)
    .where(or(inArray(roles.id, [...idsOrKeys]), inArray(roles.key, [...idsOrKeys])))
}

export async function lockRole(
  { tables: { roles }, lock }: Database,
  tx: Tx,
  id: string
): Promise<RoleRow | undefined> {
  const [role] = await lock(tx.select().from(roles).where(eq(roles.id, id)))
  return role
}

export async function listRoles(
  { read, tables: { roles } }: Database,
  { limit, afterKey }: { limit: number; afterKey: string | undefined }
): Promise<RoleRow[]> {
  return read
    .select()
    .from(roles)
    .where(afterKey === undefined ? undefined : gt(roles.key, afterKey))
    .orderBy(asc(roles.key))
    .limit(limit)
}

export async function countRoles({ read, tables: { roles } }: Database): Promise<number> {
  return read.$count(roles)
}

/** Undefined when the key is taken. */
export async function insertRole({ tables: { roles } }: Database, tx: Tx, role: RoleRow): Promise<RoleRow | undefined> {
  const [inserted] = await tx.insert(roles).values(role).onConflictDoNothing().returning()
  return inserted
}

export async function updateRole(
  { tables: { roles } }: Database,
  tx: Tx,
  { id, ...changes }: Pick<RoleRow, 'id'> & Partial<RoleRow>
): Promise<RoleRow> {
  const [updated] = await tx.update(roles).set(changes).where(eq(roles.id, id)).returning()
  return updated!
}

/** Whether it is gone: a role that somebody holds stays. */
export async function deleteUnusedRole({ tables }: Database, tx: Tx, id: string): Promise<boolean> {
  const { roles, roleAssignments } = tables
  const [held] = await tx
    .select({ id: roleAssignments.id })
    .from(roleAssignments)
    .where(eq(roleAssignments.roleId, id))
    .limit(1)
  if (held) return false
  await tx.delete(roles).where(eq(roles.id, id))
  return true
}
