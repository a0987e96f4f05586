import type { AfterCommit, Database, Tx } from '../../db/database.js'
import { badColumns, byteOrderMark, writeLines } from '../../http/csv.js'
import type { TableFile } from '../../http/csv-routes.js'
import type { Clock } from '../../lib/clock.js'
import { AppError } from '../../lib/errors.js'
import { fromHundredths } from '../../lib/points.js'
import { foldText } from '../../lib/text.js'
import type { Audit } from '../audit/index.js'
import type { CourseRow, Courses, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { Progress } from '../progress/index.js'
import type { GradebookAccess } from './gradebook.access.js'
import { countingPoints, gradesByLearner, itemsFor, totalsOver } from './gradebook.js'
import type { GradebookReader, GradebookSettings, GradeItem } from './gradebook.repository.js'
import { columnOf, columnsAfter, columnsBefore, type GradeTable, readGradeTable } from './gradebook-csv.format.js'
import { findLearnersByKeys, insertChanges, lockGrades, saveGrades } from './gradebook-csv.repository.js'
import { gradeKey, type PlannedRow, planRows } from './gradebook-csv.rows.js'
import { gradeEntry } from './grades.entries.js'
import { gradesChanged } from './grades.events.js'
import type { GradeRow } from './grades.repository.js'
import { changedGrade, changeLine, isShownAtOnce, settingOf } from './grading.changes.js'
import { type LearnerRow, listLearners } from './learners.repository.js'
import { isPassed } from './totals.js'

export interface GradebookCsvDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  courses: Pick<Courses, 'lockPermitted' | 'rules'>
  access: GradebookAccess
  reader: GradebookReader
  progress: Pick<Progress, 'recheckCourse'>
  events: Pick<Events, 'emit'>
}

export interface GradeImport {
  isDryRun: boolean
  rows: PlannedRow[]
}

export interface GivenTable {
  bytes: Uint8Array
  isDryRun: boolean
  /** Of the rows that give none. */
  reason: string
}

const learnersPerSlice = 500
/** An error names so many cells at most. */
const maxNamedFaults = 50

export type GradebookCsvService = ReturnType<typeof createGradebookCsvService>

/** Grades from and for spreadsheets. */
export function createGradebookCsvService(deps: GradebookCsvDeps) {
  const { database, clock, audit, courses, access, reader, progress, events } = deps

  /** Of a locked course. @throws 422 BAD_COLUMNS */
  async function plan(
    tx: Tx,
    { courseId, actorId, table }: { courseId: string; actorId: string; table: GradeTable }
  ): Promise<PlannedRow[]> {
    const items = new Map((await reader.items(tx, courseId)).map((item) => [item.itemId, item]))
    const unknown = table.itemIds.find((id) => !items.has(id))
    if (unknown !== undefined) throw badColumns(`must be of what is graded in this course: ${unknown} is not`)
    const now = clock.now()
    const usernameKeys = [...new Set(table.rows.map(({ username }) => foldText(username)))]
    const learners = await findLearnersByKeys(database, tx, { courseId, usernameKeys, now })
    const userIds = [...learners.values()].map(({ userId }) => userId)
    const locked = await lockGrades(database, tx, { courseId, userIds })
    const grades = new Map(locked.map((grade) => [gradeKey(grade), grade]))
    return planRows(table.rows, { courseId, items, learners, grades, actorId, now })
  }

  /** All that is planned, in a few statements. Each learner is told once, however many of their grades have changed. */
  async function apply(
    tx: Tx,
    afterCommit: AfterCommit,
    { rows, course, actor, reason }: { rows: readonly PlannedRow[]; course: CourseRow; actor: Viewer; reason: string }
  ): Promise<void> {
    const settings = await reader.settings(tx, course.id)
    const [now, actorId] = [clock.now(), actor.userId]
    const changed = rows.flatMap((row) =>
      row.changes.flatMap(({ before, points, item }) => {
        const isReleasedAtOnce = isShownAtOnce(item, settings)
        const after = changedGrade(before, settingOf(before, { points, item, actorId }), { now, isReleasedAtOnce })
        return after ? [{ before, after, reason: row.reason || reason }] : []
      })
    )
    if (changed.length === 0) return
    await saveGrades(
      database,
      tx,
      changed.map(({ after }) => after)
    )
    const history = changed.flatMap(({ before, after, reason: why }) => {
      const line = changeLine(before, after, { source: 'csv', reason: why, actorId })
      return line ? [{ line, after }] : []
    })
    await insertChanges(
      database,
      tx,
      history.map(({ line }) => line)
    )
    for (const change of history) audit.record(tx, gradeEntry(change))
    await progress.recheckCourse(tx, afterCommit, course.id)
    const seen = history.filter(({ after }) => after.releasedAt !== null)
    const [learnerIds, userIds] = [learnersOf(history), learnersOf(seen)]
    if (learnerIds.length === 0) return
    await events.emit(tx, afterCommit, gradesChanged({ course, actorId, learnerIds, userIds }))
  }

  async function* linesOf(courseId: string): AsyncGenerator<string> {
    const [settings, items] = [
      await reader.settings(database.read, courseId),
      await reader.items(database.read, courseId)
    ]
    yield byteOrderMark + writeLines([[...columnsBefore, ...items.map(columnOf), ...columnsAfter]])
    const request = { courseId, cohortId: undefined, words: [], now: clock.now() }
    for (let after: string[] | undefined; ; ) {
      const rows = await listLearners(database, request, { sort: 'enrolled', limit: learnersPerSlice, after })
      if (rows.length > 0) yield writeLines(await cellsOf(courseId, { rows, items, settings }))
      after = rows.at(-1)?.place
      if (rows.length < learnersPerSlice) return
    }
  }

  async function cellsOf(
    courseId: string,
    { rows, items, settings }: { rows: readonly LearnerRow[]; items: GradeItem[]; settings: GradebookSettings }
  ): Promise<string[][]> {
    const userIds = rows.map(({ userId }) => userId)
    const byLearner = gradesByLearner(await reader.grades(database.read, { courseId, userIds }))
    return rows.map(({ userId, username, fullName, cohortId, cohortName }) => {
      const own = itemsFor(items, cohortId)
      const ownIds = new Set(own.map(({ itemId }) => itemId))
      const grades = byLearner.get(userId)
      const totals = totalsOver(own, settings.mode, grades)
      const points = items.map(({ itemId }) => {
        const grade = ownIds.has(itemId) ? grades?.get(itemId) : undefined
        return decimals(grade ? countingPoints(grade) : null)
      })
      const whole = [decimals(totals.current), decimals(totals.final), String(isPassed(totals, settings.passMark))]
      return [username, fullName ?? '', cohortName ?? '', ...points, ...whole]
    })
  }

  return {
    /**
     * Sets all that the table says otherwise, or nothing. A dry run says the same of each row and leaves all as it is.
     * @throws 400 MALFORMED_BODY; 403; 404; 422 BAD_COLUMNS, NO_ROWS, TOO_MANY_ROWS, ROWS_REFUSED
     */
    async importTable(actor: Viewer, ref: string, { bytes, isDryRun, reason }: GivenTable): Promise<GradeImport> {
      await access.requireManaged(actor, ref)
      const table = readGradeTable(bytes)
      return database.transaction(async (tx, afterCommit) => {
        const course = await courses.lockPermitted(tx, actor, { ref, rule: courses.rules.mayManage })
        const rows = await plan(tx, { courseId: course.id, actorId: actor.userId, table })
        if (isDryRun) return { isDryRun, rows }
        if (rows.some(({ faults }) => faults.length > 0)) throw rowsRefused(rows)
        await apply(tx, afterCommit, { rows, course, actor, reason })
        return { isDryRun, rows }
      })
    },

    /** All learners of the gradebook, whatever is released, in pieces. @throws 403; 404 */
    async exportTable(viewer: Viewer, ref: string): Promise<TableFile> {
      const { id, slug } = await access.requireStaff(viewer, ref)
      return { name: `${slug}-grades.csv`, lines: linesOf(id) }
    }
  }
}

function learnersOf(changed: readonly { after: GradeRow }[]): string[] {
  return [...new Set(changed.map(({ after }) => after.userId))]
}

function decimals(hundredths: number | null): string {
  return hundredths === null ? '' : String(fromHundredths(hundredths))
}

/** Names the cells by their lines and columns. */
function rowsRefused(rows: readonly PlannedRow[]): AppError {
  const refused = rows.filter(({ faults }) => faults.length > 0)
  const named = refused.flatMap(({ line, faults }) =>
    faults.map(({ column, message }): [string, string[]] => [`rows.${line}.${column}`, [message]])
  )
  const message = `Nothing was imported: ${refused.length} of the rows cannot be`
  return new AppError(422, 'ROWS_REFUSED', message, { details: Object.fromEntries(named.slice(0, maxNamedFaults)) })
}
