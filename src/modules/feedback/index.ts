import type { FastifyPluginAsync } from 'fastify'
import type { Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Lessons } from '../content/index.js'
import type { Notifications } from '../notifications/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { Rubrics } from '../rubrics/index.js'
import type { Submissions } from '../submissions/index.js'

export interface FeedbackModuleDeps {
  database: Database
  clock: Clock
  submissions: Pick<Submissions, 'requireSeen'>
  reviewers: Pick<Reviewers, 'reviewersOf'>
  rubrics: Pick<Rubrics, 'versions'>
  lessons: Pick<Lessons, 'renderMarkdown'>
  notifications: Pick<Notifications, 'notify'>
}

export function createFeedbackModule(_deps: FeedbackModuleDeps) {
  const routes: FastifyPluginAsync = async () => {}
  return {
    /** Open threads are about the new attempt, too. */
    carryThreads: async (_tx: Tx, _attempt: { submissionId: string; number: number }): Promise<void> => {},
    routes,
    schemas: []
  }
}
