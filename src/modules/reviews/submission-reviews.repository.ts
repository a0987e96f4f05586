import { and, desc, eq, getTableColumns, isNotNull, sql } from 'drizzle-orm'
import type { Database, Queries } from '../../db/database.js'
import type { ReviewRow } from './drafts.repository.js'

/** A review that is decided, with its attempt and who wrote it. */
export interface DecidedReview extends Omit<ReviewRow, 'decision' | 'decidedAt'> {
  decision: NonNullable<ReviewRow['decision']>
  decidedAt: Date
  attemptNumber: number
  latePercent: number
  round: number
  /** Null: their account is gone. */
  reviewer: { id: string; username: string; fullName: string | null } | null
}

/** Where a page goes on: below this attempt, or below this round of it. */
export interface Position {
  attemptNumber: number
  round: number
}

function selectDecided({ tables: { attempts, reviewRequests, reviews, users } }: Database, queries: Queries) {
  const { id, username, fullName } = users
  return queries
    .select({
      ...getTableColumns(reviews),
      attemptNumber: attempts.number,
      latePercent: attempts.latePercent,
      round: reviewRequests.round,
      reviewer: { id, username, fullName }
    })
    .from(attempts)
    .innerJoin(reviewRequests, eq(reviewRequests.attemptId, attempts.id))
    .innerJoin(reviews, and(eq(reviews.requestId, reviewRequests.id), isNotNull(reviews.decision)))
    .leftJoin(users, eq(users.id, reviews.reviewerId))
}

/** Of the submission, the newest attempt first and of it the second review first. */
export async function listDecided(
  database: Database,
  submissionId: string,
  { limit, below }: { limit: number; below: Position | undefined }
): Promise<DecidedReview[]> {
  const { attempts, reviewRequests } = database.tables
  const isBelow = below && sql`(${attempts.number}, ${reviewRequests.round}) < (${below.attemptNumber}, ${below.round})`
  const rows = await selectDecided(database, database.read)
    .where(and(eq(attempts.submissionId, submissionId), isBelow))
    .orderBy(desc(attempts.number), desc(reviewRequests.round))
    .limit(limit)
  return rows as DecidedReview[] // the columns alone cannot say that they are decided
}

export async function countDecided(
  { read, tables: { reviewRequests, reviews } }: Database,
  submissionId: string
): Promise<number> {
  const [row] = await read
    .select({ n: sql`count(*)`.mapWith(Number) })
    .from(reviewRequests)
    .innerJoin(reviews, and(eq(reviews.requestId, reviewRequests.id), isNotNull(reviews.decision)))
    .where(eq(reviewRequests.submissionId, submissionId))
  return row?.n ?? 0
}

/** Those of one attempt, the first review first. */
export async function decidedOf(database: Database, queries: Queries, attemptId: string): Promise<DecidedReview[]> {
  const { attempts, reviewRequests } = database.tables
  const rows = await selectDecided(database, queries).where(eq(attempts.id, attemptId)).orderBy(reviewRequests.round)
  return rows as DecidedReview[]
}
