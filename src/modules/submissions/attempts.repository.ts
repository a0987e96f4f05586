import { and, desc, eq, getTableColumns, gt, isNull, lt, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type AttemptRow = Tables['attempts']['$inferSelect']
/** Without what was handed in: a list needs none of it. */
export type AttemptHead = Omit<AttemptRow, 'content'>

function headColumns({ attempts }: Tables) {
  const { content: _content, ...columns } = getTableColumns(attempts)
  return columns
}

export async function insertAttempt({ tables: { attempts } }: Database, tx: Tx, row: AttemptRow): Promise<void> {
  await tx.insert(attempts).values(row)
}

/** All that ever changes of one. */
export async function markWithdrawn(
  { tables: { attempts } }: Database,
  tx: Tx,
  { submissionId, number, at }: { submissionId: string; number: number; at: Date }
): Promise<void> {
  await tx
    .update(attempts)
    .set({ withdrawnAt: at })
    .where(and(eq(attempts.submissionId, submissionId), eq(attempts.number, number)))
}

export function prepareFindAttempt({ read, tables: { attempts } }: Database) {
  const query = read
    .select()
    .from(attempts)
    .where(and(eq(attempts.submissionId, sql.placeholder('submissionId')), eq(attempts.number, sql.placeholder('n'))))
    .prepare('')
  return async (submissionId: string, n: number): Promise<AttemptRow | undefined> =>
    (await query.execute({ submissionId, n }))[0]
}

/** The newest first; below the number, if there is one. */
export async function listAttempts(
  { read, tables }: Database,
  submissionId: string,
  { limit, before }: { limit: number; before: number | undefined }
): Promise<AttemptHead[]> {
  const { attempts } = tables
  return read
    .select(headColumns(tables))
    .from(attempts)
    .where(and(eq(attempts.submissionId, submissionId), before === undefined ? undefined : lt(attempts.number, before)))
    .orderBy(desc(attempts.number))
    .limit(limit)
}

export async function countAttempts({ read, tables: { attempts } }: Database, submissionId: string): Promise<number> {
  return read.$count(attempts, eq(attempts.submissionId, submissionId))
}

/** What was logged since the last attempt that was not withdrawn: that is what the next one took. */
export async function minutesSinceLast(
  { tables: { attempts, submissionOutputs } }: Database,
  queries: Queries,
  submissionId: string
): Promise<number> {
  const [last] = await queries
    .select({ submittedAt: attempts.submittedAt })
    .from(attempts)
    .where(and(eq(attempts.submissionId, submissionId), isNull(attempts.withdrawnAt)))
    .orderBy(desc(attempts.number))
    .limit(1)
  const [logged] = await queries
    .select({ minutes: sql`coalesce(sum(${submissionOutputs.minutes}), 0)`.mapWith(Number) })
    .from(submissionOutputs)
    .where(
      and(eq(submissionOutputs.submissionId, submissionId), last && gt(submissionOutputs.createdAt, last.submittedAt))
    )
  return logged?.minutes ?? 0
}
