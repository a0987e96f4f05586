import { and, asc, desc, eq, inArray, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { BroadcastState } from './broadcasts.status.js'

export type BroadcastRow = Tables['broadcasts']['$inferSelect']
export type BroadcastChanges = Partial<Omit<BroadcastRow, 'id' | 'createdBy' | 'createdAt'>>

export interface BroadcastsRequest {
  writerId: string
  /** Whose broadcasts the reader sees beside their own. */
  organizationIds: readonly string[] | 'all'
  state: BroadcastState | undefined
}

export async function insertBroadcast({ tables: { broadcasts } }: Database, tx: Tx, row: BroadcastRow): Promise<void> {
  await tx.insert(broadcasts).values(row)
}

export async function findBroadcast(
  { tables: { broadcasts } }: Database,
  queries: Queries,
  id: string
): Promise<BroadcastRow | undefined> {
  const [row] = await queries.select().from(broadcasts).where(eq(broadcasts.id, id))
  return row
}

/** As it stays until the commit: whoever serves a slice of it is waited for. */
export async function lockBroadcast(database: Database, tx: Tx, id: string): Promise<BroadcastRow | undefined> {
  const { broadcasts } = database.tables
  const [row] = await database.lock(tx.select().from(broadcasts).where(eq(broadcasts.id, id)))
  return row
}

/** The one that waits longest of those whose time has come, and that nobody else is working on. */
export async function takeDue(database: Database, tx: Tx, now: Date): Promise<BroadcastRow | undefined> {
  const { broadcasts } = database.tables
  // In the text, so that the index of those serves it.
  const isUnfinished = sql`${broadcasts.state} in ('scheduled', 'running')`
  const due = tx
    .select()
    .from(broadcasts)
    .where(and(isUnfinished, lte(broadcasts.nextAttemptAt, now)))
    .orderBy(asc(broadcasts.nextAttemptAt), asc(broadcasts.id))
    .limit(1)
  const [row] = await database.lock(due, { skipLocked: true })
  return row
}

export async function updateBroadcast(
  { tables: { broadcasts } }: Database,
  tx: Tx,
  { id, changes }: { id: string; changes: BroadcastChanges }
): Promise<void> {
  await tx.update(broadcasts).set(changes).where(eq(broadcasts.id, id))
}

/** The newest first. */
export async function listBroadcasts(
  { read, tables }: Database,
  request: BroadcastsRequest,
  { limit, beforeId }: { limit: number; beforeId: string | undefined }
): Promise<BroadcastRow[]> {
  const { broadcasts } = tables
  return read
    .select()
    .from(broadcasts)
    .where(and(isAsked(tables, request), beforeId === undefined ? undefined : lt(broadcasts.id, beforeId)))
    .orderBy(desc(broadcasts.id))
    .limit(limit)
}

export async function countBroadcasts({ read, tables }: Database, request: BroadcastsRequest): Promise<number> {
  return read.$count(tables.broadcasts, isAsked(tables, request))
}

function isAsked({ broadcasts }: Tables, { writerId, organizationIds, state }: BroadcastsRequest): SQL | undefined {
  const isOwn = eq(broadcasts.createdBy, writerId)
  const isOfTheirs =
    organizationIds === 'all' ? undefined : or(isOwn, inArray(broadcasts.organizationId, [...organizationIds]))
  return and(isOfTheirs, state && eq(broadcasts.state, state))
}
