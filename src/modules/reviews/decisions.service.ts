import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { Clock } from '../../lib/clock.js'
import { notFound, unprocessable } from '../../lib/errors.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { Grades } from '../grades/index.js'
import type { Progress } from '../progress/index.js'
import type { Submissions } from '../submissions/index.js'
import { decided } from './decisions.events.js'
import type { DecisionFields } from './decisions.schemas.js'
import { findReview, type ReviewRow, saveReview } from './drafts.repository.js'
import { blankReview, type DraftsService, type Judged, unwritten } from './drafts.service.js'
import type { RequestAccess } from './requests.access.js'
import { type RequestRow, updateRequest } from './requests.repository.js'
import { nextRequestStatus } from './requests.status.js'
import { earnedBy, readScores, requireComplete, sumOf } from './scores.js'
import { type DecidedReview, decidedOf } from './submission-reviews.repository.js'

export interface DecisionsDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'lock'>
  access: Pick<RequestAccess, 'requireReviewer'>
  drafts: Pick<DraftsService, 'lockMine' | 'judged' | 'renderSummary'>
  submissions: Pick<Submissions, 'lock' | 'move'>
  grades: Pick<Grades, 'record'>
  progress: Pick<Progress, 'recheckLearner'>
  events: Pick<Events, 'emit'>
}

export type DecisionsService = ReturnType<typeof createDecisionsService>

type Decision = DecisionFields['decision']

const past: Record<Decision, string> = { accept: 'accepted', request_changes: 'sent back', reject: 'rejected' }

/** What becomes of work that is reviewed. */
export function createDecisionsService({
  database,
  clock,
  courses,
  access,
  drafts,
  submissions,
  grades,
  progress,
  events
}: DecisionsDeps) {
  /** The draft with what is given now, fit to be decided. @throws 412; 422 */
  async function written(
    tx: Tx,
    request: RequestRow,
    { actorId, now, given, judged }: { actorId: string; now: Date; given: Given; judged: Judged }
  ): Promise<ReviewRow> {
    const { decision, scores, summary, check } = given
    const draft = await findReview(database, tx, { requestId: request.id, reviewerId: actorId })
    check(draft ?? unwritten)
    const ids = { requestId: request.id, attemptId: request.attemptId, reviewerId: actorId }
    const before = draft ?? blankReview({ ...ids, now })
    const read = scores ? readScores(judged.criteria, scores) : before.scores
    requireComplete(judged.criteria, read)
    const words = summary ?? before
    if (decision !== 'accept' && words.summary.trim() === '') {
      throw unprocessable('SUMMARY_REQUIRED', 'summary', 'must say why, and what is to be done')
    }
    return {
      ...before,
      ...{ decision, decidedAt: now, scores: read, summary: words.summary, summaryHtml: words.summaryHtml },
      ...{ points: judged.maxPoints === null ? null : sumOf(read), maxPoints: judged.maxPoints },
      ...{ version: before.version + 1, updatedAt: now }
    }
  }

  /** What counts from now on. Where changes are requested after all, what the first review gave counts no more. */
  async function recordGrade(
    tx: Tx,
    afterCommit: AfterCommit,
    { request, review, judged, actorId }: { request: RequestRow; review: ReviewRow; judged: Judged; actorId: string }
  ): Promise<void> {
    const { attempt } = judged
    const decided = { ...review, decision: review.decision as Decision, latePercent: attempt.latePercent }
    const earned = earnedBy(decided) ?? (await takenBack(tx, request, judged))
    if (!earned) return
    const which = request.round === 1 ? 'A review' : 'The second review'
    const reason = `${which} of attempt ${attempt.number}: ${past[decided.decision]}`
    const place = {
      courseId: request.courseId,
      userId: request.userId,
      kind: 'project',
      itemId: request.projectId
    } as const
    await grades.record(tx, afterCommit, { ...place, ...earned, source: 'review', reason, actorId })
  }

  async function takenBack(tx: Tx, { attemptId }: RequestRow, { attempt: { latePercent } }: Judged) {
    for (const earlier of await decidedOf(database, tx, attemptId)) {
      const earned = earnedBy({ ...earlier, latePercent })
      if (earned) return { points: null, maxPoints: earned.maxPoints }
    }
    return null
  }

  return {
    /**
     * By who has claimed it, once. What is not given is taken from their draft. Accepted and rejected work is graded; who
     * lacks nothing by it completes the course. The learner is told.
     * @throws 403 FORBIDDEN, OWN_WORK; 404; 409 ALREADY_DECIDED, NOT_CLAIMED, CLAIM_EXPIRED; 412; 422 CRITERIA_MISSING,
     * SUMMARY_REQUIRED and what is wrong with the scores
     */
    async decide(
      actor: Viewer,
      requestId: string,
      { decision, scores, summary, check }: DecisionFields & { check: Precondition }
    ): Promise<DecidedReview> {
      const { course } = await access.requireReviewer(actor, requestId)
      const words = summary === undefined ? undefined : { summary, summaryHtml: drafts.renderSummary(summary) }
      const given = { decision, scores, summary: words, check }
      const actorId = actor.userId
      return database.transaction(async (tx, afterCommit) => {
        await courses.lock(tx, course.id) // first of all: who completes the course locks it, too
        const request = await drafts.lockMine(tx, requestId, actorId)
        const now = clock.now()
        const submission = await submissions.lock(tx, request.submissionId)
        if (!submission) throw notFound('Submission')
        const judged = await drafts.judged(tx, request)
        const review = await written(tx, request, { actorId, now, given, judged })

        await recordGrade(tx, afterCommit, { request, review, judged, actorId })
        await saveReview(database, tx, review)
        const status = nextRequestStatus('decide', request.status)
        await updateRequest(database, tx, { request, changes: { status, decidedAt: now, claimExpiresAt: null } })
        await submissions.move(tx, { submission, move: decision, actorId, reason: review.summary })
        const { courseId, userId } = request
        // Rejected work may have points, too, and with them the pass mark.
        if (decision !== 'request_changes') await progress.recheckLearner(tx, afterCommit, { courseId, userId })
        const { number: attempt, projectTitle } = judged.attempt
        await events.emit(tx, afterCommit, decided(decision, { request, course, projectTitle, attempt, actorId }))
        const made = (await decidedOf(database, tx, request.attemptId)).find(({ id }) => id === review.id)
        if (!made) throw new Error(`the decision on ${requestId} is not there`)
        return made
      })
    }
  }
}

interface Given {
  decision: Decision
  scores: DecisionFields['scores'] | undefined
  summary: Pick<ReviewRow, 'summary' | 'summaryHtml'> | undefined
  check: Precondition
}
