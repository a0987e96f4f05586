import { and, eq, inArray, isNull, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { gradedKinds } from '../../db/schema/grades.js'
import type { Tables } from '../../db/schema/index.js'

export type GradedKind = (typeof gradedKinds)[number]
export type GradebookRow = Tables['gradebooks']['$inferSelect']
export type GradeItemRow = Tables['gradeItems']['$inferSelect']
/** How a course grades. Version 0: nobody has said anything yet. */
export type GradebookSettings = Pick<GradebookRow, 'mode' | 'passMark' | 'release' | 'version'>

/** What learners of the course are graded for. Points and weights are in hundredths. */
export interface GradeItem {
  kind: GradedKind
  itemId: string
  title: string
  /** Null: it is for all learners of the course. */
  cohortId: string | null
  /** What it is worth now; a grade has its own. */
  maxPoints: number
  /** Null: nothing was said. */
  weight: number | null
  isCounted: boolean
}

export type LearnerGrade = Pick<
  Tables['grades']['$inferSelect'],
  'id' | 'userId' | 'itemId' | 'earnedPoints' | 'maxPoints' | 'setPoints' | 'releasedAt'
>

export type GradebookReader = ReturnType<typeof createGradebookReader>

const defaults: GradebookSettings = { mode: 'points', passMark: 70, release: 'at_once', version: 0 }
/** Of a project without a rubric, and of a checkpoint. */
const [projectPoints, checkpointPoints] = [10_000, 100]
const kinds: readonly GradedKind[] = ['project', 'quiz', 'checkpoint']
/** Below what either database takes of values in one statement. */
const usersAtOnce = 500

/** What a gradebook is made of, for reading and within transactions. */
export function createGradebookReader(database: Database) {
  const { tables } = database
  const settings = prepared(database, (queries) => selectSettings(queries, tables).prepare(''))
  const items = prepared(database, (queries) => selectItems(queries, tables).prepare(''))

  return {
    async settings(queries: Queries, courseId: string): Promise<GradebookSettings> {
      const [row] = await settings(queries).execute({ courseId })
      return row ?? defaults
    },

    /** Those that are published, with their lesson if they have one: projects, quizzes, checkpoints, each in their order. */
    async items(queries: Queries, courseId: string): Promise<GradeItem[]> {
      const rows = await items(queries).execute({ courseId })
      return rows
        .sort(
          (a, b) =>
            kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
            compare(a.cohortId ?? '', b.cohortId ?? '') ||
            a.place - b.place ||
            a.placeWithin - b.placeWithin ||
            compare(a.itemId, b.itemId)
        )
        .map(({ place: _, placeWithin: __, isCounted, ...item }) => ({ ...item, isCounted: isCounted ?? true }))
    },

    /** All grades of these learners in the course, those of items too that do not count any more. */
    async grades(
      queries: Queries,
      { courseId, userIds }: { courseId: string; userIds: readonly string[] }
    ): Promise<LearnerGrade[]> {
      const { id, userId, itemId, earnedPoints, maxPoints, setPoints, releasedAt } = tables.grades
      const columns = { id, userId, itemId, earnedPoints, maxPoints, setPoints, releasedAt }
      return inSlices(userIds, (slice) =>
        queries
          .select(columns)
          .from(tables.grades)
          .where(and(eq(tables.grades.courseId, courseId), inArray(userId, slice)))
      )
    },

    /** Of those who are in one: the cohort of the course that they are in. */
    async cohortsOf(
      queries: Queries,
      { courseId, userIds }: { courseId: string; userIds: readonly string[] }
    ): Promise<Map<string, string>> {
      const { enrolments, cohortMembers } = tables
      const rows = await inSlices(userIds, (slice) =>
        queries
          .select({ userId: enrolments.userId, cohortId: cohortMembers.cohortId })
          .from(enrolments)
          .innerJoin(cohortMembers, eq(cohortMembers.enrolmentId, enrolments.id))
          .where(and(eq(enrolments.courseId, courseId), inArray(enrolments.userId, slice)))
      )
      return new Map(rows.map(({ userId, cohortId }) => [userId, cohortId]))
    }
  }
}

function selectSettings(queries: Queries, { gradebooks }: Tables) {
  const { mode, passMark, release, version } = gradebooks
  return queries
    .select({ mode, passMark, release, version })
    .from(gradebooks)
    .where(eq(gradebooks.courseId, sql.placeholder('courseId')))
}

/** One statement for all kinds: three would be three ways to the server and back. */
function selectItems(queries: Queries, tables: Tables) {
  const { projects, rubricVersions, quizzes, quizQuestions, lessons, modules, cohorts, checkpoints } = tables
  const { gradeItems } = tables
  const courseId = sql.placeholder('courseId')
  const isSaidOf = (kind: GradedKind, id: SQLWrapper) =>
    and(eq(gradeItems.courseId, courseId), eq(gradeItems.kind, kind), sql`${gradeItems.itemId} = ${id}`)
  const isShown = and(eq(lessons.status, 'published'), eq(modules.status, 'published'))
  const ofProjects = queries
    .select({
      ...columnsOf(tables, 'project', { itemId: projects.id, title: projects.title, cohortId: noText }),
      ...{ place: number(projects.position), placeWithin: number(sql`0`) },
      maxPoints: number(sql`coalesce(${rubricVersions.maxPoints}, ${sql.raw(String(projectPoints))})`)
    })
    .from(projects)
    .leftJoin(rubricVersions, eq(rubricVersions.id, projects.rubricVersionId))
    .leftJoin(lessons, eq(lessons.id, projects.lessonId))
    .leftJoin(modules, eq(modules.id, lessons.moduleId))
    .leftJoin(gradeItems, isSaidOf('project', projects.id))
    .where(
      and(
        eq(projects.courseId, courseId),
        eq(projects.status, 'published'),
        or(isNull(projects.lessonId), isShown) // nobody can do what is in a lesson that is not there
      )
    )
  const ofQuizzes = queries
    .select({
      ...columnsOf(tables, 'quiz', { itemId: quizzes.id, title: quizzes.title, cohortId: noText }),
      ...{ place: number(modules.position), placeWithin: number(lessons.position) },
      maxPoints: number(
        sql`(select ${quizPoints(tables)} from ${quizQuestions} where ${quizQuestions.quizId} = ${quizzes.id})`
      )
    })
    .from(quizzes)
    .innerJoin(lessons, eq(lessons.id, quizzes.lessonId))
    .innerJoin(modules, eq(modules.id, lessons.moduleId))
    .leftJoin(gradeItems, isSaidOf('quiz', quizzes.id))
    .where(and(eq(quizzes.courseId, courseId), eq(quizzes.status, 'published'), isShown))
  const ofCheckpoints = queries
    .select({
      ...columnsOf(tables, 'checkpoint', {
        itemId: checkpoints.id,
        title: checkpoints.title,
        cohortId: sql`${checkpoints.cohortId}`
      }),
      ...{ place: number(checkpoints.week), placeWithin: number(sql`0`) },
      maxPoints: number(sql.raw(String(checkpointPoints)))
    })
    .from(cohorts)
    .innerJoin(checkpoints, eq(checkpoints.cohortId, cohorts.id))
    .leftJoin(gradeItems, isSaidOf('checkpoint', checkpoints.id))
    .where(eq(cohorts.courseId, courseId))
  return ofProjects.unionAll(ofQuizzes).unionAll(ofCheckpoints)
}

const noText = sql<string | null>`cast(null as text)`
const number = (value: SQLWrapper) => sql`${value}`.mapWith(Number)

/** What the three kinds have alike, in an order that they share. */
function columnsOf(
  { gradeItems }: Tables,
  kind: GradedKind,
  { itemId, title, cohortId }: { itemId: SQLWrapper; title: SQLWrapper; cohortId: SQL<string | null> }
) {
  return {
    kind: sql<GradedKind>`${sql.raw(`'${kind}'`)}`,
    itemId: sql<string>`${itemId}`,
    title: sql<string>`${title}`,
    cohortId,
    weight: gradeItems.weight,
    isCounted: gradeItems.isCounted
  }
}

/** Of a quiz that draws some of its questions, what they are worth on the average. */
function quizPoints({ quizzes: { drawCount }, quizQuestions: { points } }: Tables): SQL {
  const sum = sql`cast(coalesce(sum(${points}), 0) as bigint)`
  return sql`case when count(*) > ${drawCount} then (2 * ${sum} * ${drawCount} + count(*)) / (2 * count(*)) else ${sum} end`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** A statement for reading, made once, and the same for transactions. */
function prepared<T>(database: Database, build: (queries: Queries) => T): (queries: Queries) => T {
  const forReading = build(database.read)
  const forTx = database.prepareForTx(build)
  return (queries) => (queries === database.read ? forReading : forTx(queries as Tx))
}

async function inSlices<T>(ids: readonly string[], read: (slice: string[]) => PromiseLike<T[]>): Promise<T[]> {
  const rows: T[] = []
  for (let i = 0; i < ids.length; i += usersAtOnce) rows.push(...(await read(ids.slice(i, i + usersAtOnce))))
  return rows
}
