import type { AfterCommit, Database, Tx } from '../../db/database.js'
import { parseMoment } from '../../lib/calendar.js'
import type { Clock } from '../../lib/clock.js'
import { conflict } from '../../lib/errors.js'
import type { CourseRow, Courses, Viewer } from '../courses/index.js'
import { type EnrolmentRow, requireEnrolment, saveEnrolments } from './enrolments.repository.js'
import { moved, requireNext, standingAt } from './enrolments.status.js'
import type { Telling } from './enrolments.telling.js'
import { haveSameEnds, underNewTerms } from './enrolments.terms.js'
import { findOver, lockActive } from './waiting-list.repository.js'
import type { WaitingList } from './waiting-list.service.js'

export interface ExpiryDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'lock' | 'lockPermitted' | 'rules'>
  waitingList: WaitingList
  telling: Telling
}

/** How many end in one transaction. */
const batchSize = 500

export type ExpiryService = ReturnType<typeof createExpiryService>

/** Until when learners have their courses. */
export function createExpiryService({ database, clock, courses, waitingList, telling }: ExpiryDeps) {
  /** Those of one course, in a transaction of its own; another instance may have done it meanwhile. */
  function endSome(courseId: string, ids: readonly string[]): Promise<boolean> {
    return database.transaction(async (tx, afterCommit) => {
      const course = await courses.lock(tx, courseId)
      if (!course || (await waitingList.endOver(tx, afterCommit, { course, ids })) === 0) return false
      await waitingList.moveUp(tx, afterCommit, course)
      return true
    })
  }

  /** @throws 409 COURSE_FULL */
  async function requirePlace(tx: Tx, course: CourseRow, isForced: boolean): Promise<void> {
    if (!isForced && (await waitingList.freePlaces(tx, course)) === 0) {
      throw conflict('COURSE_FULL', 'There is no place for somebody who comes back')
    }
  }

  return {
    /** Notes what is over and gives the places to those who wait. Batch by batch: the others have a turn between. */
    async endAllOver(): Promise<void> {
      const failures = new Map<string, unknown>()
      for (let isMore = true; isMore; ) {
        isMore = false
        const found = { now: clock.now(), limit: batchSize, exceptCourseIds: [...failures.keys()] }
        const over = await findOver(database, found)
        for (const courseId of new Set(over.map((row) => row.courseId))) {
          const ids = over.filter((row) => row.courseId === courseId).map(({ id }) => id)
          try {
            if (await endSome(courseId, ids)) isMore = true
          } catch (error) {
            // It is left out of the next batch: one course that fails does not keep the others waiting.
            failures.set(courseId, error)
            isMore = true
          }
        }
      }
      for (const failure of failures.values()) throw failure
    },

    /**
     * Moves the end, takes it away, or ends it now when that time has passed; one that has ended goes on.
     * @throws 400; 403; 404; 409 COURSE_FULL, ILLEGAL_TRANSITION
     */
    async setEnd(
      actor: Viewer,
      ref: string,
      { userId, expiresAt: text, isForced }: { userId: string; expiresAt: string | null; isForced: boolean }
    ): Promise<EnrolmentRow> {
      const expiresAt = text === null ? null : parseMoment('expiresAt', text)
      const { userId: actorId } = actor
      return database.transaction(async (tx, afterCommit) => {
        const course = await courses.lockPermitted(tx, actor, { ref, rule: courses.rules.mayEnrolOthers })
        await waitingList.settle(tx, afterCommit, course)
        const row = await requireEnrolment(database, tx, { courseId: course.id, userId })
        const now = clock.now()
        const from = standingAt(row, now)
        const isEnd = expiresAt !== null && expiresAt <= now
        const to = requireNext(isEnd ? 'expire' : 'extend', from)
        if (from === 'expired') await requirePlace(tx, course, isForced)
        const changed = moved(row, { to, now, expiresAt: isEnd ? now : expiresAt })
        await saveEnrolments(database, tx, [changed])
        if (isEnd) {
          const told = { type: 'enrolment_expired', course, rows: [changed], actorId } as const
          await telling.learners(tx, afterCommit, told)
          await waitingList.settle(tx, afterCommit, course)
        } else {
          await telling.endChanged(tx, afterCommit, { course, enrolment: changed, actorId })
        }
        return changed
      })
    },

    /** The places or the end of a locked course have changed, or it has opened again. */
    async applyTerms(
      tx: Tx,
      afterCommit: AfterCommit,
      { before, after }: { before: CourseRow; after: CourseRow }
    ): Promise<void> {
      await waitingList.endOver(tx, afterCommit, { course: after })
      const now = clock.now()
      if (!haveSameEnds(before, after)) {
        const rows = await lockActive(database, tx, after.id)
        await saveEnrolments(database, tx, underNewTerms(rows, { before, after, now }))
      }
      await waitingList.moveUp(tx, afterCommit, after)
    }
  }
}
