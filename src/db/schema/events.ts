import { type SQLWrapper, sql } from 'drizzle-orm'
import type { Columns } from '../columns.js'

/** To whom an event is told; undefined in the event: to nobody in person. */
export type EventAudience =
  | { userIds: readonly string[] }
  | { courseId: string }
  | { cohortId: string }
  | { role: string; organizationId?: string | undefined }
  | { organizationId: string }
  | { all: true }

const isPending = ({ state }: { state: SQLWrapper }) => sql`${state} = 'pending'`

/**
 * What happened, written in the transaction in which it did, and how far it has been told: the outbox. A log of thirty
 * days: it refers to nothing by a foreign key, so that to write a row touches the primary key and one small index.
 */
export function defineEvents(c: Columns) {
  const events = c.table(
    'events',
    {
      id: c.text('id').primaryKey(),
      /** A type of the catalogue; one of a former version of the product may be unknown to this one. */
      type: c.text('type').notNull(),
      /** What the texts are made of, and what a webhook carries. */
      data: c.json<Record<string, unknown>>()('data').notNull(),
      audience: c.json<EventAudience>()('audience'),
      /** Who did it; null: it happened by itself. */
      actorId: c.text('actor_id'),
      /** Whose mute silences it. */
      courseId: c.text('course_id'),
      /** Whose webhooks hear of it. */
      organizationId: c.text('organization_id'),
      occurredAt: c.time('occurred_at').notNull(),
      state: c.oneOf('state', ['pending', 'done', 'dead'] as const).notNull(),
      attempts: c.int('attempts').notNull(),
      nextAttemptAt: c.time('next_attempt_at').notNull(),
      /** The last user of the audience who was served: a large one is served slice by slice. */
      servedUpTo: c.text('served_up_to'),
      lastError: c.text('last_error')
    },
    (t) => [
      c.index('events_pending').on(t.nextAttemptAt, t.id).where(isPending(t)),
      c.index('events_dead').on(t.id).where(sql`${t.state} = 'dead'`)
    ]
  )

  return { events }
}

export type EventTables = ReturnType<typeof defineEvents>
