import { and, eq, gte, isNotNull, lt, ne, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import { activityOf, did, type Period } from './activity.repository.js'
import { findReviewHours } from './hours.repository.js'
import type { Metric } from './kinds.js'
import { isOf, type Scope } from './scope.repository.js'

interface Point {
  /** Which interval, by its number. */
  place: number
  value: number
}

/** Of each interval in which there is anything. `starts`: when each of them begins, and at the end the one after them. */
export async function findTrend(
  database: Database,
  scope: Scope,
  { metric, starts }: { metric: Metric; starts: readonly Date[] }
): Promise<Point[]> {
  const { read, tables } = database
  const period = { from: starts[0] as Date, to: starts.at(-1) as Date }
  const places = { starts: starts.slice(0, -1), offset: 0 }
  const placeOf = (at: SQL) => placeIn(tables, at, places)
  if (metric === 'review_hours') {
    const rows = await findReviewHours(database, scope, { period, placeOf })
    return rows.map(({ place, median }) => ({ place, value: median }))
  }
  const isOfLearners = metric === 'active_learners'
  const rows = isOfLearners
    ? read
        .select({ place: placeOf(did.at).as('place'), userId: did.userId.as('user_id') })
        .from(activityOf(tables, scope, period))
        .as('rows')
    : momentsOf(database, scope, { metric, period, placeOf })
  const place = sql`${sql.identifier('rows')}.place`
  return read
    .select({
      place: place.mapWith(Number),
      value: (isOfLearners ? sql`count(distinct ${sql.identifier('rows')}.user_id)` : sql`count(*)`).mapWith(Number)
    })
    .from(rows)
    .groupBy(place)
    .prepare('')
    .execute(scope.values)
}

function momentsOf(
  { read, tables: { enrolments, reviewRequests: requests } }: Database,
  scope: Scope,
  { metric, period, placeOf }: { metric: Metric; period: Period; placeOf: (at: SQL) => SQL }
) {
  if (metric === 'submissions') {
    const isHandedIn = and(eq(requests.round, 1), ne(requests.status, 'cancelled'))
    return read
      .select({ place: placeOf(sql`${requests.queuedAt}`).as('place') })
      .from(requests)
      .where(
        and(
          isOf(scope.courseIds, requests.courseId),
          isHandedIn,
          gte(requests.queuedAt, period.from),
          lt(requests.queuedAt, period.to)
        )
      )
      .as('rows')
  }
  const isCompletion = metric === 'completions'
  const at = isCompletion ? enrolments.completedAt : enrolments.activatedAt
  return read
    .select({ place: placeOf(sql`${at}`).as('place') })
    .from(enrolments)
    .where(
      and(
        isOf(scope.courseIds, enrolments.courseId),
        isCompletion ? eq(enrolments.status, 'completed') : isNotNull(at),
        gte(at, period.from),
        lt(at, period.to)
      )
    )
    .as('rows')
}

/**
 * The number of the interval in which a moment lies: a search by halves, written out, because neither database knows days of
 * a named time zone in a way that the other knows, too. A moment before all of them is not asked for.
 */
function placeIn(
  tables: Database['tables'],
  at: SQL,
  { starts, offset }: { starts: readonly Date[]; offset: number }
): SQL {
  if (starts.length <= 1) return sql.raw(String(offset))
  const middle = Math.floor(starts.length / 2)
  const start = sql.param(starts[middle] as Date, tables.lessonProgress.updatedAt)
  const before = placeIn(tables, at, { starts: starts.slice(0, middle), offset })
  const after = placeIn(tables, at, { starts: starts.slice(middle), offset: offset + middle })
  return sql`case when ${at} < ${start} then ${before} else ${after} end`
}
