import type { Database, Queries, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { CourseRow } from '../courses/index.js'
import { type Notice, noticeOf } from './enrolments.notices.js'
import { type EnrolmentRow, saveEnrolments } from './enrolments.repository.js'
import { moved, requireNext } from './enrolments.status.js'
import { isOpenAt, stayFrom } from './enrolments.terms.js'
import { countActive, lockFirstInQueue, lockOver, placeInQueue } from './waiting-list.repository.js'

/** An enrolment, and which in the queue it is when it waits for a place. */
export interface Placed<Row extends EnrolmentRow = EnrolmentRow> {
  enrolment: Row
  queuePosition: number | null
}

export type WaitingList = ReturnType<typeof createWaitingList>

/**
 * The places of a course and those who wait for one. All of it asks for a course that is locked: nobody else takes or leaves
 * a place until the commit. What it returns is to be told at the end of the transaction.
 */
export function createWaitingList({ database, clock }: { database: Database; clock: Clock }) {
  async function freePlaces(tx: Tx, { id, capacity }: CourseRow): Promise<number> {
    return capacity === null ? Number.POSITIVE_INFINITY : Math.max(0, capacity - (await countActive(database, tx, id)))
  }

  /** Notes what is over by the clock, of all who take the course or of some. */
  async function endOver(tx: Tx, { id }: CourseRow, ids?: readonly string[]): Promise<Notice[]> {
    const now = clock.now()
    const over = await lockOver(database, tx, { now, ...(ids ? { ids } : { courseId: id }) })
    const ended = over.map((row) => moved(row, { to: requireNext('expire', 'active'), now }))
    await saveEnrolments(database, tx, ended)
    return noticeOf('expired', ended)
  }

  /** As many as there are places for, in their order. The time of who left and came back may be over by now. */
  async function moveUp(tx: Tx, course: CourseRow): Promise<Notice[]> {
    const now = clock.now()
    if (!isOpenAt(course, now)) return []
    const movedUp: EnrolmentRow[] = []
    const ended: EnrolmentRow[] = []
    for (let free = await freePlaces(tx, course); free > 0; ) {
      const limit = Math.min(free, Number.MAX_SAFE_INTEGER)
      free = 0
      const first = await lockFirstInQueue(database, tx, { courseId: course.id, limit })
      const changed = first.map((row) => {
        const stay = stayFrom(now, course, row)
        const isEnded = stay.expiresAt !== null && stay.expiresAt <= now
        if (isEnded) free += 1
        const after = moved(row, { to: requireNext(isEnded ? 'expire' : 'moveUp', 'queued'), now, ...stay })
        const told = isEnded ? ended : movedUp
        told.push(after)
        return after
      })
      await saveEnrolments(database, tx, changed)
    }
    return [...noticeOf('movedUp', movedUp), ...noticeOf('expired', ended)]
  }

  return {
    freePlaces,
    endOver,
    moveUp,

    /** Which in the queue; null when it waits for no place. */
    positionOf: async (queries: Queries, row: EnrolmentRow): Promise<number | null> =>
      row.pendingFor === 'place' ? placeInQueue(database, queries, row) : null,

    /** Before a place is given and after one was left: whoever waits longest has the first. */
    async settle(tx: Tx, course: CourseRow): Promise<Notice[]> {
      if (course.capacity === null) return []
      return [...(await endOver(tx, course)), ...(await moveUp(tx, course))]
    }
  }
}
