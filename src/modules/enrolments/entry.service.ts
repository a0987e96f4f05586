import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { type AppError, conflict } from '../../lib/errors.js'
import type { CourseRow } from '../courses/index.js'
import { type EnrolmentRow, lockEnrolments, saveEnrolments } from './enrolments.repository.js'
import {
  type EnrolmentMove,
  moved,
  newEnrolment,
  nextStanding,
  requireNext,
  type Standing,
  standingAt
} from './enrolments.status.js'
import { noStay, stayFrom, stayLeft } from './enrolments.terms.js'
import type { WaitingList } from './waiting-list.service.js'

/** One who wants in, or for whom somebody wants it. */
interface Candidate {
  userId: string
  from: Standing
  found: EnrolmentRow | undefined
}

/** Those for whom the move is possible, and those for whom it is not. */
export interface Considered {
  course: CourseRow
  move: EnrolmentMove
  candidates: readonly Candidate[]
  refused: readonly Candidate[]
}

export interface Entered {
  entered: EnrolmentRow[]
  /** For whom there is no place: they wait for one from now on. */
  queued: EnrolmentRow[]
  /** Those who did so before. */
  waiting: EnrolmentRow[]
}

const alreadyIn: Partial<Record<Standing, string>> = {
  active: 'You are enrolled in this course already',
  completed: 'You have completed this course already',
  queued: 'You wait for a place in this course already',
  requested: 'You have asked for this course already'
}

export type Entry = ReturnType<typeof createEntry>

/** The one door: whoever gets into a course, by whatever way, gets in here, or onto its waiting list. */
export function createEntry(deps: { database: Database; clock: Clock; waitingList: WaitingList }) {
  const { database, clock, waitingList } = deps

  /** Of a locked course. */
  async function consider(
    tx: Tx,
    afterCommit: AfterCommit,
    { course, userIds, move }: { course: CourseRow; userIds: readonly string[]; move: EnrolmentMove }
  ): Promise<Considered> {
    await waitingList.settle(tx, afterCommit, course)
    const now = clock.now()
    const rows = await lockEnrolments(database, tx, { courseId: course.id, userIds })
    const known = new Map(rows.map((row) => [row.userId, row]))
    const candidates: Candidate[] = []
    const refused: Candidate[] = []
    for (const userId of userIds) {
      const found = known.get(userId)
      const from = standingAt(found, now)
      const candidate = { userId, from, found }
      if (nextStanding(move, from)) candidates.push(candidate)
      else refused.push(candidate)
    }
    return { course, move, candidates, refused }
  }

  /**
   * Those who are considered, as far as there are places; with `isForced` all of them. Whoever left and comes back by
   * themselves has no more days than they had, also when they have to wait for a place.
   * @throws 409 ACCESS_ENDED
   */
  async function enter(
    tx: Tx,
    { course, move, candidates }: Considered,
    { createdBy, isForced = false }: { createdBy?: string; isForced?: boolean }
  ): Promise<Entered> {
    const now = clock.now()
    const result: Entered = { entered: [], queued: [], waiting: [] }
    const by = createdBy === undefined ? {} : { createdBy }
    let places = isForced ? Number.POSITIVE_INFINITY : await waitingList.freePlaces(tx, course)
    for (const { userId, from, found } of candidates) {
      const row = found ?? newEnrolment({ courseId: course.id, userId, now })
      const left = move === 'enrol' ? { activatedAt: row.activatedAt, expiresAt: row.expiresAt } : noStay
      const stay = stayFrom(now, course, left)
      if (stay.expiresAt !== null && stay.expiresAt <= now) {
        throw conflict('ACCESS_ENDED', 'Your time in this course is over')
      }
      if (places > 0) {
        places -= 1
        result.entered.push(moved(row, { to: requireNext(move, from), now, message: null, ...stay, ...by }))
      } else if (found && from === 'queued') {
        result.waiting.push(found)
      } else {
        result.queued.push(moved(row, { to: requireNext('queue', from), now, message: null, ...left, ...by }))
      }
    }
    await saveEnrolments(database, tx, [...result.entered, ...result.queued])
    return result
  }

  return {
    consider,
    enter,

    /** The same of one who asks for themselves. @throws 409 ALREADY_ENROLLED, ILLEGAL_TRANSITION */
    async considerOne(
      tx: Tx,
      afterCommit: AfterCommit,
      { course, userId, move }: { course: CourseRow; userId: string; move: EnrolmentMove }
    ): Promise<Considered> {
      const considered = await consider(tx, afterCommit, { course, userIds: [userId], move })
      const [refused] = considered.refused
      if (refused) throw refusal(refused.from)
      return considered
    },

    /** The one who is considered. @throws 409 ACCESS_ENDED */
    async enterOne(tx: Tx, considered: Considered, by: { createdBy?: string }): Promise<EnrolmentRow> {
      const { entered, queued, waiting } = await enter(tx, considered, by)
      return only([...entered, ...queued, ...waiting])
    },

    /** The one who is considered asks, and waits for the answer. */
    async request(
      tx: Tx,
      { course, candidates }: Considered,
      { message, createdBy }: { message: string | null; createdBy: string }
    ): Promise<EnrolmentRow> {
      const now = clock.now()
      const { userId, from, found } = only(candidates)
      const row = found ?? newEnrolment({ courseId: course.id, userId, now })
      const facts = { now, message, createdBy, ...(from === 'expired' && stayLeft(row, course)) }
      const requested = moved(row, { to: requireNext('request', from), ...facts })
      await saveEnrolments(database, tx, [requested])
      return requested
    }
  }
}

function only<T>(items: readonly T[]): T {
  const [item] = items
  if (item === undefined || items.length > 1) throw new Error(`one was considered, and not ${items.length}`)
  return item
}

function refusal(from: Standing): AppError {
  const isIn = alreadyIn[from]
  if (isIn !== undefined) return conflict('ALREADY_ENROLLED', isIn)
  return conflict('ILLEGAL_TRANSITION', `An enrolment that is ${from} is begun again only by who may enrol others`)
}
