import type { FastifyPluginAsync } from 'fastify'
import type { AfterCommit, Database, Queries, Tx } from '../../db/database.js'
import type { gradedKinds } from '../../db/schema/grades.js'
import type { Tables } from '../../db/schema/index.js'
import type { Clock } from '../../lib/clock.js'
import type { Courses } from '../courses/index.js'
import type { Notifications } from '../notifications/index.js'
import type { Progress } from '../progress/index.js'
import type { Reviewers } from '../reviewers/index.js'

export interface GradesModuleDeps {
  database: Database
  clock: Clock
  courses: Courses
  reviewers: Pick<Reviewers, 'mayReview'>
  progress: Pick<Progress, 'recheckLearner'>
  notifications: Pick<Notifications, 'notify'>
}

export type GradeRow = Tables['grades']['$inferSelect']
export type GradeChangeSource = Tables['gradeChanges']['$inferSelect']['source']

/** One grade: of a learner, for an item of their course. */
export interface GradePlace {
  courseId: string
  userId: string
  kind: (typeof gradedKinds)[number]
  itemId: string
}

/** Points are in hundredths. */
export interface Grades {
  /**
   * What the work earned. What somebody set by hand goes on counting. Keeps the change; tells nobody: whoever records does,
   * or the release. `points` null: the work earns nothing any more (a checkpoint that was returned).
   */
  record(
    tx: Tx,
    grade: GradePlace & {
      points: number | null
      maxPoints: number
      source: GradeChangeSource
      reason: string
      actorId: string | null
    }
  ): Promise<GradeRow>
  /** Sets, or with null takes away, what counts instead. Tells the learner once it is released: last in the transaction. */
  set(
    tx: Tx,
    afterCommit: AfterCommit,
    grade: GradePlace & { points: number | null; source: GradeChangeSource; reason: string; actorId: string }
  ): Promise<GradeRow>
  /** Those of the learners who have the pass mark, everything counted that they lack. */
  passedOf(queries: Queries, learners: { courseId: string; userIds: readonly string[] }): Promise<Set<string>>
}

const notBuilt = async (): Promise<never> => {
  throw new Error('not built yet')
}

export function createGradesModule(_deps: GradesModuleDeps) {
  const routes: FastifyPluginAsync = async () => {}
  const grades: Grades = { record: notBuilt, set: notBuilt, passedOf: notBuilt }
  return { ...grades, routes, schemas: [] }
}
