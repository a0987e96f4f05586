import { and, asc, desc, eq, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { streamEpochKey } from '../../db/base-data.js'
import type { Database, Tx } from '../../db/database.js'
import { placeholdersOf } from '../../db/placeholders.js'

export type NotificationRow = Awaited<ReturnType<ReturnType<typeof prepareListDeliveries>>>[number]

export function prepareInsertNotification(database: Database) {
  const { notifications } = database.tables
  const statement = database.prepareForTx((queries) =>
    queries
      .insert(notifications)
      .values(placeholdersOf(notifications))
      .onConflictDoNothing() // told in steps, it is one
      .prepare('')
  )
  return async (tx: Tx, row: Database['tables']['notifications']['$inferSelect']): Promise<void> => {
    await statement(tx).execute({ ...row })
  }
}

export function prepareListDeliveries(database: Database) {
  const lists = {
    all: prepareList(database, { unreadOnly: false }),
    unread: prepareList(database, { unreadOnly: true })
  }
  return (query: { userId: string; before: number; unreadOnly: boolean; limit: number }) =>
    lists[query.unreadOnly ? 'unread' : 'all'].execute(query)
}

function prepareList(
  { read, tables: { notifications, notificationDeliveries: deliveries } }: Database,
  { unreadOnly }: { unreadOnly: boolean }
) {
  return read
    .select({
      seq: deliveries.seq,
      id: notifications.id,
      type: notifications.type,
      title: notifications.title,
      message: notifications.message,
      titleId: notifications.titleId,
      messageId: notifications.messageId,
      link: notifications.link,
      readAt: deliveries.readAt,
      createdAt: notifications.createdAt
    })
    .from(deliveries)
    .innerJoin(notifications, eq(notifications.id, deliveries.notificationId))
    .where(
      and(
        eq(deliveries.userId, sql.placeholder('userId')),
        lt(deliveries.seq, sql.placeholder('before')),
        unreadOnly ? isNull(deliveries.readAt) : undefined
      )
    )
    .orderBy(desc(deliveries.seq))
    .limit(sql.placeholder('limit'))
    .prepare(unreadOnly ? 'list_unread_deliveries' : 'list_deliveries')
}

export async function countDeliveries(
  { read, tables: { notificationDeliveries: deliveries } }: Database,
  { userId, unreadOnly }: { userId: string; unreadOnly: boolean }
): Promise<number> {
  return read.$count(deliveries, and(eq(deliveries.userId, userId), unreadOnly ? isNull(deliveries.readAt) : undefined))
}

/** The newest delivery and the badge of a user. */
export function prepareFindCounter({ read, tables: { notificationCounters: counters } }: Database) {
  const query = read
    .select({ seq: counters.seq, unread: counters.unread })
    .from(counters)
    .where(eq(counters.userId, sql.placeholder('userId')))
    .prepare('find_counter')
  return async (userId: string): Promise<{ seq: number; unread: number }> =>
    (await query.execute({ userId }))[0] ?? { seq: 0, unread: 0 }
}

/** Whether the delivery is there, and whether it was unread until now. */
export async function markDeliveryRead(
  { tables: { notificationDeliveries: deliveries } }: Database,
  tx: Tx,
  { userId, notificationId, now }: { userId: string; notificationId: string; now: Date }
): Promise<{ isThere: boolean; wasUnread: boolean }> {
  const isIt = and(eq(deliveries.userId, userId), eq(deliveries.notificationId, notificationId))
  const marked = await tx
    .update(deliveries)
    .set({ readAt: now })
    .where(and(isIt, isNull(deliveries.readAt)))
    .returning({ seq: deliveries.seq })
  if (marked.length > 0) return { isThere: true, wasUnread: true }
  const there = await tx.select({ seq: deliveries.seq }).from(deliveries).where(isIt)
  return { isThere: there.length > 0, wasUnread: false }
}

export async function markAllDeliveriesRead(
  { tables: { notificationDeliveries: deliveries } }: Database,
  tx: Tx,
  { userId, now }: { userId: string; now: Date }
): Promise<void> {
  await tx
    .update(deliveries)
    .set({ readAt: now })
    .where(and(eq(deliveries.userId, userId), isNull(deliveries.readAt)))
}

/** Undefined when it is not there. */
export async function deleteDelivery(
  { tables: { notificationDeliveries: deliveries } }: Database,
  tx: Tx,
  { userId, notificationId }: { userId: string; notificationId: string }
): Promise<{ wasUnread: boolean } | undefined> {
  const [gone] = await tx
    .delete(deliveries)
    .where(and(eq(deliveries.userId, userId), eq(deliveries.notificationId, notificationId)))
    .returning({ readAt: deliveries.readAt })
  return gone && { wasUnread: gone.readAt === null }
}

/** Takes away old notifications, at most `limit` of them; the counters remember how far. Returns how many went. */
export async function pruneNotifications(
  database: Database,
  tx: Tx,
  { before, limit }: { before: Date; limit: number }
): Promise<number> {
  const { notifications, notificationDeliveries: deliveries, notificationCounters: counters } = database.tables
  const old = sql`(select ${notifications.id} from ${notifications}
    where ${notifications.createdAt} < ${sql.param(before, notifications.createdAt)} order by ${notifications.createdAt} limit ${limit})`
  const ofUser = sql`${deliveries.userId} = ${counters.userId} and ${deliveries.notificationId} in ${old}`
  const isReceiver = sql`${counters.userId} in (select ${deliveries.userId} from ${deliveries} where ${deliveries.notificationId} in ${old})`
  await lockCounters(database, tx, isReceiver)
  const newestGone = sql`(select max(${deliveries.seq}) from ${deliveries} where ${ofUser})`
  await tx
    .update(counters)
    .set({
      prunedSeq: sql`case when ${newestGone} > ${counters.prunedSeq} then ${newestGone} else ${counters.prunedSeq} end`,
      unread: sql`${counters.unread} - (select count(*) from ${deliveries} where ${ofUser} and ${deliveries.readAt} is null)`,
      version: sql`${counters.version} + 1`
    })
    .where(isReceiver)
  const gone = await tx
    .delete(notifications)
    .where(sql`${notifications.id} in ${old}`)
    .returning({ id: notifications.id })
  return gone.length
}

/**
 * Keeps the newest `kept` deliveries of each of some users who have more. Of others nothing goes, whatever their
 * `prunedSeq` says: what was held back came late, is old before what came at once, and its number is a higher one.
 * Returns how many users they were.
 */
export async function pruneDeliveries(
  database: Database,
  tx: Tx,
  { kept, limit }: { kept: number; limit: number }
): Promise<number> {
  const { notificationDeliveries: deliveries, notificationCounters: counters } = database.tables
  const userIds = await lockCounters(database, tx, sql`${counters.seq} - ${kept} > ${counters.prunedSeq}`, limit)
  if (userIds.length === 0) return 0
  const isTheirs = inArray(counters.userId, userIds)
  const isBeyond = sql`${deliveries.userId} = ${counters.userId} and ${deliveries.seq} <= ${counters.seq} - ${kept}`
  await tx
    .update(counters)
    .set({
      prunedSeq: sql`${counters.seq} - ${kept}`,
      unread: sql`${counters.unread} - (select count(*) from ${deliveries} where ${isBeyond} and ${deliveries.readAt} is null)`,
      version: sql`${counters.version} + 1`
    })
    .where(isTheirs)
  await tx.delete(deliveries).where(
    sql`(${deliveries.userId}, ${deliveries.seq}) in
      (select ${deliveries.userId}, ${deliveries.seq} from ${counters} inner join ${deliveries} on ${isBeyond} where ${isTheirs})`
  )
  return userIds.length
}

/**
 * In the order in which all lock them, and before their deliveries are counted: what is marked as read meanwhile is
 * waited for, and not taken off the badge twice.
 */
async function lockCounters(database: Database, tx: Tx, which: SQL, limit?: number): Promise<string[]> {
  const { notificationCounters: counters } = database.tables
  const query = tx.select({ userId: counters.userId }).from(counters).where(which).orderBy(asc(counters.userId))
  const rows = await database.lock(limit === undefined ? query : query.limit(limit))
  return rows.map(({ userId }) => userId)
}

/** Made with the data set, and anew when it is restored from a backup: ids of before mean nothing then. */
export async function requireEpoch({ read, tables: { systemValues } }: Database): Promise<string> {
  const [row] = await read.select().from(systemValues).where(eq(systemValues.key, streamEpochKey))
  if (!row) throw new Error('the database has no stream epoch: it is not migrated')
  return row.value
}
