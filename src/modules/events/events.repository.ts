import { and, asc, eq, inArray, lt, lte, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import { placeholdersOf } from '../../db/placeholders.js'

export type EventRow = Database['tables']['events']['$inferSelect']

export function prepareInsertEvent(database: Database) {
  const { events } = database.tables
  const statement = database.prepareForTx((queries) =>
    queries.insert(events).values(placeholdersOf(events)).prepare('')
  )
  return async (tx: Tx, row: EventRow): Promise<void> => {
    await statement(tx).execute({ ...row })
  }
}

/** The events whose time has come, the earliest first; nobody else takes the same ones until the commit. */
export function prepareTakeDue(database: Database, limit: number) {
  const { events } = database.tables
  const statement = database.prepareForTx((queries) => {
    const due = queries
      .select()
      .from(events)
      .where(
        and(
          eq(events.state, sql.raw("'pending'")), // in the text, so that the index of what is pending serves it
          lte(events.nextAttemptAt, sql.param(sql.placeholder('now'), events.nextAttemptAt))
        )
      )
      .orderBy(asc(events.nextAttemptAt), sql`${asc(events.id)} limit ${sql.raw(String(limit))}`)
    return database.lock(due, { skipLocked: true }).prepare('')
  })
  return (tx: Tx, now: Date): Promise<EventRow[]> => statement(tx).execute({ now })
}

/** One of them, if it still waits and nobody else has it. */
export async function takeOne(database: Database, tx: Tx, id: string): Promise<EventRow | undefined> {
  const { events } = database.tables
  const query = tx
    .select()
    .from(events)
    .where(and(eq(events.id, id), eq(events.state, 'pending')))
  const [row] = await database.lock(query, { skipLocked: true })
  return row
}

export function prepareFinish(database: Database) {
  const { events } = database.tables
  const finishOne = database.prepareForTx((queries) =>
    queries
      .update(events)
      .set({ state: 'done' })
      .where(eq(events.id, sql.placeholder('id')))
      .prepare('')
  )
  return async (tx: Tx, ids: readonly string[]): Promise<void> => {
    const [id, ...others] = ids
    if (id === undefined) return
    if (others.length === 0) await finishOne(tx).execute({ id })
    else
      await tx
        .update(events)
        .set({ state: 'done' })
        .where(inArray(events.id, [...ids]))
  }
}

export async function updateEvent(
  { tables: { events } }: Database,
  tx: Tx,
  { id, ...changes }: Pick<EventRow, 'id'> & Partial<EventRow>
): Promise<void> {
  await tx.update(events).set(changes).where(eq(events.id, id))
}

/** What has been told goes when it is old; what has not stays. Returns how many went. */
export async function pruneEvents(
  { tables: { events } }: Database,
  tx: Tx,
  { before, limit }: { before: string; limit: number }
): Promise<number> {
  const old = tx
    .select({ id: events.id })
    .from(events)
    .where(and(lt(events.id, before), eq(events.state, 'done')))
    .orderBy(asc(events.id))
    .limit(limit)
  const gone = await tx.delete(events).where(inArray(events.id, old)).returning({ id: events.id })
  return gone.length
}
