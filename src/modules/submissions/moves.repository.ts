import { eq, getTableColumns, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

type SubmissionRecord = Tables['submissions']['$inferSelect']
/** Without the draft, which its learner alone reads. */
export type SubmissionRow = Omit<SubmissionRecord, 'draft'>
export type SubmissionChanges = Partial<
  Pick<SubmissionRecord, 'attempts' | 'countedAttempts' | 'submittedAt' | 'draft'>
>
export type EventRow = Tables['submissionEvents']['$inferSelect']

export function submissionColumns({ submissions }: Tables) {
  const { draft: _draft, ...columns } = getTableColumns(submissions)
  return columns
}

/** The submission as it stays until the commit. */
export function prepareLockSubmission(database: Database) {
  const { submissions } = database.tables
  const statement = database.prepareForTx((queries) =>
    database
      .lock(
        queries
          .select(submissionColumns(database.tables))
          .from(submissions)
          .where(eq(submissions.id, sql.placeholder('id')))
      )
      .prepare('')
  )
  return async (tx: Tx, id: string): Promise<SubmissionRow | undefined> => (await statement(tx).execute({ id }))[0]
}

/** Whether the move says when it was decided, or that it no longer is. */
export type Decided = 'now' | 'no more' | 'as before'

/**
 * Of a locked row. What every review does is prepared; what a learner does also changes other columns. A placeholder of a
 * time takes no null (see `prepareForTx`), so there is one statement for each thing that may become of `decidedAt`.
 */
export function prepareUpdateStatus(database: Database) {
  const { submissions } = database.tables
  const prepare = (decidedAt: object) =>
    database.prepareForTx((queries) =>
      queries
        .update(submissions)
        .set({
          status: sql.placeholder('status') as never, // the types of values know no placeholders
          version: sql.placeholder('version') as never,
          updatedAt: sql.placeholder('updatedAt') as never,
          ...decidedAt
        })
        .where(eq(submissions.id, sql.placeholder('id')))
        .prepare('')
    )
  const statements = {
    now: prepare({ decidedAt: sql.placeholder('decidedAt') }),
    'no more': prepare({ decidedAt: null }),
    'as before': prepare({})
  } satisfies Record<Decided, unknown>

  return async (
    tx: Tx,
    row: SubmissionRow,
    { decided, changes }: { decided: Decided; changes?: SubmissionChanges }
  ) => {
    const { id, status, version, updatedAt, decidedAt } = row
    if (changes) {
      await tx
        .update(submissions)
        .set({ status, version, updatedAt, decidedAt, ...changes })
        .where(eq(submissions.id, id))
      return
    }
    await statements[decided](tx).execute({ id, status, version, updatedAt, decidedAt })
  }
}

export function prepareInsertEvent(database: Database) {
  const { submissionEvents } = database.tables
  const names = Object.keys(getTableColumns(submissionEvents))
  const placeholders = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]))
  const statement = database.prepareForTx((queries) =>
    queries
      .insert(submissionEvents)
      .values(placeholders as never) // one for each column: the types of values cannot say so
      .prepare('')
  )
  return async (tx: Tx, event: EventRow): Promise<void> => {
    await statement(tx).execute({ ...event })
  }
}
