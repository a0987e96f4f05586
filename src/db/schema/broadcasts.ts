import { sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'
import type { AccountTables } from './accounts.js'
import type { EventAudience } from './events.js'

/** What somebody writes to many: sent slice by slice, now or at a time, and to each once. */
export function defineBroadcasts(c: Columns, { users }: AccountTables) {
  const broadcasts = c.table(
    'broadcasts',
    {
      id: c.text('id').primaryKey(),
      createdBy: c.text('created_by').references(() => users.id, { onDelete: 'set null' }),
      /** Where it is sent from; null: the whole platform. */
      organizationId: c.text('organization_id'),
      /** Whose mute silences it. */
      courseId: c.text('course_id'),
      title: c.text('title').notNull(),
      message: c.text('message').notNull(),
      link: c.text('link'),
      audience: c.json<EventAudience>()('audience').notNull(),
      state: c.oneOf('state', ['scheduled', 'running', 'done', 'cancelled', 'failed'] as const).notNull(),
      sendAt: c.time('send_at').notNull(),
      /** The event that its deliveries tell of, from its start on. */
      eventId: c.text('event_id'),
      /** The last user who was served. */
      servedUpTo: c.text('served_up_to'),
      /** How many the audience was when it began. */
      total: c.int('total'),
      served: c.int('served').notNull(),
      attempts: c.int('attempts').notNull(),
      /** At first when it is to be sent; after each slice it goes behind the others that run, after a failure it waits. */
      nextAttemptAt: c.time('next_attempt_at').notNull(),
      lastError: c.text('last_error'),
      version: c.int('version').notNull(),
      createdAt: c.time('created_at').notNull(),
      updatedAt: c.time('updated_at').notNull(),
      startedAt: c.time('started_at'),
      finishedAt: c.time('finished_at')
    },
    (t) => [
      c.index('broadcasts_due').on(t.nextAttemptAt, t.id).where(sql`${t.state} in ('scheduled', 'running')`),
      c.index('broadcasts_created_by').on(t.createdBy, t.id),
      c.index('broadcasts_organization').on(t.organizationId, t.id)
    ]
  )

  return { broadcasts }
}
