import { sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'
import type { AccountTables } from './accounts.js'

/** What was told, to whom it was delivered, and how far each user's stream has come. */
export function defineNotifications(c: Columns, { users }: AccountTables) {
  /** One row for all who receive it. */
  const notifications = c.table(
    'notifications',
    {
      id: c.text('id').primaryKey(),
      type: c.text('type').notNull(),
      title: c.text('title').notNull(),
      message: c.text('message').notNull(),
      /** The same in Indonesian; null: somebody wrote it, in the language that they chose. */
      titleId: c.text('title_id'),
      messageId: c.text('message_id'),
      link: c.text('link'),
      createdBy: c.text('created_by').references(() => users.id, { onDelete: 'set null' }),
      createdAt: c.time('created_at').notNull()
    },
    (t) => [c.index('notifications_created_by').on(t.createdBy), c.index('notifications_created_at').on(t.createdAt)]
  )

  const notificationDeliveries = c.table(
    'notification_deliveries',
    {
      userId: c
        .text('user_id')
        .notNull()
        .references(() => users.id, { onDelete: 'cascade' }),
      /** Per user, without gaps, in the order of the commits: the counter row is locked until then. */
      seq: c.int('seq').notNull(),
      notificationId: c
        .text('notification_id')
        .notNull()
        .references(() => notifications.id, { onDelete: 'cascade' }),
      readAt: c.time('read_at')
    },
    (t) => [
      c.primaryKey({ columns: [t.userId, t.seq] }),
      c.uniqueIndex('notification_deliveries_once').on(t.notificationId, t.userId),
      c.index('notification_deliveries_unread').on(t.userId, t.seq).where(sql`${t.readAt} is null`)
    ]
  )

  /** One row per user. Taken last in a transaction, in the order of the ids, so that two never wait for each other. */
  const notificationCounters = c.table(
    'notification_counters',
    {
      userId: c
        .text('user_id')
        .primaryKey()
        .references(() => users.id, { onDelete: 'cascade' }),
      /** The newest delivery. */
      seq: c.int('seq').notNull(),
      /** The newest delivery that retention has taken away: whoever resumes before it gets a reset. */
      prunedSeq: c.int('pruned_seq').notNull(),
      unread: c.int('unread').notNull(),
      /** What `seq` was raised for last. */
      lastNotificationId: c.text('last_notification_id'),
      /** Raised by everything that the user's streams should look at: deliveries, reads, ended sessions. */
      version: c.int('version').notNull(),
      changedAt: c.time('changed_at').notNull()
    },
    (t) => [c.index('notification_counters_changed').on(t.changedAt)]
  )

  return { notifications, notificationDeliveries, notificationCounters }
}

export type NotificationTables = ReturnType<typeof defineNotifications>
