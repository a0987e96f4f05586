import { and, asc, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type ProgressRow = Tables['lessonProgress']['$inferSelect']

/** What is told of a learner in a lesson. */
export interface Report {
  userId: string
  lessonId: string
  courseId: string
  /** How far they came. */
  positionMs: number
  /** Where they were last; undefined leaves it as it was. */
  resumeMs: number | undefined
  /** Undefined says nothing of it. */
  completedAt: Date | undefined
  /** When that was. */
  at: Date
}

/** A lesson that somebody tells of, and how they stand to it. */
export interface LessonFacts {
  lessonId: string
  courseId: string
  completedAt: Date | null
  /** Its quiz, when that is published. */
  quizId: string | null
  enrolment: Pick<Tables['enrolments']['$inferSelect'], 'status' | 'expiresAt'> | null
}

/** Values of a statement are limited (32,766 on SQLite); a whole course may be repaired at once. */
const rowsPerInsert = 500

/** The hot write: one statement of its own for each form of a report, so that nothing is built or read for it. */
export function prepareSaveProgress(database: Database): (tx: Tx, report: Report) => Promise<ProgressRow> {
  const { lessonProgress } = database.tables
  const prepare = (isMoving: boolean, isCompleting: boolean) =>
    database.prepareForTx((queries) =>
      queries
        .insert(lessonProgress)
        .values({
          userId: sql.placeholder('userId'),
          lessonId: sql.placeholder('lessonId'),
          courseId: sql.placeholder('courseId'),
          positionMs: sql.placeholder('positionMs'),
          resumeMs: isMoving ? sql.placeholder('resumeMs') : 0,
          ...(isCompleting && { completedAt: sql.placeholder('completedAt') }),
          startedAt: sql.placeholder('at'),
          updatedAt: sql.placeholder('at')
        })
        .onConflictDoUpdate(merging(database.tables, { isMoving, isCompleting }))
        .returning()
        .prepare('')
    )
  const statements = new Map<string, ReturnType<typeof prepare>>()
  return async (tx, { resumeMs, completedAt, ...report }) => {
    const [isMoving, isCompleting] = [resumeMs !== undefined, completedAt !== undefined]
    const form = `${isMoving} ${isCompleting}`
    const statement = statements.get(form) ?? prepare(isMoving, isCompleting)
    statements.set(form, statement)
    const [row] = await statement(tx).execute({ ...report, resumeMs, completedAt })
    return row!
  }
}

/** The same for many at once, of which no two are of the same learner and lesson. */
export async function saveReports({ tables }: Database, tx: Tx, reports: readonly Report[]): Promise<void> {
  const { lessonProgress } = tables
  // Whoever saves the same rows in the same form at the same time does it in the same order.
  const sorted = [...reports].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
  for (const isMoving of [true, false]) {
    const rows = sorted
      .filter(({ resumeMs }) => (resumeMs !== undefined) === isMoving)
      .map(({ at, resumeMs = 0, ...report }) => ({ ...report, resumeMs, startedAt: at, updatedAt: at }))
    for (let i = 0; i < rows.length; i += rowsPerInsert) {
      const some = rows.slice(i, i + rowsPerInsert)
      await tx
        .insert(lessonProgress)
        .values(some)
        .onConflictDoUpdate(merging(tables, { isMoving, isCompleting: true }))
    }
  }
}

function placeOf({ lessonId, userId }: Report): string {
  return `${lessonId} ${userId}`
}

/**
 * How a report joins what is known: nothing goes back, in whatever order reports come. A player that was offline tells of
 * what was before: where the learner was last, the later report says. (`greatest` has another name on SQLite.)
 */
function merging({ lessonProgress }: Tables, { isMoving, isCompleting }: { isMoving: boolean; isCompleting: boolean }) {
  const { userId, lessonId, positionMs, resumeMs, completedAt, updatedAt } = lessonProgress
  const whenLater = (told: SQL, known: SQL | typeof resumeMs) =>
    sql`case when excluded.updated_at >= ${updatedAt} then ${told} else ${known} end`
  return {
    target: [userId, lessonId],
    set: {
      positionMs: sql`case when excluded.position_ms > ${positionMs} then excluded.position_ms else ${positionMs} end`,
      ...(isMoving && { resumeMs: whenLater(sql`excluded.resume_ms`, resumeMs) }),
      // Only where it is told: SQLite writes the index anew for each column that is named, changed or not.
      ...(isCompleting && { completedAt: sql`coalesce(${completedAt}, excluded.completed_at)` }),
      updatedAt: whenLater(sql`excluded.updated_at`, sql`${updatedAt}`)
    }
  }
}

/** What decides whether a lesson may be completed by its learner's word. Lessons that are not there are left out. */
export function prepareFindFacts({ read, tables }: Database) {
  const query = selectFacts({ read, tables })
    .where(eq(tables.lessons.id, sql.placeholder('lessonId')))
    .prepare('')
  return async (lesson: { userId: string; lessonId: string }): Promise<LessonFacts | undefined> =>
    (await query.execute(lesson))[0]
}

export async function findFactsOfMany(
  database: Database,
  { userId, lessonIds }: { userId: string; lessonIds: readonly string[] }
): Promise<LessonFacts[]> {
  return selectFacts(database)
    .where(inArray(database.tables.lessons.id, [...lessonIds]))
    .prepare('')
    .execute({ userId })
}

function selectFacts({ read, tables }: Pick<Database, 'read' | 'tables'>) {
  const { lessons, lessonProgress, quizzes, enrolments } = tables
  const userId = sql.placeholder('userId')
  return read
    .select({
      lessonId: lessons.id,
      courseId: lessons.courseId,
      completedAt: lessonProgress.completedAt,
      quizId: quizzes.id,
      enrolment: { status: enrolments.status, expiresAt: enrolments.expiresAt }
    })
    .from(lessons)
    .leftJoin(lessonProgress, and(eq(lessonProgress.userId, userId), eq(lessonProgress.lessonId, lessons.id)))
    .leftJoin(quizzes, and(eq(quizzes.lessonId, lessons.id), eq(quizzes.status, 'published')))
    .leftJoin(enrolments, and(eq(enrolments.courseId, lessons.courseId), eq(enrolments.userId, userId)))
}

/**
 * The lessons of the course that the learner has completed. An index alone answers it, and in one value: each row of an
 * answer costs more than to find it.
 */
export function prepareReadCompleted({ read, tables: { lessonProgress } }: Database) {
  const { courseId, userId, lessonId, completedAt } = lessonProgress
  const query = read
    .select({ lessonIds: sql<string | null>`string_agg(${lessonId}, ' ')` })
    .from(lessonProgress)
    .where(
      and(eq(courseId, sql.placeholder('courseId')), eq(userId, sql.placeholder('userId')), isNotNull(completedAt))
    )
    .prepare('')
  return async (learner: { courseId: string; userId: string }): Promise<Set<string>> =>
    new Set((await query.execute(learner))[0]?.lessonIds?.split(' '))
}

/** All that is known of the learner in the course. */
export async function listProgress(
  { read, tables: { lessonProgress } }: Database,
  { courseId, userId }: { courseId: string; userId: string }
): Promise<ProgressRow[]> {
  return read
    .select()
    .from(lessonProgress)
    .where(and(eq(lessonProgress.courseId, courseId), eq(lessonProgress.userId, userId)))
    .orderBy(asc(lessonProgress.lessonId))
}

export function completedOf(rows: readonly ProgressRow[]): Set<string> {
  return new Set(rows.flatMap(({ lessonId, completedAt }) => (completedAt ? [lessonId] : [])))
}

/** How the user is enrolled in the course, if ever. */
export async function findEnrolment(
  { read, tables: { enrolments } }: Database,
  { courseId, userId }: { courseId: string; userId: string }
): Promise<NonNullable<LessonFacts['enrolment']> | undefined> {
  const [row] = await read
    .select({ status: enrolments.status, expiresAt: enrolments.expiresAt })
    .from(enrolments)
    .where(and(eq(enrolments.courseId, courseId), eq(enrolments.userId, userId)))
  return row
}
