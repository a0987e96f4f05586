import type { Database } from '../../db/database.js'
import { parseMoment } from '../../lib/calendar.js'
import { type Clock, dayMs } from '../../lib/clock.js'
import { unprocessable } from '../../lib/errors.js'
import type { Viewer } from '../courses/index.js'
import { isHeld } from './claims.js'
import type { CourseAccess } from './courses.access.js'
import { createTally, type Figures, type Tally } from './statistics.js'
import { findNames, type NamesOf, readDecided, readOpen } from './statistics.repository.js'
import type { StatisticsParams } from './statistics.schemas.js'

export interface StatisticsDeps {
  database: Database
  clock: Clock
  courses: Pick<CourseAccess, 'requireStaff'>
}

export interface ReviewStatistics {
  from: Date
  to: Date
  total: Figures
  reviewers: { reviewer: NamesOf['reviewers'][number]; figures: Figures }[]
  cohorts: { cohort: NamesOf['cohorts'][number]; figures: Figures }[]
  projects: { project: NamesOf['projects'][number]; figures: Figures }[]
}

export type StatisticsService = ReturnType<typeof createStatisticsService>

const usualDays = 30
const maxDays = 366

/** How long learners of a course wait, and for whom. */
export function createStatisticsService({ database, clock, courses }: StatisticsDeps) {
  return {
    /**
     * What is open now, and what was decided in the period; the last thirty days when none is named.
     * @throws 400; 403; 404; 422 INVALID_PERIOD
     */
    async ofCourse(viewer: Viewer, { courseId, ...period }: StatisticsParams): Promise<ReviewStatistics> {
      await courses.requireStaff(viewer, courseId)
      const now = clock.now()
      const { from, to } = readPeriod(period, now)
      const total = createTally()
      const of = { reviewer: new Tallies(), cohort: new Tallies(), project: new Tallies() }
      for await (const rows of readOpen(database, courseId)) {
        for (const row of rows) {
          const whose = isHeld(row, now) ? row.claimedBy : row.assignedTo
          const tallies = [total, of.reviewer.of(whose), of.cohort.of(row.cohortId), of.project.of(row.projectId)]
          for (const tally of tallies) tally?.addOpen(row, now)
        }
      }
      for await (const rows of readDecided(database, { courseId, from, to })) {
        for (const row of rows) {
          const tallies = [
            total,
            of.reviewer.of(row.claimedBy),
            of.cohort.of(row.cohortId),
            of.project.of(row.projectId)
          ]
          for (const tally of tallies) tally?.addDecided(row)
        }
      }
      const ids = { userIds: of.reviewer.ids(), cohortIds: of.cohort.ids(), projectIds: of.project.ids() }
      const names = await findNames(database, ids)
      return {
        from,
        to,
        total: total.figures(),
        reviewers: names.reviewers.map((reviewer) => ({ reviewer, figures: of.reviewer.figures(reviewer.id) })),
        cohorts: names.cohorts.map((cohort) => ({ cohort, figures: of.cohort.figures(cohort.id) })),
        projects: names.projects.map((project) => ({ project, figures: of.project.figures(project.id) }))
      }
    }
  }
}

/** One for each of those that come up. */
class Tallies {
  readonly #tallies = new Map<string, Tally>()

  /** Undefined for nobody. */
  of(id: string | null): Tally | undefined {
    if (id === null) return undefined
    const tally = this.#tallies.get(id) ?? createTally()
    this.#tallies.set(id, tally)
    return tally
  }

  ids(): string[] {
    return [...this.#tallies.keys()]
  }

  figures(id: string): Figures {
    return (this.#tallies.get(id) ?? createTally()).figures()
  }
}

/** @throws 400; 422 INVALID_PERIOD */
function readPeriod(period: Omit<StatisticsParams, 'courseId'>, now: Date): { from: Date; to: Date } {
  const to = period.to === undefined ? now : parseMoment('to', period.to)
  const usual = new Date(Math.max(0, to.getTime() - usualDays * dayMs))
  const from = period.from === undefined ? usual : parseMoment('from', period.from)
  const ms = to.getTime() - from.getTime()
  if (ms < 0) throw unprocessable('INVALID_PERIOD', 'to', 'must not be before `from`')
  if (ms > maxDays * dayMs)
    throw unprocessable('INVALID_PERIOD', 'from', `must be at most ${maxDays} days before \`to\``)
  return { from, to }
}
