import { and, count, eq, gte, isNotNull, lt, ne, type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import { activityOf, did, type Period, slicesOf } from './activity.repository.js'
import { findReviewHours } from './hours.repository.js'
import type { Metric } from './kinds.js'
import { isOf, type Scope } from './scope.repository.js'

interface Point {
  /** Which interval, by its number. */
  place: number
  value: number
}

interface Placed {
  period: Period
  /** In which interval a moment lies. */
  placeOf: (at: SQL) => SQL
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
  if (metric === 'active_learners') return countActive(database, scope, { period, placeOf })
  const moments = momentsOf(database, scope, { metric, period, placeOf })
  return read
    .select({ place: sql`${moments.place}`.mapWith(Number), value: count() })
    .from(moments)
    .groupBy(moments.place)
    .prepare('')
    .execute(scope.values)
}

async function countActive(database: Database, scope: Scope, { period, placeOf }: Placed): Promise<Point[]> {
  const { read, tables } = database
  const values = new Map<number, number>()
  for await (const slice of slicesOf(database, scope)) {
    const learners = read
      .selectDistinct({ place: placeOf(did.at).as('place'), userId: did.userId.as('user_id') })
      .from(activityOf(tables, scope, { period, slice, isEach: true }))
      .as('learners')
    const rows = await read
      .select({ place: sql`${learners.place}`.mapWith(Number), value: count() })
      .from(learners)
      .groupBy(learners.place)
      .prepare('')
      .execute(scope.values)
    for (const { place, value } of rows) values.set(place, (values.get(place) ?? 0) + value)
  }
  return [...values].map(([place, value]) => ({ place, value }))
}

function momentsOf(
  { read, tables: { enrolments, reviewRequests: requests } }: Database,
  scope: Scope,
  { metric, period, placeOf }: Placed & { metric: Metric }
) {
  if (metric === 'submissions') {
    const isHandedIn = and(eq(requests.round, 1), ne(requests.status, 'cancelled'))
    return read
      .select({ place: placeOf(sql`${requests.queuedAt}`).as('place') })
      .from(requests)
      .where(
        and(
          isOf(scope, requests.courseId),
          isHandedIn,
          gte(requests.queuedAt, period.from),
          lt(requests.queuedAt, period.to)
        )
      )
      .as('moments')
  }
  const isCompletion = metric === 'completions'
  const at = isCompletion ? enrolments.completedAt : enrolments.activatedAt
  return read
    .select({ place: placeOf(sql`${at}`).as('place') })
    .from(enrolments)
    .where(
      and(
        isOf(scope, enrolments.courseId),
        isCompletion ? eq(enrolments.status, 'completed') : isNotNull(at),
        gte(at, period.from),
        lt(at, period.to)
      )
    )
    .as('moments')
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
