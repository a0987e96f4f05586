import { and, eq, gte, isNotNull, lt, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Tables } from '../../db/schema/index.js'
import { isOf, type Scope } from './scope.repository.js'

/** From the first moment until before the second. */
export interface Period {
  from: Date
  to: Date
}

type TimeColumn = Parameters<typeof gte>[0]

/**
 * What learners did, as `user_id, course_id, at`: a lesson opened, gone on with or completed, a quiz begun or handed in,
 * a project handed in. Of a lesson it is known when it was opened, completed and last looked at, and not what was between.
 */
export function activityOf(tables: Tables, { courseIds }: Pick<Scope, 'courseIds'>, period: Period): SQL {
  const { lessonProgress: progress, quizAttempts, quizzes, reviewRequests: requests } = tables
  const during = (at: TimeColumn) => and(gte(at, period.from), lt(at, period.to))
  const select = ({ userId, courseId, at, from, where }: Record<string, SQLWrapper | undefined>) =>
    sql`select ${userId} as user_id, ${courseId} as course_id, ${at} as at from ${from} where ${where}`
  // Whatever was done with a lesson, it was last looked at then or later.
  const isTouched = and(isOf(courseIds, progress.courseId), gte(progress.updatedAt, period.from))
  const ofLesson = { userId: progress.userId, courseId: progress.courseId, from: sql`${progress}` }
  const ofQuiz = {
    userId: quizAttempts.userId,
    courseId: quizzes.courseId,
    from: sql`${quizAttempts} inner join ${quizzes} on ${eq(quizzes.id, quizAttempts.quizId)}`
  }
  const isOfQuiz = isOf(courseIds, quizzes.courseId)
  const parts = [
    ...[progress.updatedAt, progress.startedAt, progress.completedAt].map((at) =>
      select({ ...ofLesson, at, where: and(isTouched, differs(progress, at), during(at)) })
    ),
    ...[quizAttempts.startedAt, quizAttempts.submittedAt].map((at) =>
      select({ ...ofQuiz, at, where: and(isOfQuiz, isNotNull(at), during(at)) })
    ),
    select({
      ...{ userId: requests.userId, courseId: requests.courseId, at: requests.queuedAt, from: sql`${requests}` },
      where: and(isOf(courseIds, requests.courseId), eq(requests.round, 1), during(requests.queuedAt))
    })
  ]
  return sql`(${sql.join(parts, sql` union all `)}) as activity`
}

/** One moment is told once. */
function differs(progress: Tables['lessonProgress'], at: TimeColumn): SQL | undefined {
  return at === progress.updatedAt ? undefined : sql`${at} <> ${progress.updatedAt}`
}

/** The columns of it. */
export const did = { userId: sql<string>`user_id`, courseId: sql<string>`course_id`, at: sql`at` }
