import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'

/** The last step of handing in: threads that are open are about the new attempt, too. */
export function prepareCarryThreads(database: Database) {
  const { commentThreads: threads } = database.tables
  const statement = database.prepareForTx((queries) =>
    queries
      .update(threads)
      .set({ carriedTo: sql`${sql.placeholder('number')}` })
      .where(and(eq(threads.submissionId, sql.placeholder('submissionId')), isNull(threads.resolvedAt)))
      .prepare('')
  )
  return async (tx: Tx, attempt: { submissionId: string; number: number }): Promise<void> => {
    await statement(tx).execute(attempt)
  }
}
