import { and, count, eq, isNotNull, notInArray, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

/** What counts for a course: lessons that are required, and published with their module. */
function isCounted({ lessons, modules }: Tables): SQL | undefined {
  return and(eq(lessons.isRequired, true), eq(lessons.status, 'published'), eq(modules.status, 'published'))
}

function selectLessons(queries: Queries, { lessons, modules }: Tables, which: SQL | undefined) {
  return queries
    .select({ id: lessons.id })
    .from(lessons)
    .innerJoin(modules, eq(modules.id, lessons.moduleId))
    .where(and(eq(lessons.courseId, sql.placeholder('courseId')), which))
}

/**
 * Rows of progress that count. Said by what does not count, which is little or nothing: it takes half the time, and SQLite
 * is not led to look for the rows lesson by lesson.
 */
export function isCompletedAndCounted(queries: Queries, tables: Tables): SQL | undefined {
  const { lessonId, completedAt } = tables.lessonProgress
  const others = selectLessons(queries, tables, sql`not (${isCounted(tables)})`)
  return and(isNotNull(completedAt), notInArray(lessonId, others))
}

/**
 * The learners whose enrolment is active and who lack nothing: all of the course, or the one. A single pass over an index,
 * however many there are; where nothing is required, nobody.
 */
function selectFinished(queries: Queries, tables: Tables, { isOne }: { isOne: boolean }) {
  const { enrolments, lessonProgress } = tables
  const required = selectLessons(queries, tables, isCounted(tables)).as('required')
  return queries
    .select({ userId: lessonProgress.userId })
    .from(enrolments)
    .innerJoin(
      lessonProgress,
      and(eq(lessonProgress.courseId, enrolments.courseId), eq(lessonProgress.userId, enrolments.userId))
    )
    .where(
      and(
        eq(enrolments.courseId, sql.placeholder('courseId')),
        isOne ? eq(enrolments.userId, sql.placeholder('userId')) : undefined,
        eq(enrolments.status, 'active'),
        isCompletedAndCounted(queries, tables)
      )
    )
    .groupBy(lessonProgress.userId)
    .having(eq(count(), sql`(select count(*) from ${required})`))
}

export function prepareFindFinished(database: Database) {
  const { tables } = database
  const all = database.prepareForTx((queries) => selectFinished(queries, tables, { isOne: false }).prepare(''))
  const one = database.prepareForTx((queries) => selectFinished(queries, tables, { isOne: true }).prepare(''))
  return async (tx: Tx, { courseId, userId }: { courseId: string; userId?: string }): Promise<string[]> => {
    const rows = await (userId === undefined ? all : one)(tx).execute({ courseId, userId })
    return rows.map((row) => row.userId)
  }
}

/** Looks without a lock: for who only wants to know whether there is something to do. */
export async function hasFinished({ read, tables }: Database, courseId: string): Promise<boolean> {
  const rows = await selectFinished(read, tables, { isOne: false }).prepare('').execute({ courseId })
  return rows.length > 0
}

/** Until the commit nobody else changes what is required of the course, or looks who lacks nothing of it. */
export function prepareLockCourse(database: Database): (tx: Tx, courseId: string) => Promise<void> {
  const { courses } = database.tables
  const statement = database.prepareForTx((queries) =>
    database
      .lock(
        queries
          .select({ id: courses.id })
          .from(courses)
          .where(eq(courses.id, sql.placeholder('courseId')))
      )
      .prepare('')
  )
  return async (tx, courseId) => {
    await statement(tx).execute({ courseId })
  }
}
