import { and, asc, eq, exists, getTableColumns, gt, inArray, lte, not, or, type SQL } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Channel } from '../../db/schema/preferences.js'

export type HeldRow = Database['tables']['heldDeliveries']['$inferSelect']
export type HeldKey = Pick<HeldRow, 'userId' | 'channel' | 'eventId'>
export type DueRow = Awaited<ReturnType<typeof findDue>>['single'][number]

/** Rows of one statement: far below the number of values that either database takes. */
const rowsAtOnce = 1_000
/** Due rows among whose users the next ones are chosen. */
const lookahead = 200

/** What is held already stays as it is: told twice, it is held once. */
export async function insertHeld(
  { tables: { heldDeliveries: held } }: Database,
  tx: Tx,
  rows: readonly HeldRow[]
): Promise<void> {
  for (let i = 0; i < rows.length; i += rowsAtOnce) {
    await tx
      .insert(held)
      .values(rows.slice(i, i + rowsAtOnce))
      .onConflictDoNothing()
  }
}

/**
 * Some of the users for whom something is due; nobody else serves the same ones until the commit. The lock is on the user,
 * so that two instances do not make two digests of what is one.
 */
export async function takeUsersDue(
  database: Database,
  tx: Tx,
  { now, limit, userId }: { now: Date; limit: number; userId?: string }
): Promise<string[]> {
  const { users } = database.tables
  const which = userId === undefined ? inArray(users.id, usersDue(database, tx, now)) : eq(users.id, userId)
  const query = tx.select({ id: users.id }).from(users).where(which).orderBy(asc(users.id)).limit(limit)
  return (await database.lock(query, { skipLocked: true })).map(({ id }) => id)
}

/** The same users without taking them. */
export async function findUsersDue(database: Database, now: Date): Promise<string[]> {
  const rows = await usersDue(database, database.read, now)
  return [...new Set(rows.map(({ userId }) => userId))]
}

/** Of those who have waited longest. */
function usersDue({ tables: { heldDeliveries: held } }: Database, queries: Queries, now: Date) {
  return queries
    .select({ userId: held.userId })
    .from(held)
    .where(lte(held.dueAt, now))
    .orderBy(asc(held.dueAt), asc(held.userId))
    .limit(lookahead)
}

/** What is due for these users, in the order in which it happened: that of digests whole, the rest up to `limit`. */
export async function findDue(
  { tables: { heldDeliveries: held, events } }: Database,
  tx: Tx,
  { userIds, now, limit }: { userIds: readonly string[]; now: Date; limit: number }
) {
  const isOfDigest = and(eq(held.channel, 'mail'), eq(held.inDigest, true)) as SQL
  const select = (which: SQL) =>
    tx
      .select({ userId: held.userId, channel: held.channel, inDigest: held.inDigest, event: getTableColumns(events) })
      .from(held)
      .innerJoin(events, eq(events.id, held.eventId))
      .where(and(inArray(held.userId, [...userIds]), lte(held.dueAt, now), which))
      .orderBy(asc(held.eventId), asc(held.userId))
  return { ofDigest: await select(isOfDigest), single: await select(not(isOfDigest)).limit(limit) }
}

/** What is over: delivered, or not wanted any more. */
export async function deleteHeld(
  { tables: { heldDeliveries: held } }: Database,
  tx: Tx,
  keys: readonly HeldKey[]
): Promise<void> {
  const groups = new Map<string, { first: HeldKey; eventIds: string[] }>()
  for (const key of keys) {
    const name = `${key.userId} ${key.channel}`
    const group = groups.get(name) ?? { first: key, eventIds: [] }
    group.eventIds.push(key.eventId)
    groups.set(name, group)
  }
  if (groups.size === 0) return
  const conditions = [...groups.values()].map(({ first, eventIds }) =>
    and(eq(held.userId, first.userId), eq(held.channel, first.channel), inArray(held.eventId, eventIds))
  )
  await tx.delete(held).where(or(...conditions))
}

/** All that is due for the user, or of it this one event, is due then. */
export async function putOff(
  { tables: { heldDeliveries: held } }: Database,
  tx: Tx,
  { userId, now, dueAt, eventId }: { userId: string; now: Date; dueAt: Date; eventId?: string }
): Promise<void> {
  const which = eventId === undefined ? undefined : eq(held.eventId, eventId)
  await tx
    .update(held)
    .set({ dueAt })
    .where(and(eq(held.userId, userId), lte(held.dueAt, now), which))
}

/** Of which types something waits for the user, and in which channel. */
export async function findWaiting(
  { tables: { heldDeliveries: held, events } }: Database,
  tx: Tx,
  { userId, now }: { userId: string; now: Date }
): Promise<{ channel: Channel; type: string }[]> {
  return tx
    .selectDistinct({ channel: held.channel, type: events.type })
    .from(held)
    .innerJoin(events, eq(events.id, held.eventId))
    .where(and(eq(held.userId, userId), gt(held.dueAt, now)))
}

/** What waits for the user of these types waits until another moment; what is due stays due. */
export async function retimeWaiting(
  { tables: { heldDeliveries: held, events } }: Database,
  tx: Tx,
  waiting: { userId: string; channel: Channel; types: readonly string[]; now: Date } & Pick<
    HeldRow,
    'dueAt' | 'inDigest'
  >
): Promise<void> {
  const { userId, channel, types, now, dueAt, inDigest } = waiting
  const isOfTypes = exists(
    tx
      .select({ id: events.id })
      .from(events)
      .where(and(eq(events.id, held.eventId), inArray(events.type, [...types])))
  )
  await tx
    .update(held)
    .set({ dueAt, inDigest })
    .where(and(eq(held.userId, userId), eq(held.channel, channel), gt(held.dueAt, now), isOfTypes))
}
