import { and, eq, gt, isNull, ne, or } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { ProgressRow } from './progress.repository.js'

export interface TakenCourse {
  id: string
  slug: string
  title: string
  thumbnailUrl: string | null
  enrolmentStatus: Tables['enrolments']['$inferSelect']['status']
  /** When they came in, for courses that they have not touched yet. */
  enteredAt: Date
}

/** The courses that the user has access to, by the clock. Drafts are seen by those alone who make them. */
export async function listTakenCourses(
  { read, tables: { courses, enrolments } }: Database,
  { userId, now }: { userId: string; now: Date }
): Promise<TakenCourse[]> {
  const isActive = and(eq(enrolments.status, 'active'), or(isNull(enrolments.expiresAt), gt(enrolments.expiresAt, now)))
  const rows = await read
    .select({
      id: courses.id,
      slug: courses.slug,
      title: courses.title,
      thumbnailUrl: courses.thumbnailUrl,
      enrolmentStatus: enrolments.status,
      activatedAt: enrolments.activatedAt,
      createdAt: enrolments.createdAt
    })
    .from(enrolments)
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .where(
      and(eq(enrolments.userId, userId), or(isActive, eq(enrolments.status, 'completed')), ne(courses.status, 'draft'))
    )
  return rows.map(({ activatedAt, createdAt, ...course }) => ({ ...course, enteredAt: activatedAt ?? createdAt }))
}

/** All that is known of the user, in all courses. */
export async function listAllProgress(
  { read, tables: { lessonProgress } }: Database,
  userId: string
): Promise<ProgressRow[]> {
  return read.select().from(lessonProgress).where(eq(lessonProgress.userId, userId))
}
