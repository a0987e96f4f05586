import type { AfterCommit, Database, Queries, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Enrolments } from '../enrolments/index.js'
import type { Grades } from '../grades/index.js'
import { type CompletionFinders, prepareForReading, prepareForTx, prepareLockCourse } from './completion.repository.js'
import { prepareSaveProgress } from './progress.repository.js'

export interface CompletionDeps {
  database: Database
  clock: Clock
  enrolments: Pick<Enrolments, 'complete'>
  passedOf: Grades['passedOf']
}

/** All of a course, or one. */
interface Learners {
  courseId: string
  userId?: string
}

/** So many are asked about their pass mark at once. */
const batchSize = 500

export type Completion = ReturnType<typeof createCompletion>

/** Who has all that the rule of a course needs has completed the course. What completed once stays so. */
export function createCompletion({ database, clock, enrolments, passedOf }: CompletionDeps) {
  const lockCourse = prepareLockCourse(database)
  const inTx = prepareForTx(database)
  const reading = prepareForReading(database)
  const saveProgress = prepareSaveProgress(database)

  /** The pass mark takes the whole gradebook of a learner: it is asked last, of those who lack nothing else. */
  async function findAll<Q extends Queries>(
    { findNeeds, findFinished }: CompletionFinders<Q>,
    queries: Q,
    learners: Learners
  ): Promise<string[]> {
    const { courseId } = learners
    const needs = await findNeeds(queries, courseId)
    const userIds = await findFinished(queries, needs, learners)
    if (!needs.rule.needsPassMark) return userIds
    const passed: string[] = []
    for (let i = 0; i < userIds.length; i += batchSize) {
      passed.push(...(await passedOf(queries, { courseId, userIds: userIds.slice(i, i + batchSize) })))
    }
    return passed
  }

  /**
   * Completes the active enrolments that lack nothing: those of the course, or that of one learner. Of a learner who
   * completes a lesson and a mentor who withdraws the other at the same moment, the second one waits here for the first and
   * then sees what both did: nobody stays at 100 % and active. Tells them.
   */
  async function completeFinished(tx: Tx, afterCommit: AfterCommit, learners: Learners): Promise<number> {
    const { courseId } = learners
    await lockCourse(tx, courseId)
    const userIds = await findAll(inTx, tx, learners)
    return userIds.length === 0 ? 0 : enrolments.complete(tx, afterCommit, { courseId, userIds })
  }

  return {
    lockCourse,
    completeFinished,

    /** Whether there is somebody to complete. Looks without a lock. */
    hasFinished: async (learners: Learners): Promise<boolean> =>
      (await findAll(reading, database.read, learners)).length > 0,

    /** By a fact other than the learner's word. What is completed already stays as it is. */
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

    /** After what is required has changed. */
    async recheckCourse(tx: Tx, afterCommit: AfterCommit, courseId: string): Promise<void> {
      await completeFinished(tx, afterCommit, { courseId })
    },

    /** Once something of a learner counts that did not. */
    async recheckLearner(
      tx: Tx,
      afterCommit: AfterCommit,
      { courseId, userId }: { courseId: string; userId: string }
    ): Promise<void> {
      await completeFinished(tx, afterCommit, { courseId, userId })
    }
  }
}
