import type { AfterCommit, Database, Tx } from '../../db/database.js'
import { byteOrderMark, writeLines } from '../../http/csv.js'
import type { TableFile } from '../../http/csv-routes.js'
import type { Principal } from '../../http/principal.js'
import type { Clock } from '../../lib/clock.js'
import { holds } from '../../lib/permissions.js'
import { foldText } from '../../lib/text.js'
import type { CohortPlacing } from '../cohorts/index.js'
import type { CourseRow, Courses, Viewer } from '../courses/index.js'
import { type EnrolmentRow, saveEnrolments } from './enrolments.repository.js'
import type { Telling } from './enrolments.telling.js'
import { requireOpen } from './enrolments.terms.js'
import { exportedColumns, readTable, type TableRow } from './enrolments-csv.format.js'
import { type ExportedRow, findUsersByKeys, listExported } from './enrolments-csv.repository.js'
import { errorOf, isWish, type RowResult, type Wish, wishesOf } from './enrolments-csv.rows.js'
import type { Considered, Entry } from './entry.service.js'
import type { PrerequisitesService } from './prerequisites.service.js'
import type { WaitingList } from './waiting-list.service.js'

export interface EnrolmentsCsvDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'requirePermitted' | 'lockPermitted' | 'rules'>
  prerequisites: Pick<PrerequisitesService, 'missingPrerequisites'>
  entry: Entry
  waitingList: Pick<WaitingList, 'freePlaces'>
  telling: Telling
  cohorts: CohortPlacing
  /** How far each of the learners has come; null where nothing is required. */
  percentsOf: (courseId: string, userIds: readonly string[]) => Promise<ReadonlyMap<string, number | null>>
}

export interface ImportReport {
  isDryRun: boolean
  totals: Record<RowResult['status'], number>
  rows: RowResult[]
}

type Actor = Viewer & Pick<Principal, 'username'>
type Offers = Awaited<ReturnType<CohortPlacing['lockByName']>>

const rowsPerSlice = 500
/** Of course without places: they are given as soon as there are some. */
const waits = { code: 'COURSE_FULL', message: 'The course is full: they wait for a place' }

/** Thrown to take back all that a dry run has done. */
class DryRunOver extends Error {
  readonly report: ImportReport

  constructor(report: ImportReport) {
    super('a dry run is over')
    this.report = report
  }
}

export type EnrolmentsCsvService = ReturnType<typeof createEnrolmentsCsvService>

/** Lists of learners from and for spreadsheets. */
export function createEnrolmentsCsvService(deps: EnrolmentsCsvDeps) {
  const { database, clock, courses, prerequisites, entry, waitingList, telling, cohorts, percentsOf } = deps
  const { mayEnrolOthers, mayReadEnrolments, enrolmentAt } = courses.rules

  /** E-mails tell who somebody is: those of people elsewhere are for who may see them. */
  async function findWishes(tx: Tx, actor: Actor, { course, rows }: { course: CourseRow; rows: readonly TableRow[] }) {
    const byEmail = rows.filter(({ username }) => username === '')
    const users = await findUsersByKeys(database, tx, {
      usernameKeys: [...new Set(rows.flatMap(({ username }) => (username ? [foldText(username)] : [])))],
      emailKeys: [...new Set(byEmail.flatMap(({ email }) => (email ? [foldText(email)] : [])))],
      membersOf: holds(actor.grants, 'user.read', null) ? null : course.organizationId
    })
    return wishesOf(rows, { users, timeZone: course.timeZone, now: clock.now() })
  }

  /** Line by line: who comes first has the places, of the course and of the cohorts. */
  async function decide(
    tx: Tx,
    { considered, wishes, offers }: { considered: Considered; wishes: readonly Wish[]; offers: Offers }
  ): Promise<{ granted: Wish[]; results: Map<number, RowResult> }> {
    const { course, candidates, refused } = considered
    const userIds = candidates.map(({ userId }) => userId)
    const missing = await prerequisites.missingPrerequisites(tx, { courseId: course.id, userIds })
    const standings = new Map(refused.map(({ userId, from }) => [userId, from]))
    const results = new Map<number, RowResult>()
    const granted: Wish[] = []
    let places = await waitingList.freePlaces(tx, course)
    for (const wish of wishes) {
      const { line, user, cohort } = wish
      const standing = standings.get(user.id)
      const titles = missing.get(user.id)
      const offer = cohort === '' ? undefined : offers.get(cohort)
      if (standing) {
        const message = `Their enrolment is ${standing} already`
        results.set(line, { line, status: 'already', username: user.username, code: 'ALREADY_ENROLLED', message })
      } else if (titles) {
        const message = `They must first complete ${titles.map((title) => `“${title}”`).join(', ')}`
        results.set(line, errorOf(wish, 'PREREQUISITES_MISSING', message))
      } else if (offer && 'code' in offer) {
        results.set(line, errorOf(wish, offer.code, offer.message))
      } else if (offer && places > 0 && offer.places <= 0) {
        results.set(line, errorOf(wish, 'COHORT_FULL', 'The cohort is full'))
      } else {
        if (offer && places > 0) offer.places -= 1
        places -= 1
        granted.push(wish)
      }
    }
    return { granted, results }
  }

  /** Those who are in have the end that their row names. */
  async function setEnds(tx: Tx, entered: readonly EnrolmentRow[], wishes: ReadonlyMap<string, Wish>): Promise<void> {
    const ended = entered.flatMap((row) => {
      const expiresAt = wishes.get(row.userId)?.expiresAt
      return expiresAt ? [{ ...row, expiresAt }] : []
    })
    await saveEnrolments(database, tx, ended)
  }

  async function run(
    tx: Tx,
    afterCommit: AfterCommit,
    { actor, course, rows }: { actor: Actor; course: CourseRow; rows: readonly TableRow[] }
  ): Promise<RowResult[]> {
    const found = await findWishes(tx, actor, { course, rows })
    const wishes = found.filter(isWish)
    const userIds = wishes.map(({ user }) => user.id)
    const considered = await entry.consider(tx, afterCommit, { course, userIds, move: 'admit' })
    const names = wishes.flatMap(({ cohort }) => (cohort ? [cohort] : []))
    const offers = await cohorts.lockByName(tx, actor, { course, names })
    const { granted, results } = await decide(tx, { considered, wishes, offers })

    const wishOf = new Map(granted.map((wish) => [wish.user.id, wish]))
    const candidates = considered.candidates.filter(({ userId }) => wishOf.has(userId))
    const { entered, queued } = await entry.enter(tx, { ...considered, candidates }, { createdBy: actor.userId })
    await setEnds(tx, entered, wishOf)
    const enteredIds = new Set(entered.map(({ userId }) => userId))
    for (const { line, user } of granted) {
      const result = { line, username: user.username }
      results.set(
        line,
        enteredIds.has(user.id) ? { ...result, status: 'enrolled' } : { ...result, status: 'waiting', ...waits }
      )
    }

    const placements = entered.flatMap(({ id: enrolmentId, userId }) => {
      const offer = offers.get(wishOf.get(userId)?.cohort ?? '')
      return offer && 'cohort' in offer ? [{ enrolmentId, userId, cohort: offer.cohort }] : []
    })
    await telling.enrolled(tx, afterCommit, { course, actorId: actor.userId, entered, queued })
    await cohorts.place(tx, afterCommit, { actor, course, placements })
    return found.map((each) => results.get(each.line) ?? (each as RowResult))
  }

  async function* linesOf(courseId: string): AsyncGenerator<string> {
    yield byteOrderMark + writeLines([exportedColumns])
    for (let afterId = ''; ; ) {
      const rows = await listExported(database, { courseId, afterId, limit: rowsPerSlice })
      if (rows.length > 0) yield writeLines(await cellsOf(courseId, rows))
      afterId = rows.at(-1)?.id ?? ''
      if (rows.length < rowsPerSlice) return
    }
  }

  async function cellsOf(courseId: string, rows: readonly ExportedRow[]): Promise<string[][]> {
    const now = clock.now()
    const percents = await percentsOf(
      courseId,
      rows.map(({ userId }) => userId)
    )
    return rows.map((row) => [
      row.username,
      row.fullName ?? '',
      row.email ?? '',
      enrolmentAt(now, row.status, row.expiresAt) ?? '',
      ...[row.createdAt, row.activatedAt, row.completedAt, row.expiresAt].map((time) => time?.toISOString() ?? ''),
      row.cohort ?? '',
      String(percents.get(row.userId) ?? '')
    ])
  }

  return {
    /**
     * Enrols those of the table that can be, all at once, and says of each row what became of it. A dry run does the same
     * and takes it back.
     * @throws 400 MALFORMED_BODY; 403; 404; 409 COURSE_NOT_OPEN; 422 BAD_COLUMNS, NO_ROWS, TOO_MANY_ROWS
     */
    async importTable(
      actor: Actor,
      ref: string,
      { bytes, isDryRun }: { bytes: Uint8Array; isDryRun: boolean }
    ): Promise<ImportReport> {
      await courses.requirePermitted(actor, { ref, rule: mayEnrolOthers })
      const table = readTable(bytes)
      try {
        return await database.transaction(async (tx, afterCommit) => {
          const course = await courses.lockPermitted(tx, actor, { ref, rule: mayEnrolOthers })
          requireOpen(course, clock.now())
          const rows = await run(tx, afterCommit, { actor, course, rows: table })
          const totals = { enrolled: 0, waiting: 0, already: 0, error: 0 }
          for (const { status } of rows) totals[status] += 1
          const report = { isDryRun, totals, rows }
          if (isDryRun) throw new DryRunOver(report)
          return report
        })
      } catch (error) {
        if (error instanceof DryRunOver) return error.report
        throw error
      }
    },

    /** All enrolments of the course, the ended ones too, in pieces. @throws 403; 404 */
    async exportTable(actor: Viewer, ref: string): Promise<TableFile> {
      const { id, slug } = await courses.requirePermitted(actor, { ref, rule: mayReadEnrolments })
      return { name: `${slug}.csv`, lines: linesOf(id) }
    }
  }
}
