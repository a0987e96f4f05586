import { and, desc, eq, getTableColumns, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { EndpointRow } from './webhooks.repository.js'
import type { DeliveryState } from './webhooks.status.js'

export type DeliveryRow = Tables['webhookDeliveries']['$inferSelect']
/** Without what was sent, which may be long. */
export type DeliverySummary = Omit<DeliveryRow, 'payload'>
export type AttemptRow = Tables['webhookAttempts']['$inferSelect']

/** More than one delivery has, unless it is sent again by hand again and again. */
const attemptsShown = 100

/** What is there already for an endpoint and event stays what it is. */
export async function insertDeliveries(
  { tables: { webhookDeliveries } }: Database,
  tx: Tx,
  rows: readonly DeliveryRow[]
): Promise<void> {
  await tx
    .insert(webhookDeliveries)
    .values([...rows])
    .onConflictDoNothing()
}

export async function findDelivery(
  { read, tables: { webhookDeliveries: deliveries, webhookEndpoints: endpoints } }: Database,
  id: string
): Promise<{ delivery: DeliveryRow; endpoint: EndpointRow } | undefined> {
  const [row] = await read
    .select({ delivery: deliveries, endpoint: endpoints })
    .from(deliveries)
    .innerJoin(endpoints, eq(endpoints.id, deliveries.endpointId))
    .where(eq(deliveries.id, id))
  return row
}

export async function lockDelivery(database: Database, tx: Tx, id: string): Promise<DeliveryRow | undefined> {
  const { webhookDeliveries: deliveries } = database.tables
  const [row] = await database.lock(tx.select().from(deliveries).where(eq(deliveries.id, id)))
  return row
}

export async function updateDelivery(
  { tables: { webhookDeliveries: deliveries } }: Database,
  tx: Tx,
  { id, ...changes }: Pick<DeliveryRow, 'id'> & Partial<DeliveryRow>
): Promise<void> {
  await tx.update(deliveries).set(changes).where(eq(deliveries.id, id))
}

/** The newest first. */
export async function listDeliveries(
  { read, tables }: Database,
  { endpointId, state }: { endpointId: string; state: DeliveryState | undefined },
  { limit, beforeId }: { limit: number; beforeId: string | undefined }
): Promise<DeliverySummary[]> {
  const { webhookDeliveries: deliveries } = tables
  const { payload: _, ...columns } = getTableColumns(deliveries)
  const isBefore = beforeId === undefined ? undefined : lt(deliveries.id, beforeId)
  return read
    .select(columns)
    .from(deliveries)
    .where(and(eq(deliveries.endpointId, endpointId), hasState(tables, state), isBefore))
    .orderBy(desc(deliveries.id))
    .limit(limit)
}

export async function countDeliveries(
  { read, tables }: Database,
  { endpointId, state }: { endpointId: string; state: DeliveryState | undefined }
): Promise<number> {
  const { webhookDeliveries: deliveries } = tables
  return read.$count(deliveries, and(eq(deliveries.endpointId, endpointId), hasState(tables, state)))
}

/** In the text, and in the words of the indexes of the few that are not delivered, so that they serve it. */
function hasState({ webhookDeliveries: { state: column } }: Tables, state: DeliveryState | undefined): SQL | undefined {
  if (state === undefined) return undefined
  const isIt = sql`${column} = ${sql.raw(`'${state}'`)}`
  return state === 'pending' || state === 'sending' ? and(isOpen(column), isIt) : isIt
}

/** What is still to be sent: the condition of the index of what is due. */
export function isOpen(state: Tables['webhookDeliveries']['state']): SQL {
  return sql`${state} in ('pending', 'sending')`
}

/** Numbered on from those that it has. Its delivery is locked. */
export async function insertAttempts(
  { tables: { webhookAttempts: attempts } }: Database,
  tx: Tx,
  rows: readonly Omit<AttemptRow, 'number'>[]
): Promise<void> {
  if (rows.length === 0) return
  const numbered = rows.map((row) => ({
    ...row,
    number: sql<number>`(select coalesce(max(${attempts.number}), 0) + 1 from ${attempts}
      where ${attempts.deliveryId} = ${row.deliveryId})`
  }))
  await tx.insert(attempts).values(numbered)
}

/** The newest first. */
export async function listAttempts(
  { read, tables: { webhookAttempts: attempts } }: Database,
  deliveryId: string
): Promise<AttemptRow[]> {
  return read
    .select()
    .from(attempts)
    .where(eq(attempts.deliveryId, deliveryId))
    .orderBy(desc(attempts.number))
    .limit(attemptsShown)
}

/** What was to go to endpoints that are switched off, or to this one, and has waited since before that time. */
export async function giveUpWaiting(
  { tables: { webhookDeliveries: deliveries, webhookEndpoints: endpoints } }: Database,
  tx: Tx,
  { before, endpointId }: { before: Date; endpointId?: string }
): Promise<void> {
  const disabled = tx.select({ id: endpoints.id }).from(endpoints).where(eq(endpoints.state, 'disabled'))
  await tx
    .update(deliveries)
    .set({ state: 'dead' })
    .where(
      and(
        endpointId === undefined ? inArray(deliveries.endpointId, disabled) : eq(deliveries.endpointId, endpointId),
        isOpen(deliveries.state),
        eq(deliveries.state, 'pending'),
        lt(deliveries.nextAttemptAt, before)
      )
    )
}

/** What is over and has an id before that. Returns how many went. */
export async function pruneDeliveries(
  { tables: { webhookDeliveries: deliveries } }: Database,
  tx: Tx,
  { before, limit }: { before: string; limit: number }
): Promise<number> {
  const old = tx
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(lt(deliveries.id, before), inArray(deliveries.state, ['delivered', 'dead'])))
    .orderBy(deliveries.id)
    .limit(limit)
  const gone = await tx.delete(deliveries).where(inArray(deliveries.id, old)).returning({ id: deliveries.id })
  return gone.length
}
