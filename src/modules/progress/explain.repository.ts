import { and, asc, eq } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

type LessonRow = Tables['lessons']['$inferSelect']
type ModuleRow = Tables['modules']['$inferSelect']

export type ContentModule = Pick<ModuleRow, 'id' | 'title' | 'status'> & {
  lessons: Pick<LessonRow, 'id' | 'title' | 'status' | 'isRequired'>[]
}

/** All modules and lessons of the course in their order, whatever their state. */
export async function listContent({ read, tables }: Database, courseId: string): Promise<ContentModule[]> {
  const { modules, lessons } = tables
  const rows = await read
    .select({
      module: { id: modules.id, title: modules.title, status: modules.status },
      lesson: { id: lessons.id, title: lessons.title, status: lessons.status, isRequired: lessons.isRequired }
    })
    .from(modules)
    .leftJoin(lessons, eq(lessons.moduleId, modules.id))
    .where(eq(modules.courseId, courseId))
    .orderBy(asc(modules.position), asc(modules.id), asc(lessons.position), asc(lessons.id))
  const found = new Map<string, ContentModule>()
  for (const { module, lesson } of rows) {
    const known = found.get(module.id) ?? { ...module, lessons: [] }
    found.set(module.id, known)
    if (lesson) known.lessons.push(lesson)
  }
  return [...found.values()]
}

/** By its lesson. */
export interface QuizOfLesson {
  id: string
  title: string
  isPassed: boolean
}

/** The lessons of the course that have a published quiz, and whether the user has passed it. */
export async function listQuizzes(
  { read, tables: { quizzes, quizAttempts } }: Database,
  { courseId, userId }: { courseId: string; userId: string }
): Promise<Map<string, QuizOfLesson>> {
  const rows = await read
    .select({ id: quizzes.id, title: quizzes.title, lessonId: quizzes.lessonId, attemptId: quizAttempts.id })
    .from(quizzes)
    .leftJoin(
      quizAttempts,
      and(eq(quizAttempts.quizId, quizzes.id), eq(quizAttempts.userId, userId), eq(quizAttempts.isPassed, true))
    )
    .where(and(eq(quizzes.courseId, courseId), eq(quizzes.status, 'published')))
  return new Map(rows.map(({ lessonId, attemptId, ...quiz }) => [lessonId, { ...quiz, isPassed: attemptId !== null }]))
}
