import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { invalid } from '../../lib/errors.js'
import { type CursorValues, decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import { searchWords } from '../../lib/text.js'
import type { Lessons } from '../content/index.js'
import type { Courses, Viewer } from '../courses/index.js'
import {
  countLearners,
  findActivity,
  type LearnerRow,
  type LearnerSort,
  learnerSorts,
  listLearners
} from './learners.repository.js'
import type { LearnersParams } from './learners.schemas.js'
import { type CourseProgress, progressOf } from './percent.js'

export interface LearnersDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'requirePermitted' | 'rules'>
  lessons: Pick<Lessons, 'publishedTree'>
}

export type LearnersService = ReturnType<typeof createLearnersService>

export type Learner = LearnerRow & { course: CourseProgress; lastActivityAt: Date | null }

/** The last moment that a cursor of ours can name: the databases know of no later one. */
const lastTimeMs = Date.UTC(9999, 11, 31)

/** How far the learners of a course are, for its staff. */
export function createLearnersService({ database, clock, courses, lessons }: LearnersDeps) {
  const { mayReadEnrolments, enrolmentAt } = courses.rules

  return {
    /** @throws 400; 403; 404 */
    async list(actor: Viewer, ref: string, query: LearnersParams): Promise<Page<Learner>> {
      const { id: courseId } = await courses.requirePermitted(actor, { ref, rule: mayReadEnrolments })
      const { limit = defaultPageSize, sort = 'name', cursor, q = '', status, cohortId, total } = query
      const now = clock.now()
      const request = { courseId, now, status, cohortId, words: searchWords(q) }
      const after = cursor === undefined ? undefined : decodePosition(cursor, sort)
      const rows = await listLearners(database, request, { sort, limit: limit + 1, after })
      const userIds = rows.slice(0, limit).map(({ userId }) => userId)
      const [tree, activity] = await Promise.all([
        lessons.publishedTree(courseId),
        findActivity(database, { courseId, userIds })
      ])
      const page = toPage(rows, limit, {
        sort,
        key: ({ sortKey, userId }) => [sortKey instanceof Date ? sortKey.getTime() : sortKey, userId],
        present: (row): Learner => ({
          ...row,
          status: enrolmentAt(now, row.status, row.expiresAt) ?? row.status,
          course: progressOf(tree, activity.get(row.userId)?.completed ?? new Set()),
          lastActivityAt: activity.get(row.userId)?.lastActivityAt ?? null
        })
      })
      return total ? { ...page, total: await countLearners(database, request) } : page
    }
  }
}

/** What the cursor says of the last row of the page before. @throws 400 naming `cursor` */
function decodePosition(cursor: string, sort: LearnerSort): CursorValues {
  const { key } = learnerSorts[sort]
  if (key === 'name') return decodeCursor(cursor, sort, ['string', 'string'])
  const values = decodeCursor(cursor, sort, ['number', 'string'])
  if (Number(values[0]) < 0 || Number(values[0]) > lastTimeMs) throw invalid('cursor', 'is not a cursor of this list')
  return values
}
