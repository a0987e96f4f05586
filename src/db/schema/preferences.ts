import type { Columns } from '../columns.js'
import type { AccountTables } from './accounts.js'
import type { CourseTables } from './courses.js'
import type { EventTables } from './events.js'

export const channels = ['in_app', 'mail'] as const
export type Channel = (typeof channels)[number]
export const cadences = ['at_once', 'daily', 'weekly', 'never'] as const
export type Cadence = (typeof cadences)[number]

/** What users want to be told, how, and when. Only what differs from the catalogue is kept. */
export function definePreferences(
  c: Columns,
  { users, courses, events }: AccountTables & Pick<CourseTables, 'courses'> & EventTables
) {
  const ofUser = () =>
    c
      .text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' })

  /** When they are told. No row: no quiet hours, digests at seven and on Mondays. */
  const notificationSettings = c.table('notification_settings', {
    userId: c
      .text('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** `HH:MM` in the user's time zone; both or neither. From 22:00 until 06:00 goes over midnight. */
    quietFrom: c.text('quiet_from'),
    quietUntil: c.text('quiet_until'),
    digestAt: c.text('digest_at').notNull(),
    /** 1 is Monday. */
    digestWeekday: c.int('digest_weekday').notNull(),
    version: c.int('version').notNull(),
    updatedAt: c.time('updated_at').notNull()
  })

  const notificationPreferences = c.table(
    'notification_preferences',
    {
      userId: ofUser(),
      /** A type of the catalogue. */
      type: c.text('type').notNull(),
      channel: c.oneOf('channel', channels).notNull(),
      cadence: c.oneOf('cadence', cadences).notNull()
    },
    (t) => [c.primaryKey({ columns: [t.userId, t.type, t.channel] })]
  )

  /** Courses of which the user wants to hear nothing at all. */
  const courseMutes = c.table(
    'course_mutes',
    {
      userId: ofUser(),
      courseId: c
        .text('course_id')
        .notNull()
        .references(() => courses.id, { onDelete: 'cascade' }),
      createdAt: c.time('created_at').notNull()
    },
    (t) => [c.primaryKey({ columns: [t.userId, t.courseId] }), c.index('course_mutes_course').on(t.courseId)]
  )

  /** What waits for the end of quiet hours, or for a digest. */
  const heldDeliveries = c.table(
    'held_deliveries',
    {
      userId: ofUser(),
      channel: c.oneOf('channel', channels).notNull(),
      eventId: c
        .text('event_id')
        .notNull()
        .references(() => events.id, { onDelete: 'cascade' }),
      dueAt: c.time('due_at').notNull(),
      /** Mail: one of a digest, or a mail of its own. */
      inDigest: c.bool('in_digest').notNull()
    },
    (t) => [
      c.primaryKey({ columns: [t.userId, t.channel, t.eventId] }),
      c.index('held_deliveries_due').on(t.dueAt, t.userId),
      c.index('held_deliveries_event').on(t.eventId)
    ]
  )

  return { notificationSettings, notificationPreferences, courseMutes, heldDeliveries }
}

export type PreferenceTables = ReturnType<typeof definePreferences>
