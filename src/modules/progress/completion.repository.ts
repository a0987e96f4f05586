import {
  and,
  count,
  countDistinct,
  eq,
  inArray,
  isNotNull,
  isNull,
  notInArray,
  or,
  type SQL,
  type SQLWrapper,
  sql
} from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { type CompletionRule, defaultRule, isNeeded, ruleColumns } from './completion-rule.repository.js'

/** What an enrolment of the course lacks until it has all of it: how many of each, 0 where the rule needs none. */
export interface Needs {
  rule: CompletionRule
  lessons: number
  quizzes: number
  projects: number
}

type Counted = Exclude<keyof Needs, 'rule'>
/** The cheapest first: who lacks a project is not looked at for their lessons. */
const counted: readonly Counted[] = ['projects', 'quizzes', 'lessons']

const courseId = sql.placeholder('courseId')

function selectLessons(queries: Queries, { lessons, modules }: Tables, which: SQL | undefined) {
  return queries
    .select({ id: lessons.id })
    .from(lessons)
    .innerJoin(modules, eq(modules.id, lessons.moduleId))
    .where(and(eq(lessons.courseId, courseId), which))
}

function isPublished({ lessons, modules }: Tables): SQL | undefined {
  return and(eq(lessons.status, 'published'), eq(modules.status, 'published'))
}

/** What counts for a course: lessons that are required, and published with their module. */
function isCounted(tables: Tables): SQL | undefined {
  return and(eq(tables.lessons.isRequired, true), isPublished(tables))
}

/** Published quizzes of published lessons, also of those that are not required. */
function selectQuizzes(queries: Queries, tables: Tables) {
  const { quizzes } = tables
  const lessons = selectLessons(queries, tables, isPublished(tables))
  return queries
    .select({ id: quizzes.id })
    .from(quizzes)
    .where(and(eq(quizzes.courseId, courseId), eq(quizzes.status, 'published'), inArray(quizzes.lessonId, lessons)))
}

/** Required and published projects. One of a lesson that is withdrawn is withdrawn with it: nobody can hand it in. */
function selectProjects(queries: Queries, tables: Tables) {
  const { projects } = tables
  const lessons = selectLessons(queries, tables, isPublished(tables))
  return queries
    .select({ id: projects.id })
    .from(projects)
    .where(
      and(
        eq(projects.courseId, courseId),
        eq(projects.isRequired, true),
        eq(projects.status, 'published'),
        or(isNull(projects.lessonId), inArray(projects.lessonId, lessons))
      )
    )
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

/** How many of them the learner of an enrolment has done, as a query within one for enrolments: each by its index. */
function selectDone(queries: Queries, tables: Tables, what: Counted) {
  const { enrolments, lessonProgress, submissions, quizAttempts } = tables
  const isOf = (table: typeof lessonProgress | typeof submissions) =>
    and(eq(table.courseId, enrolments.courseId), eq(table.userId, enrolments.userId))
  switch (what) {
    case 'lessons':
      return queries
        .select({ n: count() })
        .from(lessonProgress)
        .where(and(isOf(lessonProgress), isCompletedAndCounted(queries, tables)))
    case 'projects':
      return queries
        .select({ n: count() })
        .from(submissions)
        .where(
          and(
            isOf(submissions),
            eq(submissions.status, 'accepted'),
            inArray(submissions.projectId, selectProjects(queries, tables))
          )
        )
    case 'quizzes':
      return queries
        .select({ n: countDistinct(quizAttempts.quizId) })
        .from(quizAttempts)
        .where(
          and(
            inArray(quizAttempts.quizId, selectQuizzes(queries, tables)),
            eq(quizAttempts.userId, enrolments.userId),
            eq(quizAttempts.isPassed, true)
          )
        )
  }
}

/** The learners whose enrolment is active and who have so many of each: all of the course, or the one. */
function selectFinished(
  queries: Queries,
  tables: Tables,
  { parts, isOne }: { parts: readonly Counted[]; isOne: boolean }
) {
  const { enrolments } = tables
  return queries
    .select({ userId: enrolments.userId })
    .from(enrolments)
    .where(
      and(
        eq(enrolments.courseId, courseId),
        isOne ? eq(enrolments.userId, sql.placeholder('userId')) : undefined,
        eq(enrolments.status, 'active'),
        ...parts.map((what) => sql`${selectDone(queries, tables, what)} = ${sql.placeholder(what)}`)
      )
    )
}

function selectNeeds(queries: Queries, tables: Tables) {
  const { courses, completionRules } = tables
  const countOf = (what: keyof CompletionRule, things: SQLWrapper) =>
    sql`case when ${isNeeded(tables, what)} then (select count(*) from ${things} as needed) else 0 end`.mapWith(Number)
  return queries
    .select({
      rule: ruleColumns(tables),
      lessons: countOf('needsLessons', selectLessons(queries, tables, isCounted(tables))),
      quizzes: countOf('needsQuizzes', selectQuizzes(queries, tables)),
      projects: countOf('needsProjects', selectProjects(queries, tables))
    })
    .from(courses)
    .leftJoin(completionRules, eq(completionRules.courseId, courses.id))
    .where(eq(courses.id, courseId))
}

type Prepare<Q extends Queries> = <T>(build: (queries: Queries) => T) => (queries: Q) => T

/** For transactions. */
export const prepareForTx = (database: Database) => prepareFinders<Tx>(database, database.prepareForTx)

/** For who only wants to know whether there is something to do: looks without a lock. */
export const prepareForReading = (database: Database) =>
  prepareFinders<Queries>(database, (build) => {
    const made = build(database.read)
    return () => made
  })

export type CompletionFinders<Q extends Queries> = ReturnType<typeof prepareFinders<Q>>

function prepareFinders<Q extends Queries>({ tables }: Database, prepare: Prepare<Q>) {
  const needsStatement = prepare((queries) => selectNeeds(queries, tables).prepare(''))
  const build = (parts: readonly Counted[], isOne: boolean) =>
    prepare((queries) => selectFinished(queries, tables, { parts, isOne }).prepare(''))
  /** One for each form that a rule and a course may have. */
  const statements = new Map<string, ReturnType<typeof build>>()

  return {
    async findNeeds(queries: Q, id: string): Promise<Needs> {
      const [found] = await needsStatement(queries).execute({ courseId: id })
      if (!found) return { rule: defaultRule, lessons: 0, quizzes: 0, projects: 0 }
      return { ...found, rule: found.rule ?? defaultRule }
    },

    /**
     * The learners whose enrolment is active and who have all of it, but for the pass mark: of the course, or the one. A
     * single pass over its enrolments; where nothing is needed, nobody.
     */
    async findFinished(queries: Q, needs: Needs, { userId, ...course }: { courseId: string; userId?: string }) {
      const parts = counted.filter((what) => needs[what] > 0)
      if (parts.length === 0 && !needs.rule.needsPassMark) return []
      const form = `${parts} ${userId === undefined}`
      const statement = statements.get(form) ?? build(parts, userId !== undefined)
      statements.set(form, statement)
      const rows = await statement(queries).execute({ ...needs, ...course, userId })
      return rows.map((row) => row.userId)
    }
  }
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
