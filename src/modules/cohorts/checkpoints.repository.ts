import { and, asc, eq, getTableColumns, gt, or, type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type CheckpointRow = Tables['checkpoints']['$inferSelect']
export type CheckpointChanges = Partial<Omit<CheckpointRow, 'id' | 'cohortId' | 'createdBy' | 'createdAt'>>
export type ResultRow = Tables['checkpointResults']['$inferSelect']

/** A checkpoint, and what the viewer has done for it. */
export interface FoundCheckpoint extends CheckpointRow {
  result: ResultRow | null
}

export function prepareFindCheckpoint(database: Database) {
  const statement = selectCheckpoints(database)
    .where(eq(database.tables.checkpoints.id, sql.placeholder('id')))
    .prepare('find_checkpoint')
  return async (id: string, viewerId: string): Promise<FoundCheckpoint | undefined> => {
    const [found] = await statement.execute({ id, viewerId })
    return found && { ...found.checkpoint, result: found.result }
  }
}

/** By week; those of one week in the order in which they were made. */
export async function listCheckpoints(
  database: Database,
  { cohortId, viewerId }: { cohortId: string; viewerId: string },
  { limit, after }: { limit: number; after: { week: number; id: string } | undefined }
): Promise<FoundCheckpoint[]> {
  const { checkpoints } = database.tables
  const rows = await selectCheckpoints(database)
    .where(and(eq(checkpoints.cohortId, cohortId), after && isAfter(checkpoints, after)))
    .orderBy(asc(checkpoints.week), asc(checkpoints.id))
    .limit(limit)
    .prepare('')
    .execute({ viewerId })
  return rows.map(({ checkpoint, result }) => ({ ...checkpoint, result }))
}

export async function countCheckpoints({ read, tables: { checkpoints } }: Database, cohortId: string): Promise<number> {
  return read.$count(checkpoints, eq(checkpoints.cohortId, cohortId))
}

function isAfter(checkpoints: Tables['checkpoints'], { week, id }: { week: number; id: string }): SQL | undefined {
  return or(gt(checkpoints.week, week), and(eq(checkpoints.week, week), gt(checkpoints.id, id)))
}

function selectCheckpoints({ read, tables: { checkpoints, checkpointResults } }: Database) {
  return read
    .select({ checkpoint: getTableColumns(checkpoints), result: getTableColumns(checkpointResults) })
    .from(checkpoints)
    .leftJoin(
      checkpointResults,
      and(eq(checkpointResults.checkpointId, checkpoints.id), eq(checkpointResults.userId, sql.placeholder('viewerId')))
    )
}

/** The checkpoint as it stays until the commit: nobody does it or reviews it meanwhile. */
export async function lockCheckpoint(database: Database, tx: Tx, id: string): Promise<CheckpointRow | undefined> {
  const { checkpoints } = database.tables
  const [checkpoint] = await database.lock(tx.select().from(checkpoints).where(eq(checkpoints.id, id)))
  return checkpoint
}

export async function insertCheckpoint(
  { tables: { checkpoints } }: Database,
  tx: Tx,
  row: CheckpointRow
): Promise<void> {
  await tx.insert(checkpoints).values(row)
}

/** Of a locked checkpoint. */
export async function updateCheckpoint(
  { tables: { checkpoints } }: Database,
  tx: Tx,
  { id, changes }: { id: string; changes: CheckpointChanges }
): Promise<void> {
  await tx.update(checkpoints).set(changes).where(eq(checkpoints.id, id))
}

export async function deleteCheckpoint({ tables: { checkpoints } }: Database, tx: Tx, id: string): Promise<void> {
  await tx.delete(checkpoints).where(eq(checkpoints.id, id))
}

export async function isDoneByAnybody(
  { tables: { checkpointResults } }: Database,
  tx: Tx,
  checkpointId: string
): Promise<boolean> {
  const [row] = await tx
    .select({ userId: checkpointResults.userId })
    .from(checkpointResults)
    .where(eq(checkpointResults.checkpointId, checkpointId))
    .limit(1)
  return row !== undefined
}
