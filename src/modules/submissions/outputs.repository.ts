import { and, desc, eq, lt } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type OutputRow = Tables['submissionOutputs']['$inferSelect']

export async function insertOutput({ tables: { submissionOutputs } }: Database, tx: Tx, row: OutputRow): Promise<void> {
  await tx.insert(submissionOutputs).values(row)
}

export async function findOutput(
  { read, tables: { submissionOutputs } }: Database,
  id: string
): Promise<OutputRow | undefined> {
  const [row] = await read.select().from(submissionOutputs).where(eq(submissionOutputs.id, id))
  return row
}

/** The answer is whether it was there. */
export async function deleteOutput({ tables: { submissionOutputs } }: Database, tx: Tx, id: string): Promise<boolean> {
  const gone = await tx
    .delete(submissionOutputs)
    .where(eq(submissionOutputs.id, id))
    .returning({ id: submissionOutputs.id })
  return gone.length > 0
}

/** The newest first; below the id, if there is one. */
export async function listOutputs(
  { read, tables: { submissionOutputs } }: Database,
  submissionId: string,
  { limit, beforeId }: { limit: number; beforeId: string | undefined }
): Promise<OutputRow[]> {
  return read
    .select()
    .from(submissionOutputs)
    .where(
      and(
        eq(submissionOutputs.submissionId, submissionId),
        beforeId === undefined ? undefined : lt(submissionOutputs.id, beforeId)
      )
    )
    .orderBy(desc(submissionOutputs.id))
    .limit(limit)
}

export async function countOutputs(
  { tables: { submissionOutputs } }: Database,
  queries: Queries,
  submissionId: string
): Promise<number> {
  return queries.$count(submissionOutputs, eq(submissionOutputs.submissionId, submissionId))
}
