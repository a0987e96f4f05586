import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import { searchWords } from '../../lib/text.js'
import type { Viewer } from '../courses/index.js'
import type { AppealStatus } from './appeals.repository.js'
import type { GradebookAccess } from './gradebook.access.js'
import {
  type Cell,
  cellOf,
  countingPoints,
  type GradesByItem,
  gradesByLearner,
  itemsFor,
  type SharedItem,
  totalsOver,
  withShares
} from './gradebook.js'
import type { GradebookReader, GradebookSettings } from './gradebook.repository.js'
import type { GradebookParams } from './gradebook.schemas.js'
import {
  countLearners,
  findHandedIn,
  handedInKey,
  type LearnerRow,
  type LearnerSort,
  listAppealStatuses,
  listLearners
} from './learners.repository.js'
import { isPassed, type Totals } from './totals.js'

export interface GradebookDeps {
  database: Database
  clock: Clock
  access: GradebookAccess
  reader: GradebookReader
}

export type GradebookService = ReturnType<typeof createGradebookService>

export interface Standing {
  cells: Cell[]
  totals: Totals
  isPassed: boolean
}

export type GradedLearner = LearnerRow & Standing

export interface GradebookPage extends Page<GradedLearner> {
  settings: GradebookSettings
  /** Those that somebody on the page is graded for. */
  items: SharedItem[]
}

export interface OwnGradebook {
  courseId: string
  settings: GradebookSettings
  standing: Standing
  /** By the id of the grade. */
  appeals: ReadonlyMap<string, AppealStatus>
}

/** What the learners of a course have got. */
export function createGradebookService({ database, clock, access, reader }: GradebookDeps) {
  async function factsOf(courseId: string, userIds: readonly string[]) {
    const [grades, handedIn] = await Promise.all([
      reader.grades(database.read, { courseId, userIds }),
      findHandedIn(database, { courseId, userIds })
    ])
    return { grades: gradesByLearner(grades), handedIn }
  }

  async function bookOf(courseId: string) {
    const [settings, items] = await Promise.all([
      reader.settings(database.read, courseId),
      reader.items(database.read, courseId)
    ])
    return { settings, items }
  }

  return {
    /** @throws 400; 403; 404 */
    async list(viewer: Viewer, ref: string, query: GradebookParams): Promise<GradebookPage> {
      const { id: courseId } = await access.requireStaff(viewer, ref)
      const { limit = defaultPageSize, sort = 'name', cursor, q = '', cohortId, total } = query
      const request = { courseId, cohortId, words: searchWords(q), now: clock.now() }
      const after = cursor === undefined ? undefined : decodeCursor(cursor, sort, cursorTypes(sort))
      const [rows, { settings, items }] = await Promise.all([
        listLearners(database, request, { sort, limit: limit + 1, after }),
        bookOf(courseId)
      ])
      const learners = rows.slice(0, limit)
      const cohorts = new Set(cohortId === undefined ? learners.map((row) => row.cohortId) : [cohortId])
      const shown = items.filter((item) => item.cohortId === null || cohorts.has(item.cohortId))
      const facts = await factsOf(
        courseId,
        learners.map(({ userId }) => userId)
      )
      const shared = withShares(shown, settings.mode)
      const page = toPage(rows, limit, {
        sort,
        key: ({ place }) => place,
        present: (row): GradedLearner => ({ ...row, ...standingOf(row, { settings, shared, facts }) })
      })
      const counted = total ? { total: await countLearners(database, request) } : {}
      return { ...page, ...counted, settings, items: shared }
    },

    /** What is not released is as if it were not graded. @throws 403 NOT_ENROLLED; 404 */
    async own(viewer: Viewer, ref: string): Promise<OwnGradebook> {
      const { id: courseId } = await access.requireLearned(viewer, ref)
      const { userId } = viewer
      const learner = { courseId, userIds: [userId] }
      const [{ settings, items }, facts, cohorts] = await Promise.all([
        bookOf(courseId),
        factsOf(courseId, [userId]),
        reader.cohortsOf(database.read, learner)
      ])
      const row = { userId, cohortId: cohorts.get(userId) ?? null }
      const shared = withShares(itemsFor(items, row.cohortId), settings.mode)
      const released = new Map(
        [...(facts.grades.get(userId) ?? [])].filter(([, { releasedAt }]) => releasedAt !== null)
      )
      const handedIn = new Set([...facts.handedIn, ...heldBack(facts.grades.get(userId), userId)])
      const seen = { grades: new Map([[userId, released]]), handedIn }
      return {
        courseId,
        settings,
        standing: standingOf(row, { settings, shared, facts: seen }),
        appeals: await listAppealStatuses(database, { courseId, userId })
      }
    }
  }
}

interface Facts {
  grades: ReadonlyMap<string, GradesByItem>
  /** By `handedInKey`. */
  handedIn: ReadonlySet<string>
}

function standingOf(
  { userId, cohortId }: { userId: string; cohortId: string | null },
  { settings, shared, facts }: { settings: GradebookSettings; shared: readonly SharedItem[]; facts: Facts }
): Standing {
  const own = itemsFor(shared, cohortId)
  const grades = facts.grades.get(userId)
  const totals = totalsOver(own, settings.mode, grades)
  return {
    cells: own.map((item) =>
      cellOf(item, {
        grade: grades?.get(item.itemId),
        isHandedIn: facts.handedIn.has(handedInKey(userId, item.itemId))
      })
    ),
    totals,
    isPassed: isPassed(totals, settings.passMark)
  }
}

/** A grade that is held back is nothing more to its learner than work that waits for one. */
function heldBack(grades: GradesByItem | undefined, userId: string): string[] {
  const held = [...(grades?.values() ?? [])].filter(
    (grade) => grade.releasedAt === null && countingPoints(grade) !== null
  )
  return held.map(({ itemId }) => handedInKey(userId, itemId))
}

function cursorTypes(sort: LearnerSort): 'string'[] {
  return sort === 'enrolled' ? ['string'] : ['string', 'string']
}
