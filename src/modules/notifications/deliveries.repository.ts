import { and, asc, eq, inArray, isNull, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export interface Delivered {
  userId: string
  seq: number
}

interface Delivery {
  notificationId: string
  /** Up to a thousand. */
  userIds: readonly string[]
  now: Date
}

/**
 * Raises the counters of these users, in the order of their ids, and delivers the notification to them. The counter rows
 * stay locked until the commit, so that a user's deliveries become visible in the order of their numbers. Rows are returned
 * in the order in which they were selected, by both databases.
 */
export async function deliver(database: Database, tx: Tx, delivery: Delivery): Promise<Delivered[]> {
  const { tables } = database
  const { notificationId, userIds, now } = delivery
  const raised = await upsertCounters(tables, tx, {
    notificationId: sql`${notificationId}`,
    isReceiver: inArray(tables.users.id, [...userIds]),
    now
  })
  if (raised.length > 0) await insertDeliveries(database, tx, { notificationId, raised })
  return raised
}

interface Raising {
  notificationId: SQL
  now: Date | Placeholder
  /** The condition on `users`. */
  isReceiver: SQL
}

function upsertCounters(
  { users, notificationCounters: counters }: Tables,
  queries: Queries,
  { notificationId, now, isReceiver }: Raising
) {
  return queries
    .insert(counters)
    .select(
      queries
        .select({
          userId: users.id,
          seq: sql`1`.as('seq'),
          prunedSeq: sql`0`.as('pruned_seq'),
          unread: sql`1`.as('unread'),
          lastNotificationId: notificationId.as('last_notification_id'),
          version: sql`1`.as('version'),
          changedAt: sql`${sql.param(now, counters.changedAt)}`.as('changed_at')
        })
        .from(users)
        .where(and(isNull(users.deletedAt), isReceiver))
        .orderBy(asc(users.id)) as never // sql`` columns are not typed
    )
    .onConflictDoUpdate({
      target: counters.userId,
      set: {
        seq: sql`${counters.seq} + 1`,
        unread: sql`${counters.unread} + 1`,
        version: sql`${counters.version} + 1`,
        lastNotificationId: sql`excluded.last_notification_id`,
        changedAt: sql`excluded.changed_at`
      }
    })
    .returning({ userId: counters.userId, seq: counters.seq })
}

/** The same for one user, whom most notifications are for: prepared, because to build it costs more than to run it. */
export function prepareDeliverToOne(database: Database) {
  const { tables } = database
  const { users, notificationDeliveries: deliveries } = tables
  const raise = database.prepareForTx((queries) =>
    upsertCounters(tables, queries, {
      notificationId: sql`${sql.placeholder('notificationId')}`,
      isReceiver: eq(users.id, sql.placeholder('userId')),
      now: sql.placeholder('now')
    }).prepare('')
  )
  const names = ['userId', 'seq', 'notificationId'] as const
  const placeholders = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]))
  const insert = database.prepareForTx((queries) =>
    queries
      .insert(deliveries)
      .values(placeholders as never) // the types of values know no placeholders
      .prepare('')
  )
  return async (tx: Tx, delivery: Omit<Delivery, 'userIds'> & { userId: string }): Promise<Delivered[]> => {
    const delivered = await raise(tx).execute({ ...delivery })
    for (const { seq } of delivered) await insert(tx).execute({ ...delivery, seq })
    return delivered
  }
}

/**
 * To those whose counters have just been raised for it: the rows come from the counters, not through us. By their ids: that
 * it was raised for the same notification is true of users between them, too, who had it before what was held back.
 */
async function insertDeliveries(
  { tables: { notificationCounters: counters, notificationDeliveries: deliveries } }: Database,
  tx: Tx,
  { notificationId, raised }: { notificationId: string; raised: readonly Delivered[] }
): Promise<void> {
  const userIds = raised.map(({ userId }) => userId)
  await tx.insert(deliveries).select(
    tx
      .select({
        userId: counters.userId,
        seq: counters.seq,
        notificationId: sql`${notificationId}`.as('notification_id'),
        readAt: sql`null`.as('read_at')
      })
      .from(counters)
      .where(inArray(counters.userId, userIds)) as never // sql`` columns are not typed
  )
}

/** Makes the users' streams look again, without a delivery. */
export async function raiseVersions(
  { tables: { users, notificationCounters: counters } }: Database,
  tx: Tx,
  { userIds, now }: { userIds: readonly string[]; now: Date }
): Promise<void> {
  await tx
    .insert(counters)
    .select(
      tx
        .select({
          userId: users.id,
          seq: sql`0`.as('seq'),
          prunedSeq: sql`0`.as('pruned_seq'),
          unread: sql`0`.as('unread'),
          lastNotificationId: sql`null`.as('last_notification_id'),
          version: sql`1`.as('version'),
          changedAt: sql`${sql.param(now, counters.changedAt)}`.as('changed_at')
        })
        .from(users)
        .where(inArray(users.id, [...userIds]))
        .orderBy(asc(users.id)) as never
    )
    .onConflictDoUpdate({
      target: counters.userId,
      set: { version: sql`${counters.version} + 1`, changedAt: sql`excluded.changed_at` }
    })
}

/** Locks the user's counter: before their deliveries, as everybody does, or two could wait for each other. */
export async function lockCounter(database: Database, tx: Tx, userId: string): Promise<{ unread: number } | undefined> {
  const { notificationCounters: counters } = database.tables
  const [row] = await database.lock(
    tx.select({ unread: counters.unread }).from(counters).where(eq(counters.userId, userId))
  )
  return row
}

export async function setUnread(
  { tables: { notificationCounters: counters } }: Database,
  tx: Tx,
  { userId, unread, now }: { userId: string; unread: number; now: Date }
): Promise<void> {
  await tx
    .update(counters)
    .set({ unread, version: sql`${counters.version} + 1`, changedAt: now })
    .where(eq(counters.userId, userId))
}
