import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Audit } from '../audit/index.js'
import type { Lessons } from '../content/index.js'
import type { Courses } from '../courses/index.js'
import type { Enrolments } from '../enrolments/index.js'
import type { Grades } from '../grades/index.js'
import type { Reviewers } from '../reviewers/index.js'
import { createCompletion } from './completion.service.js'
import { completionRuleRoutes } from './completion-rule.routes.js'
import { completionRuleSchemas } from './completion-rule.schemas.js'
import { createCompletionRuleService } from './completion-rule.service.js'
import { continueRoutes } from './continue.routes.js'
import { continueSchemas } from './continue.schemas.js'
import { createContinueService } from './continue.service.js'
import { explainRoutes } from './explain.routes.js'
import { explainSchemas } from './explain.schemas.js'
import { createExplainService } from './explain.service.js'
import { learnersRoutes } from './learners.routes.js'
import { learnerSchemas } from './learners.schemas.js'
import { createLearnersService } from './learners.service.js'
import { createNotesExport } from './notes.export.js'
import { notesRoutes } from './notes.routes.js'
import { noteSchemas } from './notes.schemas.js'
import { createNotesService } from './notes.service.js'
import { createPercents } from './percents.service.js'
import { progressRoutes } from './progress.routes.js'
import { progressSchemas } from './progress.schemas.js'
import { createProgressService } from './progress.service.js'
import { createRebuild } from './rebuild.service.js'

export interface ProgressModuleDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  courses: Courses
  enrolments: Pick<Enrolments, 'complete'>
  lessons: Lessons
  /** Those of the learners who have the pass mark of the course. */
  passedOf: Grades['passedOf']
  /** Made later, and called only when a request has come. */
  reviewers: Pick<Reviewers, 'mayReview'>
}

/** What other modules tell of progress. */
export interface Progress {
  /** By a fact other than the learner's word, such as a quiz that was passed. Tells the learner of what that completes. */
  completeLesson(
    tx: Tx,
    afterCommit: AfterCommit,
    lesson: { userId: string; lessonId: string; courseId: string }
  ): Promise<void>
  /** After required items have changed: completes the enrolments that lack nothing now. Tells them. */
  recheckCourse(tx: Tx, afterCommit: AfterCommit, courseId: string): Promise<void>
  /** The same of one learner, once something of theirs counts that did not. Tells them. */
  recheckLearner(tx: Tx, afterCommit: AfterCommit, learner: { courseId: string; userId: string }): Promise<void>
}

/** How far learners have come, always counted from what they did, and the notes that they make on the way. */
export function createProgressModule(deps: ProgressModuleDeps) {
  const { database, clock, courses, enrolments, lessons, passedOf } = deps
  const completion = createCompletion({ database, clock, enrolments, passedOf })
  const progress = createProgressService({ database, clock, courses, lessons, completion })
  const learners = createLearnersService({ database, clock, courses, lessons })
  const continuations = createContinueService({ database, clock, lessons })
  const explanations = createExplainService({ database, clock, courses, lessons, passedOf })
  const rules = createCompletionRuleService({ ...deps, completion })
  const notes = createNotesService({ database, clock, lessons })
  const { completeLesson, recheckCourse, recheckLearner }: Progress = completion
  const routes: FastifyPluginAsyncTypebox = async (app) => {
    progressRoutes(progress)(app)
    learnersRoutes(learners)(app)
    continueRoutes(continuations)(app)
    explainRoutes(explanations)(app)
    completionRuleRoutes(rules)(app)
    notesRoutes(notes, createNotesExport({ database, clock }))(app)
  }
  return {
    completeLesson,
    recheckCourse,
    recheckLearner,
    /** Of many learners of a course. */
    percentsOf: createPercents({ database, lessons }),
    /** For `progress-rebuild-cli.ts`. */
    rebuild: createRebuild({ database, clock, completion }),
    routes,
    schemas: [
      ...progressSchemas,
      ...learnerSchemas,
      ...continueSchemas,
      ...explainSchemas,
      ...completionRuleSchemas,
      ...noteSchemas
    ]
  }
}
