import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { CourseRow, Courses } from '../courses/index.js'
import { saveEnrolments } from './enrolments.repository.js'
import { moved, nextStanding, standingAt } from './enrolments.status.js'
import type { Telling } from './enrolments.telling.js'
import { findTitles } from './prerequisites.repository.js'
import type { WaitingList } from './waiting-list.service.js'
import { findPlacesOf, lockOpenOf } from './withdrawal.repository.js'

export interface WithdrawalDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'lock'>
  waitingList: WaitingList
  telling: Telling
}

export interface Withdrawal {
  /**
   * Of a user who is deleted: what they asked for, wait for or take is cancelled, and whoever waits for their places moves
   * up. What they completed stays.
   */
  withdraw(tx: Tx, afterCommit: AfterCommit, userId: string): Promise<void>
}

export function createWithdrawal({ database, clock, courses, waitingList, telling }: WithdrawalDeps): Withdrawal {
  return {
    async withdraw(tx, afterCommit, userId) {
      // All the courses first, in one order, and then the enrolments, as everywhere. Where all find a place nobody waits.
      const locked: CourseRow[] = []
      for (const courseId of await findPlacesOf(database, tx, userId)) {
        const course = await courses.lock(tx, courseId)
        if (course) locked.push(course)
      }
      const now = clock.now()
      const left = (await lockOpenOf(database, tx, userId)).map((row) => {
        const standing = standingAt(row, now)
        return moved(row, { to: nextStanding('cancel', standing) ?? standing, now })
      })
      await saveEnrolments(database, tx, left)
      const courseIds = left.map(({ courseId }) => courseId)
      const titles = await findTitles(database, tx, courseIds)
      await telling.withdrawn(tx, afterCommit, { rows: left, titles })
      for (const course of locked) await waitingList.settle(tx, afterCommit, course)
    }
  }
}
