import { and, asc, eq, lt, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { type QueueRow, selectQueueRows } from './queue.rows.repository.js'

type AttemptRecord = Tables['attempts']['$inferSelect']
/** What is to be reviewed. */
export type ReviewedAttempt = Pick<
  AttemptRecord,
  'id' | 'number' | 'rubricVersionId' | 'submittedAt' | 'dueAt' | 'daysLate' | 'latePercent' | 'minutes' | 'content'
>
/** One that came before it. */
export type EarlierAttempt = Pick<AttemptRecord, 'number' | 'submittedAt' | 'withdrawnAt'>

export interface RequestDetail {
  row: QueueRow
  attempt: ReviewedAttempt
  earlier: EarlierAttempt[]
}

/** Undefined when there is no such request. */
export async function findDetail(
  { read, tables }: Database,
  { id: requestId, viewerId }: { id: string; viewerId: string }
): Promise<RequestDetail | undefined> {
  const { reviewRequests, attempts } = tables
  const [row] = await selectQueueRows(tables, read, eq(reviewRequests.id, sql.placeholder('id')))
    .prepare('')
    .execute({ id: requestId, viewerId })
  if (!row) return undefined
  const { id, number, rubricVersionId, submittedAt, dueAt, daysLate, latePercent, minutes, content } = attempts
  const [attempt] = await read
    .select({ id, number, rubricVersionId, submittedAt, dueAt, daysLate, latePercent, minutes, content })
    .from(attempts)
    .where(eq(id, row.attemptId))
  const earlier = await read
    .select({ number, submittedAt, withdrawnAt: attempts.withdrawnAt })
    .from(attempts)
    .where(and(eq(attempts.submissionId, row.submissionId), lt(number, row.attempt.number)))
    .orderBy(asc(number))
  return attempt && { row, attempt, earlier }
}
