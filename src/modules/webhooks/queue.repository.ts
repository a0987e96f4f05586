import { and, eq, inArray, lte, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import { type DeliveryRow, isOpen } from './deliveries.repository.js'

export type Candidate = Pick<DeliveryRow, 'id' | 'endpointId'>

/**
 * Of each enabled endpoint the delivery that has been due longest, of those endpoints whose has been due longest: however
 * much waits for one of them, it costs one look at an index for each endpoint, and none is passed over.
 */
export function prepareFindDue({ read, tables }: Database, limit: number) {
  const { webhookDeliveries: deliveries, webhookEndpoints: endpoints } = tables
  const now = sql.param(sql.placeholder('now'), deliveries.nextAttemptAt)
  const first = sql`(select ${deliveries.id} from ${deliveries} where ${deliveries.endpointId} = ${endpoints.id}
    and ${isOpen(deliveries.state)} and ${deliveries.nextAttemptAt} <= ${now}
    order by ${deliveries.nextAttemptAt} limit 1)`
  const query = read
    .select({ id: deliveries.id, endpointId: deliveries.endpointId })
    .from(endpoints)
    .innerJoin(deliveries, eq(deliveries.id, first))
    .where(eq(endpoints.state, sql.raw("'enabled'")))
    .orderBy(sql`${deliveries.nextAttemptAt} limit ${sql.raw(String(limit))}`)
    .prepare('find_due_webhook_deliveries')
  return (now: Date): Promise<Candidate[]> => query.execute({ now })
}

/** Those of them that are still due, for nobody else until the commit. */
export async function takeDue(
  database: Database,
  tx: Tx,
  { ids, now }: { ids: readonly string[]; now: Date }
): Promise<DeliveryRow[]> {
  const { webhookDeliveries: deliveries } = database.tables
  const query = tx
    .select()
    .from(deliveries)
    .where(and(inArray(deliveries.id, [...ids]), isOpen(deliveries.state), lte(deliveries.nextAttemptAt, now)))
  return database.lock(query, { skipLocked: true })
}

export async function markSending(
  { tables: { webhookDeliveries: deliveries } }: Database,
  tx: Tx,
  { ids, until }: { ids: readonly string[]; until: Date }
): Promise<void> {
  await tx
    .update(deliveries)
    .set({ state: 'sending', attempts: sql`${deliveries.attempts} + 1`, nextAttemptAt: until })
    .where(inArray(deliveries.id, [...ids]))
}
