import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Lessons } from '../content/index.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { Files } from '../files/index.js'
import type { Projects } from '../projects/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { ReviewQueue } from '../reviews/index.js'
import type { PresentRubricVersion, Rubrics } from '../rubrics/index.js'
import { createAttemptRubrics } from './attempt-rubrics.service.js'
import { attemptsRoutes } from './attempts.routes.js'
import { attemptSchemas } from './attempts.schemas.js'
import { createAttemptsService } from './attempts.service.js'
import { createMoves } from './moves.js'
import { prepareLockSubmission, type SubmissionRow } from './moves.repository.js'
import { outputsRoutes } from './outputs.routes.js'
import { outputSchemas } from './outputs.schemas.js'
import { createOutputsService } from './outputs.service.js'
import { createPreparing } from './preparing.service.js'
import { createSubmissionLookup, type SeenSubmission } from './submissions.lookup.js'
import { submissionsRoutes } from './submissions.routes.js'
import { submissionSchemas } from './submissions.schemas.js'
import { createSubmissionsService } from './submissions.service.js'
import type { SubmissionMove } from './submissions.status.js'

export type { AttemptRow } from './attempts.repository.js'
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
  rubrics: Pick<Rubrics, 'versions'> & { present: PresentRubricVersion }
  files: Files
  /** Made later, and called only when a request has come. */
  queue: Pick<ReviewQueue, 'enqueue' | 'cancel'>
  /** Open threads come along to the new attempt. */
  carryThreads: (tx: Tx, attempt: { submissionId: string; number: number }) => Promise<void>
  events: Pick<Events, 'emit'>
}

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

/** What learners hand in. */
export function createSubmissionsModule(deps: SubmissionsModuleDeps) {
  const { database } = deps
  const moves = createMoves(deps)
  const lookup = createSubmissionLookup(deps)
  const base = { ...deps, moves, lookup }
  const preparing = createPreparing(base)
  const attempts = createAttemptsService({ ...base, preparing })
  const submissions = createSubmissionsService(base)
  const rubricOf = createAttemptRubrics(deps)
  const outputs = createOutputsService({ ...base, preparing })

  const routes: FastifyPluginAsyncTypebox = async (app) => {
    submissionsRoutes({ submissions, preparing })(app)
    attemptsRoutes({ attempts, submissions, rubricOf, presentRubric: deps.rubrics.present })(app)
    outputsRoutes(outputs)(app)
  }
  const ports: Submissions = {
    requireSeen: lookup.requireSeen,
    mayReadFile: lookup.mayReadFile,
    lock: prepareLockSubmission(database),
    move: moves.move,
    withdrawAll: attempts.withdrawAll
  }
  return { ...ports, routes, schemas: [...submissionSchemas, ...attemptSchemas, ...outputSchemas] }
}
