import type { AfterCommit, Database, Queries, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { CourseRow } from '../courses/index.js'
import { type EnrolmentRow, saveEnrolments } from './enrolments.repository.js'
import { moved, requireNext } from './enrolments.status.js'
import type { Telling } from './enrolments.telling.js'
import { isOpenAt, stayFrom } from './enrolments.terms.js'
import { countActive, lockFirstInQueue, lockOver, placeInQueue } from './waiting-list.repository.js'

/** An enrolment, and which in the queue it is when it waits for a place. */
export interface Placed<Row extends EnrolmentRow = EnrolmentRow> {
  enrolment: Row
  queuePosition: number | null
}

export interface WaitingListDeps {
  database: Database
  clock: Clock
  telling: Pick<Telling, 'learners'>
}

export type WaitingList = ReturnType<typeof createWaitingList>

/**
 * The places of a course and those who wait for one. All of it asks for a course that is locked: nobody else takes or leaves
 * a place until the commit. Whoever moves up or has no time left is told.
 */
export function createWaitingList({ database, clock, telling }: WaitingListDeps) {
  async function freePlaces(tx: Tx, { id, capacity }: CourseRow): Promise<number> {
    return capacity === null ? Number.POSITIVE_INFINITY : Math.max(0, capacity - (await countActive(database, tx, id)))
  }

  /** Notes what is over by the clock, of all who take the course or of some. Returns how many they are. */
  async function endOver(
    tx: Tx,
    afterCommit: AfterCommit,
    { course, ids }: { course: CourseRow; ids?: readonly string[] }
  ): Promise<number> {
    const now = clock.now()
    const over = await lockOver(database, tx, { now, ...(ids ? { ids } : { courseId: course.id }) })
    const ended = over.map((row) => moved(row, { to: requireNext('expire', 'active'), now }))
    await saveEnrolments(database, tx, ended)
    await telling.learners(tx, afterCommit, { type: 'enrolment_expired', course, rows: ended })
    return ended.length
  }

  /** As many as there are places for, in their order. The time of who left and came back may be over by now. */
  async function moveUp(tx: Tx, afterCommit: AfterCommit, course: CourseRow): Promise<void> {
    const now = clock.now()
    if (!isOpenAt(course, now)) return
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
    await telling.learners(tx, afterCommit, { type: 'enrolment_moved_up', course, rows: movedUp })
    await telling.learners(tx, afterCommit, { type: 'enrolment_expired', course, rows: ended })
  }

  return {
    freePlaces,
    endOver,
    moveUp,

    /** Which in the queue; null when it waits for no place. */
    positionOf: async (queries: Queries, row: EnrolmentRow): Promise<number | null> =>
      row.pendingFor === 'place' ? placeInQueue(database, queries, row) : null,

    /** Before a place is given and after one was left: whoever waits longest has the first. */
    async settle(tx: Tx, afterCommit: AfterCommit, course: CourseRow): Promise<void> {
      if (course.capacity === null) return
      await endOver(tx, afterCommit, { course })
      await moveUp(tx, afterCommit, course)
    }
  }
}
