import { asc, eq, isNull, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Delivered } from './deliveries.repository.js'

type NotificationRecord = Database['tables']['notifications']['$inferSelect']

/** A notification and to whom it goes. */
export interface Addressed {
  notification: NotificationRecord
  userIds: readonly string[]
}

/** Rows of one statement: far below the number of values that either database takes. */
const rowsAtOnce = 1_000

/**
 * Delivers many notifications of few users each in as many statements as one would take. All counters are raised by one
 * statement, in the order of the user ids: two rounds never wait for each other. Returns the newest delivery of each user.
 */
export async function deliverBatch(
  database: Database,
  tx: Tx,
  { batch, now }: { batch: readonly Addressed[]; now: Date }
): Promise<Delivered[]> {
  const { notifications } = database.tables
  const byUser = new Map<string, string[]>()
  for (const { notification, userIds } of batch) {
    for (const userId of userIds) {
      const ids = byUser.get(userId)
      if (ids) ids.push(notification.id)
      else byUser.set(userId, [notification.id])
    }
  }
  const raised = await raiseCountersBy(database, tx, { byUser, now })
  const deliveries = raised.flatMap(({ userId, seq }) => {
    const ids = byUser.get(userId) ?? []
    return ids.map((notificationId, i) => ({ userId, seq: seq - ids.length + 1 + i, notificationId, readAt: null }))
  })
  await tx
    .insert(notifications)
    .values(batch.map(({ notification }) => notification))
    .onConflictDoNothing()
  for (let i = 0; i < deliveries.length; i += rowsAtOnce) {
    await tx.insert(database.tables.notificationDeliveries).values(deliveries.slice(i, i + rowsAtOnce))
  }
  return raised
}

/** By as many as each of the users receives; who is gone is left out. */
async function raiseCountersBy(
  { tables: { users, notificationCounters: counters } }: Database,
  tx: Tx,
  { byUser, now }: { byUser: ReadonlyMap<string, readonly string[]>; now: Date }
): Promise<Delivered[]> {
  const rows = [...byUser].map(
    ([userId, ids]) => sql`(cast(${userId} as text), cast(${ids.length} as bigint), cast(${ids.at(-1) ?? ''} as text))`
  )
  // `column1` … are what both databases call the columns of a VALUES list.
  const wanted = sql`(values ${sql.join(rows, sql`, `)}) as wanted`
  return tx
    .insert(counters)
    .select(
      tx
        .select({
          userId: users.id,
          seq: sql`wanted.column2`.as('seq'),
          prunedSeq: sql`0`.as('pruned_seq'),
          unread: sql`wanted.column2`.as('unread'),
          lastNotificationId: sql`wanted.column3`.as('last_notification_id'),
          version: sql`1`.as('version'),
          changedAt: sql`${sql.param(now, counters.changedAt)}`.as('changed_at')
        })
        .from(wanted)
        .innerJoin(users, eq(users.id, sql`wanted.column1`))
        .where(isNull(users.deletedAt))
        .orderBy(asc(users.id)) as never // sql`` columns are not typed
    )
    .onConflictDoUpdate({
      target: counters.userId,
      set: {
        seq: sql`${counters.seq} + excluded.seq`,
        unread: sql`${counters.unread} + excluded.unread`,
        version: sql`${counters.version} + 1`,
        lastNotificationId: sql`excluded.last_notification_id`,
        changedAt: sql`excluded.changed_at`
      }
    })
    .returning({ userId: counters.userId, seq: counters.seq })
}
