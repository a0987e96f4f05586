import type { Database, Queries, Tx } from '../../db/database.js'
import type { Criterion } from '../../db/schema/projects.js'
import type { Precondition } from '../../http/etag.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, notFound, unprocessable } from '../../lib/errors.js'
import { createId } from '../../lib/ids.js'
import type { Lessons } from '../content/index.js'
import type { Viewer } from '../courses/index.js'
import type { Rubrics } from '../rubrics/index.js'
import { expiryFrom, requireMine } from './claims.js'
import { findAttempt, findReview, type JudgedAttempt, type ReviewRow, saveReview } from './drafts.repository.js'
import type { RequestAccess } from './requests.access.js'
import { prepareLockRequest, type RequestRow, updateRequest } from './requests.repository.js'
import { type GivenScore, readScores, sumOf } from './scores.js'

export interface DraftsDeps {
  database: Database
  clock: Clock
  access: Pick<RequestAccess, 'requireReviewer'>
  rubrics: Pick<Rubrics, 'versions'>
  lessons: Pick<Lessons, 'renderMarkdown'>
}

export type DraftsService = ReturnType<typeof createDraftsService>

/** What `If-Match` is compared with while nothing is written. */
export const unwritten = { version: 0 }

/** An attempt and the rubric that it is judged by, whatever its project says now. */
export interface Judged {
  attempt: JudgedAttempt
  criteria: readonly Criterion[]
  /** Null: without a rubric. */
  maxPoints: number | null
}

/** What reviewers write before they decide. */
export function createDraftsService({ database, clock, access, rubrics, lessons }: DraftsDeps) {
  const lockRequest = prepareLockRequest(database)

  /** The request as it stays until the commit. @throws 404; 409 ALREADY_DECIDED, NOT_CLAIMED, CLAIM_EXPIRED */
  async function lockMine(tx: Tx, requestId: string, userId: string): Promise<RequestRow> {
    const request = await lockRequest(tx, requestId)
    if (!request) throw notFound('Review')
    if (request.status === 'decided') throw conflict('ALREADY_DECIDED', 'This review is decided already')
    requireMine(request, userId, clock.now())
    return request
  }

  async function judged(queries: Queries, { attemptId }: Pick<RequestRow, 'attemptId'>): Promise<Judged> {
    const attempt = await findAttempt(database, queries, attemptId)
    if (!attempt) throw notFound('Attempt')
    const { rubricVersionId } = attempt
    if (rubricVersionId === null) return { attempt, criteria: [], maxPoints: null }
    const rubric = (await rubrics.versions(queries, [rubricVersionId])).get(rubricVersionId)
    if (!rubric) throw new Error(`attempt ${attemptId} has a rubric that is not there`)
    return { attempt, criteria: rubric.criteria, maxPoints: rubric.maxPoints }
  }

  /**
   * As HTML. An upload in it would be swept away as unused: it is refused instead.
   * @throws 422 UNSAFE_LINK, FILE_NOT_SHOWN naming `summary`
   */
  function renderSummary(summary: string): string {
    const { html, fileIds } = lessons.renderMarkdown(summary, 'summary')
    if (fileIds.length > 0) throw unprocessable('FILE_NOT_SHOWN', 'summary', 'cannot show uploads')
    return html
  }

  return {
    lockMine,
    judged,
    renderSummary,

    /** The viewer's own, as long as it is not decided: nobody else sees it. */
    async find(viewer: Viewer, requestId: string): Promise<ReviewRow | undefined> {
      const review = await findReview(database, database.read, { requestId, reviewerId: viewer.userId })
      return review?.decision === null ? review : undefined
    },

    /** For who has claimed the request; they have it for longer by that. @throws 403; 404; 409; 412; 422 */
    async save(
      actor: Viewer,
      requestId: string,
      { scores, summary, check }: { scores: readonly GivenScore[]; summary: string; check: Precondition }
    ): Promise<ReviewRow> {
      await access.requireReviewer(actor, requestId)
      const summaryHtml = renderSummary(summary)
      return database.transaction(async (tx) => {
        const request = await lockMine(tx, requestId, actor.userId)
        const now = clock.now()
        const { attempt, criteria, maxPoints } = await judged(tx, request)
        const before = await findReview(database, tx, { requestId, reviewerId: actor.userId })
        check(before ?? unwritten)
        const read = readScores(criteria, scores)
        const row: ReviewRow = {
          ...(before ?? blankReview({ requestId, attemptId: attempt.id, reviewerId: actor.userId, now })),
          ...{ scores: read, points: maxPoints === null ? null : sumOf(read), maxPoints, summary, summaryHtml },
          ...{ version: (before?.version ?? 0) + 1, updatedAt: now }
        }
        await saveReview(database, tx, row)
        await updateRequest(database, tx, { request, changes: { claimExpiresAt: expiryFrom(now) } })
        return row
      })
    }
  }
}

/** One in which nothing is written yet. */
export function blankReview({
  now,
  ...ids
}: Pick<ReviewRow, 'requestId' | 'attemptId' | 'reviewerId'> & { now: Date }): ReviewRow {
  return {
    ...{ id: createId('review', now.getTime()), ...ids, decision: null, decidedAt: null },
    ...{ points: null, maxPoints: null, summary: '', summaryHtml: '', scores: [] },
    ...{ version: 0, createdAt: now, updatedAt: now }
  }
}
