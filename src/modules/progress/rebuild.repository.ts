import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'

/** A lesson whose quiz its learner has passed, and that does not say so. */
export interface MissedPass {
  userId: string
  lessonId: string
  passedAt: Date | null
}

export async function listCourses({ read, tables: { courses } }: Database): Promise<{ id: string; title: string }[]> {
  return read.select({ id: courses.id, title: courses.title }).from(courses).orderBy(asc(courses.id))
}

/** Of the published quizzes of the course. */
export function prepareFindMissedPasses({ read, tables }: Database) {
  const { quizzes, quizAttempts, lessonProgress } = tables
  const query = read
    .select({
      userId: quizAttempts.userId,
      lessonId: quizzes.lessonId,
      passedAt: sql`min(coalesce(${quizAttempts.gradedAt}, ${quizAttempts.submittedAt}))`.mapWith(quizAttempts.gradedAt)
    })
    .from(quizzes)
    .innerJoin(quizAttempts, eq(quizAttempts.quizId, quizzes.id))
    .leftJoin(
      lessonProgress,
      and(eq(lessonProgress.userId, quizAttempts.userId), eq(lessonProgress.lessonId, quizzes.lessonId))
    )
    .where(
      and(
        eq(quizzes.courseId, sql.placeholder('courseId')),
        eq(quizzes.status, 'published'),
        eq(quizAttempts.isPassed, true),
        isNull(lessonProgress.completedAt)
      )
    )
    .groupBy(quizAttempts.userId, quizzes.lessonId)
    .prepare('')
  return async (courseId: string): Promise<MissedPass[]> => query.execute({ courseId })
}
