import { fromHundredths } from '../../lib/points.js'
import { foldText } from '../../lib/text.js'
import { countingPoints } from './gradebook.js'
import type { GradeItem } from './gradebook.repository.js'
import { type GradeTableRow, readPoints } from './gradebook-csv.format.js'
import type { TableLearner } from './gradebook-csv.repository.js'
import type { GradePlace, GradeRow } from './grades.repository.js'
import { blank, settableOf, settingOf } from './grading.changes.js'

/** A grade that the table sets, or of which it takes away what was set. */
export interface PlannedGrade {
  item: GradeItem
  before: GradeRow
  /** What is to be set; null: what the work earned counts again. */
  points: number | null
  /** What counts then. */
  after: number | null
}

export interface RowFault {
  /** The id of the item, or the name of the column. */
  column: string
  code: string
  message: string
}

/** What becomes, or would become, of a row. */
export interface PlannedRow {
  line: number
  /** Of the learner, or what the row calls them when there is none. */
  username: string
  reason: string
  changes: PlannedGrade[]
  faults: RowFault[]
}

/** What the table is held to. */
export interface Book {
  courseId: string
  items: ReadonlyMap<string, GradeItem>
  /** By their keys. */
  learners: ReadonlyMap<string, TableLearner>
  /** Those that there are, as they stay until the commit: by learner and item. */
  grades: ReadonlyMap<string, GradeRow>
  actorId: string
  now: Date
}

export const gradeKey = ({ userId, itemId }: Pick<GradePlace, 'userId' | 'itemId'>) => `${userId} ${itemId}`

const maxShownLength = 100
const maxReasonLength = 1_000
/** Lines are allowed. */
const control = /(?![\t\n\r])\p{Cc}/u

/** What each row changes, or what is wrong with it. What is as it was already changes nothing. */
export function planRows(rows: readonly GradeTableRow[], book: Book): PlannedRow[] {
  const lineOf = new Map<string, number>()
  return rows.map((row): PlannedRow => {
    const learner = book.learners.get(foldText(row.username))
    const username = learner?.username ?? row.username.slice(0, maxShownLength).toWellFormed()
    const planned = { line: row.line, username, reason: row.reason }
    const refused = (column: string, code: string, message: string): PlannedRow => {
      return { ...planned, changes: [], faults: [{ column, code, message }] }
    }
    if (row.username === '') return refused('username', 'NO_LEARNER', 'The row names no learner')
    if (!learner) return refused('username', 'UNKNOWN_LEARNER', 'Nobody of this name takes the course')
    const before = lineOf.get(learner.userId)
    if (before !== undefined) {
      return refused('username', 'DUPLICATE_ROW', `The learner stands in line ${before} already`)
    }
    lineOf.set(learner.userId, row.line)
    if (row.reason.length > maxReasonLength || control.test(row.reason)) {
      return refused('reason', 'BAD_REASON', `must be text of at most ${maxReasonLength} characters`)
    }
    const cells = row.cells.map((cell) => planCell(cell, learner, book))
    return {
      ...planned,
      changes: cells.filter((cell): cell is PlannedGrade => cell !== undefined && 'item' in cell),
      faults: cells.filter((cell): cell is RowFault => cell !== undefined && 'code' in cell)
    }
  })
}

/** Undefined where nothing changes. */
function planCell(
  { itemId, text }: GradeTableRow['cells'][number],
  { userId, cohortId }: TableLearner,
  { courseId, items, grades, actorId, now }: Book
): PlannedGrade | RowFault | undefined {
  const item = items.get(itemId)
  if (!item || (item.cohortId !== null && item.cohortId !== cohortId)) {
    return { column: itemId, code: 'NOT_GRADED_FOR', message: 'The learner is not graded for this' }
  }
  const { kind } = item
  const before = grades.get(gradeKey({ userId, itemId })) ?? blank({ courseId, userId, kind, itemId }, now)
  const points = readPoints(text)
  const most = settableOf(before, item)
  if (points === undefined || (points !== null && points > most)) {
    const message = `must be 0 to ${fromHundredths(most)}, with at most two decimals, or - to take away what was set`
    return { column: itemId, code: 'INVALID_POINTS', message }
  }
  if (points === null ? before.setPoints === null : points === countingPoints(before)) return undefined
  if (userId === actorId) return { column: itemId, code: 'OWN_WORK', message: 'Somebody else grades your work' }
  const after = countingPoints({ ...before, ...settingOf(before, { points, item, actorId }) })
  return { item, before, points, after }
}
