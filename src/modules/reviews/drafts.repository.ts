import { and, eq } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type ReviewRow = Tables['reviews']['$inferSelect']

/** An attempt, as far as it matters to who judges it. */
export interface JudgedAttempt {
  id: string
  number: number
  rubricVersionId: string | null
  latePercent: number
  projectTitle: string
}

/** What the reviewer has written for the request, decided or not. */
export async function findReview(
  { tables: { reviews } }: Database,
  queries: Queries,
  { requestId, reviewerId }: { requestId: string; reviewerId: string }
): Promise<ReviewRow | undefined> {
  const [row] = await queries
    .select()
    .from(reviews)
    .where(and(eq(reviews.requestId, requestId), eq(reviews.reviewerId, reviewerId)))
  return row
}

/** Under the lock of its request. */
export async function saveReview({ tables: { reviews } }: Database, tx: Tx, row: ReviewRow): Promise<void> {
  const { id: _, requestId: __, reviewerId: ___, createdAt: ____, ...changes } = row
  await tx
    .insert(reviews)
    .values(row)
    .onConflictDoUpdate({ target: [reviews.requestId, reviews.reviewerId], set: changes })
}

export async function findAttempt(
  { tables: { attempts, projects } }: Database,
  queries: Queries,
  attemptId: string
): Promise<JudgedAttempt | undefined> {
  const { id, number, rubricVersionId, latePercent } = attempts
  const [row] = await queries
    .select({ id, number, rubricVersionId, latePercent, projectTitle: projects.title })
    .from(attempts)
    .innerJoin(projects, eq(projects.id, attempts.projectId))
    .where(eq(attempts.id, attemptId))
  return row
}
