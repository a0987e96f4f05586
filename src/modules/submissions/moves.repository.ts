import { eq, getTableColumns, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import { placeholdersOf } from '../../db/placeholders.js'
import type { Tables } from '../../db/schema/index.js'

type SubmissionRecord = Tables['submissions']['$inferSelect']
/** Without the draft, which its learner alone reads. */
export type SubmissionRow = Omit<SubmissionRecord, 'draft'>
export type SubmissionChanges = Partial<
  Pick<SubmissionRecord, 'attempts' | 'countedAttempts' | 'submittedAt' | 'draft'>
>
interface UpdateOptions {
  /** Whether the move decides something. */
  isDecided: boolean
  changes: SubmissionChanges | undefined
}
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

/**
 * Of a locked row. What every review does is prepared; what a learner does comes with `changes`. A placeholder of a time
 * takes no null (see `prepareForTx`), so that there is a statement with `decidedAt` and one without.
 */
export function prepareUpdateStatus(database: Database) {
  const { submissions } = database.tables
  const prepare = (...names: string[]) =>
    database.prepareForTx((queries) =>
      queries
        .update(submissions)
        .set(Object.fromEntries(names.map((name) => [name, sql.placeholder(name)])))
        .where(eq(submissions.id, sql.placeholder('id')))
        .prepare('')
    )
  const moves = prepare('status', 'version', 'updatedAt')
  const decides = prepare('status', 'version', 'updatedAt', 'decidedAt')

  return async (tx: Tx, row: SubmissionRow, { isDecided, changes }: UpdateOptions): Promise<void> => {
    const { id, status, version, updatedAt, decidedAt } = row
    if (changes) {
      const changed = { status, version, updatedAt, decidedAt, ...changes }
      await tx.update(submissions).set(changed).where(eq(submissions.id, id))
      return
    }
    await (isDecided ? decides : moves)(tx).execute({ id, status, version, updatedAt, decidedAt })
  }
}

export function prepareInsertEvent(database: Database) {
  const { submissionEvents } = database.tables
  const statement = database.prepareForTx((queries) =>
    queries.insert(submissionEvents).values(placeholdersOf(submissionEvents)).prepare('')
  )
  return async (tx: Tx, event: EventRow): Promise<void> => {
    await statement(tx).execute({ ...event })
  }
}
