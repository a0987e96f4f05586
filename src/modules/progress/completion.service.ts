import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Enrolments } from '../enrolments/index.js'
import { prepareFindFinished, prepareLockCourse } from './completion.repository.js'
import { prepareSaveProgress } from './progress.repository.js'

export interface CompletionDeps {
  database: Database
  clock: Clock
  enrolments: Pick<Enrolments, 'complete'>
}

export type Completion = ReturnType<typeof createCompletion>

/** Who has completed what a course requires has completed the course. */
export function createCompletion({ database, clock, enrolments }: CompletionDeps) {
  const lockCourse = prepareLockCourse(database)
  const findFinished = prepareFindFinished(database)
  const saveProgress = prepareSaveProgress(database)

  /**
   * Completes the active enrolments that lack nothing: those of the course, or that of one learner. Of a learner who
   * completes a lesson and a mentor who withdraws the other at the same moment, the second one waits here for the first and
   * then sees what both did: nobody stays at 100 % and active. Notifies: last in the transaction.
   */
  async function completeFinished(
    tx: Tx,
    afterCommit: AfterCommit,
    { courseId, userId }: { courseId: string; userId?: string }
  ): Promise<number> {
    await lockCourse(tx, courseId)
    const userIds = await findFinished(tx, { courseId, ...(userId !== undefined && { userId }) })
    return userIds.length === 0 ? 0 : enrolments.complete(tx, afterCommit, { courseId, userIds })
  }

  return {
    lockCourse,
    completeFinished,

    /** By a fact other than the learner's word. What is completed already stays as it is. Last in the transaction. */
    async completeLesson(
      tx: Tx,
      afterCommit: AfterCommit,
      { userId, lessonId, courseId }: { userId: string; lessonId: string; courseId: string }
    ): Promise<void> {
      const now = clock.now()
      const report = { userId, lessonId, courseId, positionMs: 0, resumeMs: undefined, completedAt: now, at: now }
      await saveProgress(tx, report)
      await completeFinished(tx, afterCommit, { courseId, userId })
    },

    /** After what is required has changed. Last in the transaction. */
    async recheckCourse(tx: Tx, afterCommit: AfterCommit, courseId: string): Promise<void> {
      await completeFinished(tx, afterCommit, { courseId })
    },

    /** Once something of a learner counts that did not. Last in the transaction. */
    async recheckLearner(
      tx: Tx,
      afterCommit: AfterCommit,
      { courseId, userId }: { courseId: string; userId: string }
    ): Promise<void> {
      await completeFinished(tx, afterCommit, { courseId, userId })
    }
  }
}
