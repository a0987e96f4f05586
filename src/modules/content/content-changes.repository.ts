import { and, count, countDistinct, eq, max, ne } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type ModuleRow = Tables['modules']['$inferSelect']
export type LessonRow = Tables['lessons']['$inferSelect']

/** Where the next module of the course stands. */
export async function nextModulePosition({ tables: { modules } }: Database, tx: Tx, courseId: string): Promise<number> {
  const [row] = await tx
    .select({ last: max(modules.position) })
    .from(modules)
    .where(and(eq(modules.courseId, courseId), ne(modules.status, 'archived')))
  return (row?.last ?? -1) + 1
}

/** Where the next lesson of the module stands. */
export async function nextLessonPosition({ tables: { lessons } }: Database, tx: Tx, moduleId: string): Promise<number> {
  const [row] = await tx
    .select({ last: max(lessons.position) })
    .from(lessons)
    .where(and(eq(lessons.moduleId, moduleId), ne(lessons.status, 'archived')))
  return (row?.last ?? -1) + 1
}

/** Whether others may wait for the lesson. */
export async function isAwaitable(
  { tables: { lessons } }: Database,
  tx: Tx,
  { courseId, lessonId }: { courseId: string; lessonId: string }
): Promise<boolean> {
  const isIt = and(eq(lessons.id, lessonId), eq(lessons.courseId, courseId), ne(lessons.status, 'archived'))
  return (await tx.$count(lessons, isIt)) > 0
}

/** What is not archived of a course. */
export async function countContent(
  { tables: { modules, lessons } }: Database,
  tx: Tx,
  courseId: string
): Promise<{ modules: number; lessons: number }> {
  const isLesson = and(eq(lessons.moduleId, modules.id), ne(lessons.status, 'archived'))
  const [row] = await tx
    .select({ modules: countDistinct(modules.id), lessons: count(lessons.id) })
    .from(modules)
    .leftJoin(lessons, isLesson)
    .where(and(eq(modules.courseId, courseId), ne(modules.status, 'archived')))
  return row ?? { modules: 0, lessons: 0 }
}
