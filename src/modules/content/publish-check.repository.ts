import { and, asc, eq, notExists, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'

export interface EmptyLesson {
  id: string
  title: string
}

/** Whether learners would find any lesson at all. */
export async function hasPublishedLesson({ read, tables }: Database, courseId: string): Promise<boolean> {
  const { modules, lessons } = tables
  const found = await read
    .select({ id: lessons.id })
    .from(lessons)
    .innerJoin(modules, eq(modules.id, lessons.moduleId))
    .where(and(eq(lessons.courseId, courseId), eq(lessons.status, 'published'), eq(modules.status, 'published')))
    .limit(1)
  return found.length > 0
}

/** The published lessons in which there is nothing: no text, no material, no quiz; in the order of the outline. */
export async function findEmptyLessons(
  { read, tables }: Database,
  { courseId, limit }: { courseId: string; limit: number }
): Promise<EmptyLesson[]> {
  const { modules, lessons, materials, quizzes } = tables
  const one = { one: sql`1` }
  return read
    .select({ id: lessons.id, title: lessons.title })
    .from(lessons)
    .innerJoin(modules, eq(modules.id, lessons.moduleId))
    .where(
      and(
        eq(lessons.courseId, courseId),
        eq(lessons.status, 'published'),
        eq(modules.status, 'published'),
        eq(lessons.contentHtml, ''),
        notExists(read.select(one).from(materials).where(eq(materials.lessonId, lessons.id))),
        notExists(
          read
            .select(one)
            .from(quizzes)
            .where(and(eq(quizzes.lessonId, lessons.id), eq(quizzes.status, 'published')))
        )
      )
    )
    .orderBy(asc(modules.position), asc(lessons.position))
    .limit(limit)
}
