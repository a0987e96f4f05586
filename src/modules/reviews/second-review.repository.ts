import { and, desc, eq, isNotNull } from 'drizzle-orm'
import type { Database, Queries } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type AttemptToReview = Pick<
  Tables['attempts']['$inferSelect'],
  'id' | 'submissionId' | 'projectId' | 'courseId' | 'userId' | 'number'
>

/** The newest attempt of the submission. */
export async function findNewestAttempt(
  { tables: { attempts } }: Database,
  queries: Queries,
  submissionId: string
): Promise<AttemptToReview | undefined> {
  const { id, projectId, courseId, userId, number } = attempts
  const [row] = await queries
    .select({ id, submissionId: attempts.submissionId, projectId, courseId, userId, number })
    .from(attempts)
    .where(eq(attempts.submissionId, submissionId))
    .orderBy(desc(number))
    .limit(1)
  return row
}

/** How often the attempt was reviewed, or is to be: the last round that there is. */
export async function findLastRound(
  { tables: { reviewRequests } }: Database,
  queries: Queries,
  attemptId: string
): Promise<number> {
  const [row] = await queries
    .select({ round: reviewRequests.round })
    .from(reviewRequests)
    .where(eq(reviewRequests.attemptId, attemptId))
    .orderBy(desc(reviewRequests.round))
    .limit(1)
  return row?.round ?? 0
}

/** Who has decided a review of the attempt, as far as their accounts are there. */
export async function findDeciders(
  { tables: { reviews } }: Database,
  queries: Queries,
  attemptId: string
): Promise<string[]> {
  const rows = await queries
    .select({ reviewerId: reviews.reviewerId })
    .from(reviews)
    .where(and(eq(reviews.attemptId, attemptId), isNotNull(reviews.decision)))
  return rows.flatMap(({ reviewerId }) => reviewerId ?? [])
}
