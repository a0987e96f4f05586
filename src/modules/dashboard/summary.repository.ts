import { and, count, eq, isNull, lte, ne, or, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import { activityOf, did, type Slice, slicesOf } from './activity.repository.js'
import { findReviewHours } from './hours.repository.js'
import { isOf, type Scope } from './scope.repository.js'

/** Of what is counted over a time. */
interface Moments {
  now: Date
  weekAgo: Date
  monthAgo: Date
}

const number = (query: ReturnType<typeof sql>) => query.mapWith(Number)

export async function countActiveLearners(database: Database, scope: Scope, moments: Moments) {
  const total = { week: 0, month: 0 }
  for await (const slice of slicesOf(database, scope)) {
    const { week, month } = await countActiveOf(database, scope, { ...moments, slice })
    total.week += week
    total.month += month
  }
  return total
}

async function countActiveOf({ read, tables }: Database, scope: Scope, asked: Moments & { slice: Slice }) {
  const { now, weekAgo, monthAgo, slice } = asked
  const ofMonth = activityOf(tables, scope, { period: { from: monthAgo, to: after(now) }, slice })
  const learners = read
    .select({ lastAt: sql`max(${did.at})`.as('last_at') })
    .from(ofMonth)
    .groupBy(did.userId)
    .as('learners')
  const isOfWeek = sql`${learners.lastAt} >= ${sql.param(weekAgo, tables.lessonProgress.updatedAt)}`
  const [row] = await read
    .select({ week: number(sql`count(*) filter (where ${isOfWeek})`), month: count() })
    .from(learners)
    .prepare('')
    .execute(scope.values)
  return row ?? { week: 0, month: 0 }
}

export async function countEnrolments({ read, tables }: Database, scope: Scope, { now, monthAgo }: Moments) {
  const { enrolments } = tables
  const { userId, courseId, status, expiresAt, completedAt } = enrolments
  const isOver = lte(expiresAt, sql.param(now, expiresAt))
  const isActive = and(eq(status, 'active'), or(isNull(expiresAt), sql`not ${isOver}`))
  const isNew = and(eq(status, 'completed'), sql`${completedAt} >= ${sql.param(monthAgo, completedAt)}`)
  const [row] = await read
    .select({
      learners: number(sql`count(distinct ${userId}) filter (where ${isActive})`),
      completions: number(sql`count(*) filter (where ${isNew})`)
    })
    .from(enrolments)
    .where(isOf(scope, courseId))
    .prepare('')
    .execute(scope.values)
  return row ?? { learners: 0, completions: 0 }
}

export async function countPublishedCourses({ read, tables: { courses } }: Database, scope: Scope): Promise<number> {
  const [row] = await read
    .select({ n: count() })
    .from(courses)
    .where(and(eq(courses.status, 'published'), isOf(scope, courses.id)))
    .prepare('')
    .execute(scope.values)
  return row?.n ?? 0
}

/** What is open. A claim whose time is over holds nothing: the same by the clock as `isHeld` of the reviews. */
export async function countOpenReviews({ read, tables }: Database, scope: Scope, { now }: Moments) {
  const { courseId, status, queuedAt, dueAt, decidedAt, claimExpiresAt } = tables.reviewRequests
  const isWaiting = or(ne(status, 'claimed'), lte(claimExpiresAt, now))
  const isOverdue = lte(dueAt, now)
  const [row] = await read
    .select({
      open: count(),
      waiting: number(sql`count(*) filter (where ${isWaiting})`),
      overdue: number(sql`count(*) filter (where ${isOverdue})`),
      oldestAt: sql<Date | null>`min(${queuedAt}) filter (where ${isWaiting})`.mapWith(queuedAt)
    })
    .from(tables.reviewRequests)
    .where(and(isNull(decidedAt), isOf(scope, courseId)))
    .prepare('')
    .execute(scope.values)
  return row ?? { open: 0, waiting: 0, overdue: 0, oldestAt: null }
}

export async function countDecidedReviews(database: Database, scope: Scope, { now, monthAgo }: Moments) {
  const period = { from: monthAgo, to: after(now) }
  const [row] = await findReviewHours(database, scope, { period, placeOf: () => sql`0` })
  return row ?? { decided: 0, median: null, p90: null }
}

/** What happens at this moment counts, too. */
function after(now: Date): Date {
  return new Date(now.getTime() + 1)
}

/** Those that hold. */
export async function countCertificates({ read, tables }: Database, scope: Scope, { monthAgo }: Moments) {
  const { courseId, issuedAt, revokedAt } = tables.certificates
  const isNew = sql`${issuedAt} >= ${sql.param(monthAgo, issuedAt)}`
  const [row] = await read
    .select({ issued: count(), new: number(sql`count(*) filter (where ${isNew})`) })
    .from(tables.certificates)
    .where(and(isNull(revokedAt), isOf(scope, courseId)))
    .prepare('')
    .execute(scope.values)
  return row ?? { issued: 0, new: 0 }
}
