import type { FastifyPluginAsync } from 'fastify'
import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Lessons } from '../content/index.js'
import type { Notifications } from '../notifications/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { Rubrics } from '../rubrics/index.js'
import type { Submissions } from '../submissions/index.js'
import { prepareCarryThreads } from './carrying.repository.js'

export interface FeedbackModuleDeps {
  database: Database
  clock: Clock
  submissions: Pick<Submissions, 'requireSeen'>
  reviewers: Pick<Reviewers, 'reviewersOf'>
  rubrics: Pick<Rubrics, 'versions'>
  lessons: Pick<Lessons, 'renderMarkdown'>
  notifications: Pick<Notifications, 'notify'>
}

/** What is said about attempts, and what has changed between them. */
export function createFeedbackModule({ database }: FeedbackModuleDeps) {
  const routes: FastifyPluginAsync = async () => {}
  return {
    /** Open threads are about the new attempt, too. */
    carryThreads: prepareCarryThreads(database),
    routes,
    schemas: []
  }
}
