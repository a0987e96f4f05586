import type { Database, Tx } from '../../db/database.js'
import { type Clock, hourMs } from '../../lib/clock.js'
import { conflict, notFound } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import type { Reviewers } from '../reviewers/index.js'
import type { Submissions } from '../submissions/index.js'
import { findCohortOf, findLoads, type Load, lockReviewers } from './balance.repository.js'
import { isHeld } from './claims.js'
import type { ReviewQueue } from './index.js'
import {
  insertRequest,
  lockClaimsOf,
  lockOpenRequest,
  type RequestRow,
  unassign,
  unclaimed,
  updateRequest
} from './requests.repository.js'
import { nextRequestStatus } from './requests.status.js'

export interface RequestsDeps {
  database: Database
  clock: Clock
  reviewers: Pick<Reviewers, 'reviewersOf'>
  submissions: Pick<Submissions, 'lock' | 'move'>
}

export type RequestsService = ReturnType<typeof createRequestsService>

type Enqueued = Parameters<ReviewQueue['enqueue']>[1]

/** What attempts wait for: how it gets into the queue, back into it, and out of it. */
export function createRequestsService({ database, clock, reviewers, submissions }: RequestsDeps) {
  /** The reviewer of the course with the fewest open requests; null: nobody may. */
  async function chooseReviewer(tx: Tx, { attempt, except = [] }: Enqueued): Promise<string | null> {
    const candidates = (await reviewers.reviewersOf(tx, attempt.courseId)).filter(
      (id) => id !== attempt.userId && !except.includes(id)
    )
    if (candidates.length < 2) return candidates[0] ?? null
    await lockReviewers(database, tx, candidates)
    const loads = await findLoads(database, tx, { userIds: candidates, now: clock.now() })
    return loads.sort(byTurn)[0]?.userId ?? null
  }

  /** A claimed request that is locked waits again, and so does its submission. @throws 404; 409 ILLEGAL_TRANSITION */
  async function giveBack(
    tx: Tx,
    request: RequestRow,
    { actorId, reason = '', assignedTo = request.assignedTo }: GivenBack
  ): Promise<RequestRow> {
    const status = nextRequestStatus('release', request.status)
    const changed = await updateRequest(database, tx, { request, changes: { ...unclaimed, status, assignedTo } })
    const submission = await submissions.lock(tx, request.submissionId)
    if (!submission) throw notFound('Submission')
    await submissions.move(tx, { submission, move: 'release', actorId, reason })
    return changed
  }

  const queue: ReviewQueue = {
    async enqueue(tx, asked) {
      const { attempt, round, reviewHours } = asked
      const { id: attemptId, submissionId, projectId, courseId, userId } = attempt
      const now = clock.now()
      const request: RequestRow = {
        id: createId('reviewRequest', now.getTime()),
        ...{ attemptId, submissionId, projectId, courseId, userId, round },
        cohortId: await findCohortOf(database, tx, { courseId, userId }),
        status: 'waiting',
        queuedAt: now,
        dueAt: new Date(now.getTime() + reviewHours * hourMs),
        assignedTo: await chooseReviewer(tx, asked),
        ...unclaimed,
        decidedAt: null,
        warnedAt: null,
        version: 1
      }
      await insertRequest(database, tx, request)
      return request
    },

    async cancel(tx, submissionId, { isForced = false } = {}) {
      const open = await lockOpenRequest(database, tx, submissionId)
      if (!open) return false
      if (isHeld(open, clock.now()) && !isForced) {
        throw conflict('UNDER_REVIEW', 'Somebody is reviewing it: it can no longer be withdrawn')
      }
      // Or a rejected attempt would be as if it had never been.
      if (open.round > 1 && !isForced) {
        throw conflict('UNDER_REVIEW', 'It was decided once and is reviewed again: it can no longer be withdrawn')
      }
      const request = open.status === 'claimed' ? await giveBack(tx, open, { actorId: null }) : open
      const changes = { status: nextRequestStatus('cancel', request.status), ...unclaimed, decidedAt: clock.now() }
      await updateRequest(database, tx, { request, changes })
      return true
    },

    async releaseAll(tx, held) {
      for (const request of await lockClaimsOf(database, tx, held)) {
        await giveBack(tx, request, { actorId: null, reason: 'Its reviewer has left.' })
      }
      await unassign(database, tx, held)
    }
  }

  return { ...queue, giveBack }
}

interface GivenBack {
  /** Null: it happens by itself. */
  actorId: string | null
  reason?: string
  /** For whom it is meant from now on; without it, for whom it was. */
  assignedTo?: string | null
}

/** Who has least to do, or else whose last turn is longest ago. */
function byTurn(a: Load, b: Load): number {
  return a.open - b.open || (a.lastAt?.getTime() ?? 0) - (b.lastAt?.getTime() ?? 0) || (a.userId < b.userId ? -1 : 1)
}
