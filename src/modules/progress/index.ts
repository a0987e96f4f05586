import type { FastifyPluginAsync } from 'fastify'
import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Lessons } from '../content/index.js'
import type { Courses } from '../courses/index.js'
import type { Enrolments } from '../enrolments/index.js'
import { createCompletion } from './completion.service.js'
import { progressRoutes } from './progress.routes.js'
import { progressSchemas } from './progress.schemas.js'
import { createProgressService } from './progress.service.js'

export interface ProgressModuleDeps {
  database: Database
  clock: Clock
  courses: Courses
  enrolments: Pick<Enrolments, 'complete'>
  lessons: Lessons
}

/** What other modules tell of progress. */
export interface Progress {
  /** By a fact other than the learner's word, such as a quiz that was passed. Notifies: last in the transaction. */
  completeLesson(
    tx: Tx,
    afterCommit: AfterCommit,
    lesson: { userId: string; lessonId: string; courseId: string }
  ): Promise<void>
  /** After required items have changed: completes the enrolments that lack nothing now. Notifies: last in the transaction. */
  recheckCourse(tx: Tx, afterCommit: AfterCommit, courseId: string): Promise<void>
}

/** How far learners have come, always counted from what they did, and the notes that they make on the way. */
export function createProgressModule({ database, clock, courses, enrolments, lessons }: ProgressModuleDeps) {
  const completion = createCompletion({ database, clock, enrolments })
  const progress = createProgressService({ database, clock, courses, lessons, completion })
  const { completeLesson, recheckCourse }: Progress = completion
  const routes: FastifyPluginAsync = async (app) => {
    await app.register(progressRoutes(progress))
  }
  return { completeLesson, recheckCourse, routes, schemas: [...progressSchemas] }
}
