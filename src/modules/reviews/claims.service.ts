import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, notFound } from '../../lib/errors.js'
import type { Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { ReviewedBy, Reviewers } from '../reviewers/index.js'
import type { Submissions } from '../submissions/index.js'
import { claimed } from './claims.events.js'
import { expiryFrom, isHeld } from './claims.js'
import {
  prepareCountHeld,
  prepareFindWaitingCourses,
  prepareTake,
  type Taking,
  type Whose
} from './claims.repository.js'
import type { ClaimsExpiry } from './expiry.service.js'
import { prepareFindQueueRow, type QueueRow } from './queue.rows.repository.js'
import type { NamedPlace, QueueService } from './queue.service.js'
import type { RequestAccess } from './requests.access.js'
import { prepareLockRequest, type RequestRow, updateRequest } from './requests.repository.js'
import type { RequestsService } from './requests.service.js'
import { nextRequestStatus } from './requests.status.js'
import type { SecondReviewRule } from './second-review.rule.js'

export interface ClaimsDeps {
  database: Database
  clock: Clock
  /** How many a reviewer may hold at a time; 0: as many as they like. */
  claimsMax: number
  reviewers: Pick<Reviewers, 'reviewedBy'>
  submissions: Pick<Submissions, 'lock' | 'move'>
  access: Pick<RequestAccess, 'requireReviewer'>
  queue: Pick<QueueService, 'requirePlace'>
  requests: Pick<RequestsService, 'giveBack'>
  expiry: Pick<ClaimsExpiry, 'endDue'>
  secondReview: SecondReviewRule
  events: Pick<Events, 'emit'>
}

export type ClaimsService = ReturnType<typeof createClaimsService>

/** In this order: what is meant for the caller, for nobody, and for others, because who is away holds nobody up. */
const turns: readonly Whose[] = ['mine', 'nobodys', 'anybodys']

type Try = Pick<Taking, 'whose' | 'place' | 'by'>

/** Who takes what to review it. */
export function createClaimsService(deps: ClaimsDeps) {
  const { database, clock, claimsMax, reviewers, submissions, access, queue, requests, expiry } = deps
  const { secondReview, events } = deps
  const take = prepareTake(database)
  const countHeld = prepareCountHeld(database)
  const findWaitingCourses = prepareFindWaitingCourses(database)
  const lockRequest = prepareLockRequest(database)
  const findRow = prepareFindQueueRow(database)

  async function hasRoom(tx: Tx, userId: string, now: Date): Promise<boolean> {
    return claimsMax === 0 || (await countHeld(tx, { userId, now })) < claimsMax
  }

  /** What follows from a claim. @throws 409 ILLEGAL_TRANSITION */
  async function begin(
    tx: Tx,
    afterCommit: AfterCommit,
    { id, submissionId, claimedBy }: RequestRow
  ): Promise<QueueRow> {
    const actorId = claimedBy ?? ''
    const submission = await submissions.lock(tx, submissionId)
    if (!submission) throw notFound('Submission')
    await submissions.move(tx, { submission, move: 'claim', actorId })
    const row = await findRow(tx, { id, viewerId: actorId })
    await events.emit(tx, afterCommit, claimed(row, actorId))
    return row
  }

  /** The first of these that there is. @throws 409 TOO_MANY_CLAIMS */
  function takeFirst({ userId: viewerId }: Viewer, tries: readonly Try[]): Promise<QueueRow | undefined> {
    return database.transaction(async (tx, afterCommit) => {
      const now = clock.now()
      if (!(await hasRoom(tx, viewerId, now))) throw tooManyClaims(claimsMax)
      for (const wanted of tries) {
        const taken = await take(tx, { ...wanted, viewerId, now, expiresAt: expiryFrom(now) })
        if (taken) return begin(tx, afterCommit, taken)
      }
      return undefined
    })
  }

  /** What waits in the courses of the viewer for nobody, and then what waits there at all: the oldest first. */
  async function triesIn(viewer: Viewer, by: ReviewedBy): Promise<Try[]> {
    if (by.condition === undefined) return turns.slice(1).map((whose) => ({ whose, place: {} }))
    const waiting = await findWaitingCourses(viewer.userId, by)
    return (['nobodys', 'anybodys'] as const).flatMap((whose) =>
      waiting
        .filter((course) => course[whose] !== null)
        .sort((a, b) => Number(a[whose]) - Number(b[whose]))
        .map(({ courseId }) => ({ whose, place: { courseId } }))
    )
  }

  return {
    /** Claims the next for the viewer; undefined when nothing waits. @throws 403; 404; 409 TOO_MANY_CLAIMS */
    async next(viewer: Viewer, place: NamedPlace): Promise<QueueRow | undefined> {
      const isPlaced = await queue.requirePlace(viewer, place)
      await expiry.endDue()
      if (isPlaced)
        return takeFirst(
          viewer,
          turns.map((whose) => ({ whose, place }))
        )
      const by = reviewers.reviewedBy(viewer)
      const mine = await takeFirst(viewer, [{ whose: 'mine', place, by }])
      return mine ?? takeFirst(viewer, await triesIn(viewer, by))
    },

    /**
     * One's own claim again lasts longer by it.
     * @throws 403 FORBIDDEN, OWN_WORK, FIRST_REVIEWER; 404; 409 ALREADY_CLAIMED, ILLEGAL_TRANSITION, TOO_MANY_CLAIMS
     */
    async claim(viewer: Viewer, id: string): Promise<QueueRow> {
      await access.requireReviewer(viewer, id)
      const { userId: viewerId } = viewer
      return database.transaction(async (tx, afterCommit) => {
        const now = clock.now()
        const mayHoldMore = await hasRoom(tx, viewerId, now)
        let request = await lockRequest(tx, id)
        if (!request) throw notFound('Review')
        const claimExpiresAt = expiryFrom(now)
        if (request.status === 'claimed' && request.claimedBy === viewerId) {
          await updateRequest(database, tx, { request, changes: { claimExpiresAt } })
          return findRow(tx, { id, viewerId })
        }
        if (isHeld(request, now)) throw alreadyClaimed(await findRow(tx, { id, viewerId }))
        await secondReview.requireAnother(tx, request, viewerId)
        if (request.status === 'claimed') request = await requests.giveBack(tx, request, { actorId: null })
        const status = nextRequestStatus('claim', request.status)
        if (!mayHoldMore) throw tooManyClaims(claimsMax)
        const changes = { status, claimedBy: viewerId, claimedAt: now, claimExpiresAt }
        return begin(tx, afterCommit, await updateRequest(database, tx, { request, changes }))
      })
    }
  }
}

function tooManyClaims(max: number): Error {
  return conflict('TOO_MANY_CLAIMS', `You hold ${max} reviews already: decide one or give it back`)
}

function alreadyClaimed({ claimedBy }: QueueRow): Error {
  const name = claimedBy?.fullName ?? claimedBy?.username ?? 'Somebody'
  return conflict('ALREADY_CLAIMED', `${name} has claimed this review`, { claimedBy: [name] })
}
