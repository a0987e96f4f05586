import { and, asc, desc, eq, gte, inArray, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import { activityOf, did } from './activity.repository.js'
import type { Order } from './kinds.js'
import { isOf, type Scope } from './scope.repository.js'

interface Asked {
  by: Order
  limit: number
  since: Date
  now: Date
}

/** Those with the most, the first first; those without any are not in it. Ties are in the order of their titles. */
export async function findTopCourses(database: Database, scope: Scope, asked: Asked) {
  const { read, tables } = database
  const { courses } = tables
  const found = countByCourse(database, scope, asked)
  return read
    .select({ id: courses.id, slug: courses.slug, title: courses.title, status: courses.status })
    .from(found)
    .innerJoin(courses, eq(courses.id, found.courseId))
    .orderBy(desc(found.n), asc(courses.titleKey), asc(courses.id))
    .limit(asked.limit)
    .prepare('')
    .execute(scope.values)
}

function countByCourse({ read, tables }: Database, scope: Scope, { by, since, now }: Asked) {
  const { enrolments } = tables
  if (by === 'active_learners') {
    return read
      .select({ courseId: did.courseId.as('of_course'), n: sql<number>`count(distinct ${did.userId})`.as('n') })
      .from(activityOf(tables, scope, { period: { from: since, to: new Date(now.getTime() + 1) } }))
      .groupBy(did.courseId)
      .as('found')
  }
  const isCounted =
    by === 'completions'
      ? and(eq(enrolments.status, 'completed'), gte(enrolments.completedAt, since))
      : gte(enrolments.activatedAt, since)
  return read
    .select({ courseId: enrolments.courseId, n: sql<number>`count(*)`.as('n') })
    .from(enrolments)
    .where(and(isOf(scope, enrolments.courseId), isCounted))
    .groupBy(enrolments.courseId)
    .as('found')
}

/** What there is of each of these courses; of one without a row there is nothing. */
export async function findCourseFigures(
  database: Database,
  courseIds: readonly string[],
  { since, now }: Pick<Asked, 'since' | 'now'>
) {
  if (courseIds.length === 0) return { taken: [], active: [] }
  const { read, tables } = database
  const { courseId, status, expiresAt, activatedAt, completedAt } = tables.enrolments
  const isSince = (at: typeof activatedAt | typeof completedAt) => sql`${at} >= ${sql.param(since, at)}`
  const isCompleted = eq(status, 'completed')
  const isOver = sql`${expiresAt} is not null and ${expiresAt} <= ${sql.param(now, expiresAt)}`
  const countOf = (condition: SQL | undefined) => sql`count(*) filter (where ${condition})`.mapWith(Number)
  const [taken, active] = await Promise.all([
    read
      .select({
        courseId,
        learners: countOf(and(eq(status, 'active'), sql`not (${isOver})`)),
        entered: countOf(sql`${activatedAt} is not null`),
        completed: countOf(isCompleted),
        enrolments: countOf(isSince(activatedAt)),
        completions: countOf(and(isCompleted, isSince(completedAt)))
      })
      .from(tables.enrolments)
      .where(inArray(courseId, [...courseIds]))
      .groupBy(courseId),
    read
      .select({ courseId: did.courseId, learners: sql`count(distinct ${did.userId})`.mapWith(Number) })
      .from(activityOf(tables, named(courseIds), { period: { from: since, to: new Date(now.getTime() + 1) } }))
      .groupBy(did.courseId)
  ])
  return { taken, active }
}

function named(courseIds: readonly string[]): Pick<Scope, 'courseIds' | 'isWide'> {
  return {
    isWide: false,
    courseIds: sql.join(
      courseIds.map((id) => sql`${id}`),
      sql`, `
    )
  }
}
