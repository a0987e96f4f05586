import type { AfterCommit, Database, Tx } from '../../db/database.js'
import { conflict, forbidden, notFound } from '../../lib/errors.js'
import type { Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { Submissions } from '../submissions/index.js'
import { reviewedAgain, secondReviewWanted } from './decisions.events.js'
import type { ReviewQueue } from './index.js'
import type { RequestRow } from './requests.repository.js'
import { findDeciders, findLastRound, findNewestAttempt } from './second-review.repository.js'

export interface SecondReviewsDeps {
  database: Database
  reviewers: Pick<Reviewers, 'reviewersOf'>
  submissions: Pick<Submissions, 'requireSeen' | 'lock' | 'move'>
  queue: Pick<ReviewQueue, 'enqueue'>
  events: Pick<Events, 'emit'>
}

export type SecondReviewsService = ReturnType<typeof createSecondReviewsService>

const round = 2

/** A second look at what was decided. */
export function createSecondReviewsService({ database, reviewers, submissions, queue, events }: SecondReviewsDeps) {
  /** The learner, and who may take it. */
  async function tell(
    tx: Tx,
    afterCommit: AfterCommit,
    { deciders, ...asked }: Parameters<typeof reviewedAgain>[0] & { deciders: readonly string[] }
  ): Promise<void> {
    const others = [asked.request.userId, asked.actorId, ...deciders]
    const able = await reviewers.reviewersOf(tx, asked.request.courseId)
    await events.emit(tx, afterCommit, reviewedAgain(asked))
    const userIds = able.filter((id) => !others.includes(id))
    await events.emit(tx, afterCommit, secondReviewWanted({ ...asked, userIds }))
  }

  return {
    /**
     * Of the newest attempt once it is decided, and once. What was decided stays until the second review is. By who manages
     * or reviews the course, of others' work; learner and reviewers are told.
     * @throws 403 FORBIDDEN, OWN_WORK; 404; 409 ILLEGAL_TRANSITION, SECOND_REVIEW_EXISTS
     */
    async ask(actor: Viewer, submissionId: string, reason: string): Promise<RequestRow> {
      const { isReviewer, isOwner, project, course } = await submissions.requireSeen(actor, submissionId)
      if (!isReviewer) throw forbidden()
      if (isOwner) throw forbidden('Somebody else asks for a second review of your work', 'OWN_WORK')
      const actorId = actor.userId
      return database.transaction(async (tx, afterCommit) => {
        const submission = await submissions.lock(tx, submissionId)
        if (!submission) throw notFound('Submission')
        const attempt = await findNewestAttempt(database, tx, submissionId)
        if (attempt && (await findLastRound(database, tx, attempt.id)) >= round) {
          throw conflict('SECOND_REVIEW_EXISTS', 'This attempt has a second review already')
        }
        await submissions.move(tx, { submission, move: 'review_again', actorId, reason: reason.trim() })
        if (!attempt) throw new Error(`submission ${submissionId} is decided and has no attempt`)
        const deciders = await findDeciders(database, tx, attempt.id)
        const asked = { attempt, round, reviewHours: project.reviewHours, except: deciders }
        const request = await queue.enqueue(tx, asked)
        await tell(tx, afterCommit, { request, course, projectTitle: project.title, actorId, deciders })
        return request
      })
    }
  }
}
