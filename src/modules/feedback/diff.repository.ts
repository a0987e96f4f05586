import { and, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, or } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { ThreadRow } from './threads.repository.js'

export type AttemptRow = Tables['attempts']['$inferSelect']
export type DecidedReview = Pick<Tables['reviews']['$inferSelect'], 'attemptId' | 'scores'>

export async function findAttempt(
  { read, tables: { attempts } }: Database,
  { submissionId, number }: { submissionId: string; number: number }
): Promise<AttemptRow | undefined> {
  const [attempt] = await read
    .select()
    .from(attempts)
    .where(and(eq(attempts.submissionId, submissionId), eq(attempts.number, number)))
  return attempt
}

/** The last one before this attempt that was not withdrawn. */
export async function findEarlierAttempt(
  { read, tables: { attempts } }: Database,
  { submissionId, number }: { submissionId: string; number: number }
): Promise<AttemptRow | undefined> {
  const isEarlier = and(eq(attempts.submissionId, submissionId), lt(attempts.number, number))
  const [attempt] = await read
    .select()
    .from(attempts)
    .where(and(isEarlier, isNull(attempts.withdrawnAt)))
    .orderBy(desc(attempts.number))
    .limit(1)
  return attempt
}

/** What was decided of the attempts; of each the last comes last. */
export async function listDecidedReviews(
  { read, tables: { reviews, reviewRequests } }: Database,
  attemptIds: readonly string[]
): Promise<DecidedReview[]> {
  return read
    .select({ attemptId: reviews.attemptId, scores: reviews.scores })
    .from(reviews)
    .innerJoin(reviewRequests, eq(reviewRequests.id, reviews.requestId))
    .where(and(inArray(reviews.attemptId, [...attemptIds]), isNotNull(reviews.decidedAt)))
    .orderBy(reviewRequests.round)
}

/** Threads that began by the earlier attempt, without those that were settled before it was handed in. */
export async function listThreadsSince(
  { read, tables: { commentThreads } }: Database,
  { submissionId, number, submittedAt }: AttemptRow
): Promise<ThreadRow[]> {
  const isOfThen = and(eq(commentThreads.submissionId, submissionId), lte(commentThreads.attemptNumber, number))
  return read
    .select()
    .from(commentThreads)
    .where(and(isOfThen, or(isNull(commentThreads.resolvedAt), gt(commentThreads.resolvedAt, submittedAt))))
    .orderBy(commentThreads.id)
}
