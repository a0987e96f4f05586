import type { FastifyPluginAsync } from 'fastify'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { Clock } from '../../lib/clock.js'
import type { Lessons } from '../content/index.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Files } from '../files/index.js'
import type { Notifications } from '../notifications/index.js'
import type { Projects } from '../projects/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { ReviewQueue } from '../reviews/index.js'
import { createMoves } from './moves.js'
import { prepareLockSubmission, type SubmissionRow } from './moves.repository.js'
import { createSubmissionLookup, type SeenSubmission } from './submissions.lookup.js'
import type { SubmissionMove } from './submissions.status.js'

export type { SubmissionRow } from './moves.repository.js'
export type { SeenSubmission } from './submissions.lookup.js'
export type { SubmissionMove } from './submissions.status.js'

export interface SubmissionsModuleDeps {
  database: Database
  clock: Clock
  courses: Courses
  lessons: Lessons
  projects: Projects
  reviewers: Reviewers
  files: Files
  /** Made later, and called only when a request has come. */
  queue: Pick<ReviewQueue, 'enqueue' | 'cancel'>
  /** Open threads come along to the new attempt. */
  carryThreads: (tx: Tx, attempt: { submissionId: string; number: number }) => Promise<void>
  notifications: Pick<Notifications, 'notify'>
}

export type AttemptRow = Tables['attempts']['$inferSelect']

export interface Submissions {
  /** Its learner, the reviewers of the course and its staff. @throws 404 */
  requireSeen(viewer: Viewer, submissionId: string): Promise<SeenSubmission>
  lock(tx: Tx, submissionId: string): Promise<SubmissionRow | undefined>
  /** The one place where a status changes: of a locked row, with its line in the history. @throws 409 ILLEGAL_TRANSITION */
  move(
    tx: Tx,
    step: { submission: SubmissionRow; move: SubmissionMove; actorId: string | null; reason?: string }
  ): Promise<SubmissionRow>
  /** Whether an attempt that the viewer may see holds the file. */
  mayReadFile(viewer: Viewer | null, fileId: string): Promise<boolean>
  /** What waits of an account that is removed. */
  withdrawAll(tx: Tx, userId: string): Promise<void>
}

export function createSubmissionsModule(deps: SubmissionsModuleDeps) {
  const { database } = deps
  const moves = createMoves(deps)
  const lookup = createSubmissionLookup(deps)
  const routes: FastifyPluginAsync = async () => {}
  const submissions: Submissions = {
    requireSeen: lookup.requireSeen,
    mayReadFile: lookup.mayReadFile,
    lock: prepareLockSubmission(database),
    move: moves.move,
    withdrawAll: async () => {}
  }
  return { ...submissions, routes, schemas: [] }
}
