import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Audit } from '../audit/index.js'
import type { Lessons } from '../content/index.js'
import type { Courses } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { Grades } from '../grades/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { Rubrics } from '../rubrics/index.js'
import type { Submissions } from '../submissions/index.js'
import { commentsRoutes } from './comments.routes.js'
import { createCommentsService } from './comments.service.js'
import { createCommentTelling } from './comments.telling.js'
import { diffRoutes } from './diff.routes.js'
import { diffSchemas } from './diff.schemas.js'
import { createDiffService } from './diff.service.js'
import { createFeedbackAccess } from './feedback.access.js'
import { savedCommentsRoutes } from './saved-comments.routes.js'
import { savedCommentSchemas } from './saved-comments.schemas.js'
import { createSavedCommentsService } from './saved-comments.service.js'
import { prepareCarryThreads } from './threads.repository.js'
import { threadsRoutes } from './threads.routes.js'
import { threadSchemas } from './threads.schemas.js'
import { createThreadsService } from './threads.service.js'

export interface FeedbackModuleDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  courses: Pick<Courses, 'rules'>
  submissions: Pick<Submissions, 'requireSeen' | 'lock'>
  reviewers: Pick<Reviewers, 'reviewersOf'>
  rubrics: Pick<Rubrics, 'versions'>
  grades: Pick<Grades, 'showsPoints'>
  lessons: Pick<Lessons, 'renderMarkdown'>
  events: Pick<Events, 'emit'>
}

/** What is said about attempts, and what has changed between them. */
export function createFeedbackModule(deps: FeedbackModuleDeps) {
  const { database } = deps
  const access = createFeedbackAccess(deps)
  const telling = createCommentTelling(deps)
  const comments = createCommentsService({ ...deps, access, telling })
  const threads = createThreadsService({ ...deps, access, comments })
  const saved = createSavedCommentsService(deps)
  const diffs = createDiffService({ ...deps, access })
  const routes: FastifyPluginAsyncTypebox = async (app) => {
    threadsRoutes(threads)(app)
    commentsRoutes(comments)(app)
    savedCommentsRoutes(saved)(app)
    diffRoutes(diffs)(app)
  }
  return {
    /** Open threads are about the new attempt, too. */
    carryThreads: prepareCarryThreads(database),
    routes,
    schemas: [...threadSchemas, ...savedCommentSchemas, ...diffSchemas]
  }
}
