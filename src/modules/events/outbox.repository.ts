import { and, count, desc, eq, lt, min, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { EventRow } from './events.repository.js'

export type ListedEvent = Pick<
  EventRow,
  | 'id'
  | 'type'
  | 'state'
  | 'attempts'
  | 'lastError'
  | 'occurredAt'
  | 'nextAttemptAt'
  | 'actorId'
  | 'courseId'
  | 'organizationId'
>

/** The newest first. What the events carry is not among it: it is about people, and nobody needs it to replay one. */
export function listEvents(
  { read, tables: { events } }: Database,
  { state, before, limit }: { state: EventRow['state']; before: string | undefined; limit: number }
): Promise<ListedEvent[]> {
  return read
    .select({
      id: events.id,
      type: events.type,
      state: events.state,
      attempts: events.attempts,
      lastError: events.lastError,
      occurredAt: events.occurredAt,
      nextAttemptAt: events.nextAttemptAt,
      actorId: events.actorId,
      courseId: events.courseId,
      organizationId: events.organizationId
    })
    .from(events)
    .where(and(isIn(events, state), before === undefined ? undefined : lt(events.id, before)))
    .orderBy(desc(events.id))
    .limit(limit)
}

export async function countEvents(
  { read, tables: { events } }: Database,
  { state }: { state: EventRow['state'] }
): Promise<number> {
  return read.$count(events, isIn(events, state))
}

export interface Backlog {
  pending: number
  /** When the first of them happened. */
  oldestAt: Date | null
  dead: number
}

export async function readBacklog({ read, tables: { events } }: Database): Promise<Backlog> {
  const [pending] = await read
    .select({ count: count(), oldestAt: min(events.occurredAt) })
    .from(events)
    .where(isIn(events, 'pending'))
  return {
    pending: pending?.count ?? 0,
    oldestAt: pending?.oldestAt ?? null,
    dead: await read.$count(events, isIn(events, 'dead'))
  }
}

export async function lockEvent(database: Database, tx: Tx, id: string): Promise<EventRow | undefined> {
  const { events } = database.tables
  const [row] = await database.lock(tx.select().from(events).where(eq(events.id, id)))
  return row
}

/** The state stands in the text: by a parameter the small indexes of what is dead or pending could not be found. */
function isIn(events: Database['tables']['events'], state: EventRow['state']) {
  return eq(events.state, sql.raw(`'${state}'`))
}
