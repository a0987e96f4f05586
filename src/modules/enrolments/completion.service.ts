import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Courses } from '../courses/index.js'
import { lockEnrolments, saveEnrolments } from './enrolments.repository.js'
import { moved, nextStanding, standingAt } from './enrolments.status.js'
import type { Telling } from './enrolments.telling.js'
import type { WaitingList } from './waiting-list.service.js'

export interface CompletionDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'lock'>
  waitingList: WaitingList
  telling: Telling
  /** What their completion brings them. */
  onCompleted: OnCompleted
}

export type OnCompleted = (
  tx: Tx,
  afterCommit: AfterCommit,
  learners: { courseId: string; userIds: readonly string[] }
) => Promise<void>

export interface Completion {
  /**
   * Active ones become completed and end no more, each told once, and leave their places to who waits; others are left
   * alone. Returns how many they are.
   */
  complete(
    tx: Tx,
    afterCommit: AfterCommit,
    learners: { courseId: string; userIds: readonly string[] }
  ): Promise<number>
}

export function createCompletion({
  database,
  clock,
  courses,
  waitingList,
  telling,
  onCompleted
}: CompletionDeps): Completion {
  return {
    async complete(tx, afterCommit, { courseId, userIds }) {
      const course = userIds.length > 0 ? await courses.lock(tx, courseId) : undefined
      if (!course) return 0
      const now = clock.now()
      const completed = []
      for (const row of await lockEnrolments(database, tx, { courseId, userIds })) {
        const to = nextStanding('complete', standingAt(row, now))
        if (to) completed.push(moved(row, { to, now }))
      }
      if (completed.length === 0) return 0
      await saveEnrolments(database, tx, completed)
      await telling.learners(tx, afterCommit, { type: 'enrolment_completed', course, rows: completed })
      await waitingList.settle(tx, afterCommit, course)
      await onCompleted(tx, afterCommit, { courseId, userIds: completed.map(({ userId }) => userId) })
      return completed.length
    }
  }
}
