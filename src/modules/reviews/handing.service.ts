import type { AfterCommit, Database, Tx } from '../../db/database.js'
import { conflict, forbidden, notFound, unprocessable } from '../../lib/errors.js'
import type { CourseRow, Courses, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { Reviewers } from '../reviewers/index.js'
import { assigned, takenBack } from './claims.events.js'
import { prepareFindQueueRow, type QueueRow } from './queue.rows.repository.js'
import type { RequestAccess } from './requests.access.js'
import { prepareLockRequest, type RequestRow, updateRequest } from './requests.repository.js'
import type { RequestsService } from './requests.service.js'
import type { SecondReviewRule } from './second-review.rule.js'

export interface HandingDeps {
  database: Database
  courses: Pick<Courses, 'rules'>
  reviewers: Pick<Reviewers, 'reviewersOf'>
  access: Pick<RequestAccess, 'requireReviewer'>
  requests: Pick<RequestsService, 'giveBack'>
  secondReview: SecondReviewRule
  events: Pick<Events, 'emit'>
}

export type HandingService = ReturnType<typeof createHandingService>

/** How a request leaves the hands of who has it, or for whom it is meant. */
export function createHandingService(deps: HandingDeps) {
  const { database, courses, reviewers, access, requests, secondReview, events } = deps
  const lockRequest = prepareLockRequest(database)
  const findRow = prepareFindQueueRow(database)

  /**
   * Who has claimed it may; a manager may, and says why when they take it from somebody.
   * @throws 403; 422 REASON_REQUIRED
   */
  function requireAllowed(
    viewer: Viewer,
    request: RequestRow,
    { course, reason }: { course: CourseRow; reason: string }
  ) {
    const isClaimed = request.status === 'claimed'
    if (isClaimed && request.claimedBy === viewer.userId) return
    if (!courses.rules.mayManage(viewer, course)) throw forbidden('It is neither yours nor yours to give')
    if (isClaimed && reason === '') throw unprocessable('REASON_REQUIRED', 'reason', 'must say why it is taken back')
  }

  /** @throws 422 NOT_A_REVIEWER, OWN_WORK; 403 FIRST_REVIEWER */
  async function requireAble(tx: Tx, request: RequestRow, userId: string): Promise<void> {
    if (userId === request.userId) throw unprocessable('OWN_WORK', 'userId', 'must not be who handed it in')
    if (!(await reviewers.reviewersOf(tx, request.courseId)).includes(userId)) {
      throw unprocessable('NOT_A_REVIEWER', 'userId', 'must be a reviewer of the course')
    }
    await secondReview.requireAnother(tx, request, userId)
  }

  async function tellClaimer(
    tx: Tx,
    afterCommit: AfterCommit,
    told: { request: RequestRow; row: QueueRow; actorId: string; reason: string }
  ): Promise<void> {
    const { request, row, actorId, reason } = told
    const { claimedBy } = request
    if (request.status !== 'claimed' || claimedBy === null || claimedBy === actorId) return
    await events.emit(tx, afterCommit, takenBack(row, { reviewerId: claimedBy, actorId, reason }))
  }

  return {
    /**
     * Back to the queue. A manager says why; the claimer is told.
     * @throws 403 FORBIDDEN, OWN_WORK; 404; 409 NOT_CLAIMED; 422 REASON_REQUIRED
     */
    async release(viewer: Viewer, id: string, given: { reason?: string | undefined }): Promise<QueueRow> {
      const { course } = await access.requireReviewer(viewer, id)
      const { userId: actorId } = viewer
      const reason = given.reason?.trim() ?? ''
      return database.transaction(async (tx, afterCommit) => {
        const request = await lockRequest(tx, id)
        if (!request) throw notFound('Review')
        if (request.status !== 'claimed') throw conflict('NOT_CLAIMED', 'Nobody has claimed this review')
        requireAllowed(viewer, request, { course, reason })
        await requests.giveBack(tx, request, { actorId, reason })
        const row = await findRow(tx, { id, viewerId: actorId })
        await tellClaimer(tx, afterCommit, { request, row, actorId, reason })
        return row
      })
    },

    /**
     * It waits, and is meant for somebody else. By a manager of the course, or by who has claimed it and hands it over.
     * @throws 403 FORBIDDEN, OWN_WORK, FIRST_REVIEWER; 404; 409 ILLEGAL_TRANSITION; 422 NOT_A_REVIEWER, OWN_WORK, REASON_REQUIRED
     */
    async reassign(
      viewer: Viewer,
      id: string,
      { userId, ...given }: { userId: string; reason?: string | undefined }
    ): Promise<QueueRow> {
      const { course } = await access.requireReviewer(viewer, id)
      const { userId: actorId } = viewer
      const reason = given.reason?.trim() ?? ''
      return database.transaction(async (tx, afterCommit) => {
        const request = await lockRequest(tx, id)
        if (!request) throw notFound('Review')
        if (request.status !== 'waiting' && request.status !== 'claimed') {
          throw conflict('ILLEGAL_TRANSITION', `A review that is ${request.status} cannot be reassigned`)
        }
        requireAllowed(viewer, request, { course, reason })
        await requireAble(tx, request, userId)
        if (request.status === 'claimed') await requests.giveBack(tx, request, { actorId, reason, assignedTo: userId })
        else await updateRequest(database, tx, { request, changes: { assignedTo: userId } })
        const row = await findRow(tx, { id, viewerId: actorId })
        await tellClaimer(tx, afterCommit, { request, row, actorId, reason })
        if (userId !== actorId && userId !== request.assignedTo) {
          await events.emit(tx, afterCommit, assigned(row, { reviewerId: userId, actorId }))
        }
        return row
      })
    }
  }
}
