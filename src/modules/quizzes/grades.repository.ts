import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

/** An attempt that waits for a person. */
export interface WaitingAttempt {
  id: string
  quizId: string
  quizTitle: string
  lessonId: string
  userId: string
  username: string
  fullName: string | null
  number: number
  submittedAt: Date
  ungraded: number
}

export interface QueueRequest {
  courseId: string
  quizId: string | undefined
}

/** Who has waited longest comes first. The status stands in the text: the index is for it. */
export async function listWaiting(
  { read, tables }: Database,
  request: QueueRequest,
  { limit, after }: { limit: number; after: { submittedAt: Date; id: string } | undefined }
): Promise<WaitingAttempt[]> {
  const { quizzes, quizAttempts, quizAnswers, users } = tables
  const submittedAfter = after && sql.param(after.submittedAt, quizAttempts.submittedAt)
  const rows = await read
    .select({
      id: quizAttempts.id,
      quizId: quizzes.id,
      quizTitle: quizzes.title,
      lessonId: quizzes.lessonId,
      userId: users.id,
      username: users.username,
      fullName: users.fullName,
      number: quizAttempts.number,
      submittedAt: quizAttempts.submittedAt,
      ungraded: sql`(select count(*) from ${quizAnswers}
        where ${quizAnswers.attemptId} = ${quizAttempts.id} and ${quizAnswers.points} is null)`.mapWith(Number)
    })
    .from(quizAttempts)
    .innerJoin(quizzes, eq(quizzes.id, quizAttempts.quizId))
    .innerJoin(users, eq(users.id, quizAttempts.userId))
    .where(
      and(
        isWaiting(tables, request),
        after && sql`(${quizAttempts.submittedAt}, ${quizAttempts.id}) > (${submittedAfter}, ${after.id})`
      )
    )
    .orderBy(asc(quizAttempts.submittedAt), asc(quizAttempts.id))
    .limit(limit)
  // An attempt that waits was submitted; the column alone cannot say so.
  return rows as WaitingAttempt[]
}

export async function countWaiting({ read, tables }: Database, request: QueueRequest): Promise<number> {
  const { quizzes, quizAttempts } = tables
  const [row] = await read
    .select({ n: sql`count(*)`.mapWith(Number) })
    .from(quizAttempts)
    .innerJoin(quizzes, eq(quizzes.id, quizAttempts.quizId))
    .where(isWaiting(tables, request))
  return row?.n ?? 0
}

function isWaiting({ quizzes, quizAttempts }: Tables, { courseId, quizId }: QueueRequest): SQL | undefined {
  return and(
    eq(quizzes.courseId, courseId),
    quizId === undefined ? undefined : eq(quizzes.id, quizId),
    sql`${quizAttempts.status} = 'submitted'`
  )
}
