import type { Database } from '../../db/database.js'
import { startOfDay } from '../../lib/calendar.js'
import { type Clock, dayMs } from '../../lib/clock.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import { percentOf } from '../../lib/percent.js'
import type { Viewer } from '../courses/index.js'
import type { Organizations } from '../organizations/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { RecentParams, TopCoursesParams, TrendParams } from './dashboard.schemas.js'
import { firstDaysOf } from './intervals.js'
import { createKept } from './kept.js'
import { type Happening, happenings, type Metric } from './kinds.js'
import { countRecent, findRecent, type Position, type RecentRow } from './recent.repository.js'
import { placesOf } from './scope.js'
import { buildScope, type Scope } from './scope.repository.js'
import {
  countActiveLearners,
  countCertificates,
  countDecidedReviews,
  countEnrolments,
  countOpenReviews,
  countPublishedCourses
} from './summary.repository.js'
import { findCourseFigures, findTopCourses } from './top-courses.repository.js'
import { findTrend } from './trend.repository.js'

export interface DashboardDeps {
  database: Database
  clock: Clock
  organizations: Pick<Organizations, 'require'>
  reviewers: Pick<Reviewers, 'reviewedBy'>
}

/** In whose calendar days are counted. */
type TimedViewer = Viewer & { timeZone: string }

export type DashboardService = ReturnType<typeof createDashboardService>
export type Summary = Awaited<ReturnType<DashboardService['summary']>>
export type Trend = Awaited<ReturnType<DashboardService['trend']>>
export type TopCourses = Awaited<ReturnType<DashboardService['topCourses']>>

const weekDays = 7
const monthDays = 30
const usualTop = 10

/** What happens in the courses that somebody looks after, in figures. */
export function createDashboardService({ database, clock, organizations, reviewers }: DashboardDeps) {
  const keep = createKept(clock)

  /** @throws 403, 404 */
  async function scopeOf(viewer: Viewer, organizationId: string | undefined): Promise<Scope> {
    const places = placesOf(viewer, organizationId)
    if (organizationId !== undefined) await organizations.require(database.read, organizationId)
    return buildScope(database, places, reviewers.reviewedBy(viewer))
  }

  return {
    /** @throws 403, 404 */
    async summary(viewer: Viewer, organizationId: string | undefined) {
      const scope = await scopeOf(viewer, organizationId)
      return keep(`summary ${scope.key}`, async (now) => {
        const moments = { now, weekAgo: ago(now, weekDays), monthAgo: ago(now, monthDays) }
        return {
          computedAt: now,
          scope: scope.kind,
          organizationId: organizationId ?? null,
          active: await countActiveLearners(database, scope, moments),
          enrolled: await countEnrolments(database, scope, moments),
          published: await countPublishedCourses(database, scope),
          open: await countOpenReviews(database, scope, moments),
          decided: await countDecidedReviews(database, scope, moments),
          certificates: await countCertificates(database, scope, moments)
        }
      })
    },

    /** @throws 400; 403, 404; 422 INVALID_PERIOD */
    async trend(
      { timeZone, ...viewer }: TimedViewer,
      { organizationId, metric, interval = 'day', ...asked }: TrendParams
    ) {
      const scope = await scopeOf(viewer, organizationId)
      const days = firstDaysOf({ ...asked, interval, timeZone }, clock.now())
      const starts = days.map((day) => startOfDay(day, timeZone))
      const span = `${interval} ${days[0]} ${days.at(-1)} ${timeZone}`
      return keep(`trend ${metric} ${span} ${scope.key}`, async (now) => {
        const found = await findTrend(database, scope, { metric, starts })
        const values = new Map(found.map(({ place, value }) => [place, value]))
        const points = days.slice(0, -1).map((date, place) => ({
          at: starts[place] as Date,
          date,
          value: values.get(place) ?? ofNothing(metric)
        }))
        return { computedAt: now, metric, interval, timeZone, points }
      })
    },

    /** @throws 403, 404 */
    async topCourses(viewer: Viewer, { organizationId, by, limit = usualTop }: TopCoursesParams) {
      const scope = await scopeOf(viewer, organizationId)
      return keep(`top ${by} ${limit} ${scope.key}`, async (now) => {
        const since = ago(now, monthDays)
        const courses = await findTopCourses(database, scope, { by, limit, since, now })
        const ids = courses.map(({ id }) => id)
        const { taken, active } = await findCourseFigures(database, ids, { since, now })
        const takenOf = new Map(taken.map(({ courseId, ...figures }) => [courseId, figures]))
        const activeOf = new Map(active.map(({ courseId, learners }) => [courseId, learners]))
        return {
          computedAt: now,
          by,
          courses: courses.map((course) => {
            const { entered, ...figures } = takenOf.get(course.id) ?? nobody
            const completionPercent = percentOf(figures.completed, entered)
            return { course, activeLearners: activeOf.get(course.id) ?? 0, ...figures, completionPercent }
          })
        }
      })
    },

    /** @throws 400; 403, 404 */
    async recentActivity(
      viewer: Viewer,
      { organizationId, limit = defaultPageSize, cursor, total }: RecentParams
    ): Promise<Page<RecentRow> & { computedAt: Date }> {
      const scope = await scopeOf(viewer, organizationId)
      const after = cursor === undefined ? undefined : decodePosition(cursor)
      const rows = await findRecent(database, scope, { after, limit: limit + 1 })
      const page = toPage(rows, limit, {
        sort: recentOrder,
        key: ({ at, type, id }) => [at.getTime(), happenings.indexOf(type), id],
        present: (row) => row
      })
      const counted = total ? { total: await countRecent(database, scope) } : {}
      return { ...page, ...counted, computedAt: clock.now() }
    }
  }
}

const nobody = { learners: 0, entered: 0, completed: 0, enrolments: 0, completions: 0 }
const recentOrder = '-at'

function ago(now: Date, days: number): Date {
  return new Date(now.getTime() - days * dayMs)
}

/** Of no reviews there is no time that they took. */
function ofNothing(metric: Metric): number | null {
  return metric === 'review_hours' ? null : 0
}

/** @throws 400 */
function decodePosition(cursor: string): Position {
  const [at, type, id] = decodeCursor(cursor, recentOrder, ['time', 'number', 'string'])
  // Of a type that is none, nothing comes after it: as of the last one.
  const happening: Happening = happenings[Number(type)] ?? 'published'
  return { at: new Date(Number(at)), type: happening, id: String(id) }
}
