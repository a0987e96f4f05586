import { and, desc, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type EndpointRow = Tables['webhookEndpoints']['$inferSelect']
export type EndpointChanges = Partial<Omit<EndpointRow, 'id' | 'organizationId' | 'createdBy' | 'createdAt'>>

/** Who hears of what happens in an organisation, or in a course of it: asked for every event. */
export function prepareFindListeners(database: Database) {
  const { webhookEndpoints: endpoints, courses } = database.tables
  const { id, organizationId, eventTypes } = endpoints
  const listener = { id, organizationId, eventTypes }
  const isEnabled = eq(endpoints.state, sql.raw("'enabled'"))
  const ofOrganization = database.prepareForTx((queries) =>
    queries
      .select(listener)
      .from(endpoints)
      .where(and(eq(endpoints.organizationId, sql.placeholder('organizationId')), isEnabled))
      .prepare('')
  )
  const ofCourse = database.prepareForTx((queries) =>
    queries
      .select(listener)
      .from(courses)
      .innerJoin(endpoints, eq(endpoints.organizationId, courses.organizationId))
      .where(and(eq(courses.id, sql.placeholder('courseId')), isEnabled))
      .prepare('')
  )
  return async (
    tx: Tx,
    event: { organizationId: string | null; courseId: string | null }
  ): Promise<Pick<EndpointRow, 'id' | 'organizationId' | 'eventTypes'>[]> => {
    if (event.organizationId !== null) return ofOrganization(tx).execute({ organizationId: event.organizationId })
    return event.courseId === null ? [] : ofCourse(tx).execute({ courseId: event.courseId })
  }
}

export async function insertEndpoint(
  { tables: { webhookEndpoints } }: Database,
  tx: Tx,
  row: EndpointRow
): Promise<void> {
  await tx.insert(webhookEndpoints).values(row)
}

export async function findEndpoint(
  { tables: { webhookEndpoints: endpoints } }: Database,
  queries: Queries,
  id: string
): Promise<EndpointRow | undefined> {
  const [row] = await queries.select().from(endpoints).where(eq(endpoints.id, id))
  return row
}

export async function findEndpoints(
  { tables: { webhookEndpoints: endpoints } }: Database,
  queries: Queries,
  ids: readonly string[]
): Promise<EndpointRow[]> {
  return queries
    .select()
    .from(endpoints)
    .where(inArray(endpoints.id, [...ids]))
}

export async function lockEndpoint(database: Database, tx: Tx, id: string): Promise<EndpointRow | undefined> {
  const { webhookEndpoints: endpoints } = database.tables
  const [row] = await database.lock(tx.select().from(endpoints).where(eq(endpoints.id, id)))
  return row
}

export async function updateEndpoint(
  { tables: { webhookEndpoints: endpoints } }: Database,
  tx: Tx,
  { id, changes }: { id: string; changes: EndpointChanges }
): Promise<void> {
  await tx.update(endpoints).set(changes).where(eq(endpoints.id, id))
}

/** It takes what it is sent (again). Writes nothing for one that did so before. */
export async function forgetFailures(
  { tables: { webhookEndpoints: endpoints } }: Database,
  tx: Tx,
  id: string
): Promise<void> {
  await tx
    .update(endpoints)
    .set({ failures: 0, failingSince: null })
    .where(and(eq(endpoints.id, id), gt(endpoints.failures, 0)))
}

export async function deleteEndpoint(
  { tables: { webhookEndpoints: endpoints } }: Database,
  tx: Tx,
  id: string
): Promise<void> {
  await tx.delete(endpoints).where(eq(endpoints.id, id))
}

/** The newest first. */
export async function listEndpoints(
  { read, tables: { webhookEndpoints: endpoints } }: Database,
  organizationId: string,
  { limit, beforeId }: { limit: number; beforeId: string | undefined }
): Promise<EndpointRow[]> {
  const isBefore = beforeId === undefined ? undefined : lt(endpoints.id, beforeId)
  return read
    .select()
    .from(endpoints)
    .where(and(eq(endpoints.organizationId, organizationId), isBefore))
    .orderBy(desc(endpoints.id))
    .limit(limit)
}

export async function countEndpoints(
  { tables: { webhookEndpoints: endpoints } }: Database,
  queries: Queries,
  organizationId: string
): Promise<number> {
  return queries.$count(endpoints, eq(endpoints.organizationId, organizationId))
}

/** Until the commit nobody else adds one to the organisation. Whether there is such an organisation (any more). */
export async function lockOrganization(database: Database, tx: Tx, id: string): Promise<boolean> {
  const { organizations } = database.tables
  const rows = await database.lock(
    tx.select({ id: organizations.id }).from(organizations).where(eq(organizations.id, id))
  )
  return rows.length > 0
}

/** Who manages the webhooks of the organisation; where nobody of it does, who manages those of the platform. */
export async function findManagers({ tables }: Database, tx: Tx, organizationId: string): Promise<string[]> {
  const { roles, roleAssignments } = tables
  const all = await tx.select({ id: roles.id, permissions: roles.permissions }).from(roles)
  const managing = all.filter(({ permissions }) => permissions.includes('webhook.manage')).map(({ id }) => id)
  for (const isThere of [eq(roleAssignments.organizationId, organizationId), isNull(roleAssignments.organizationId)]) {
    const rows = await tx
      .selectDistinct({ userId: roleAssignments.userId })
      .from(roleAssignments)
      .where(and(inArray(roleAssignments.roleId, managing), isThere))
    if (rows.length > 0) return rows.map(({ userId }) => userId)
  }
  return []
}
