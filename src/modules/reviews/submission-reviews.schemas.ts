import Type, { type Static } from 'typebox'
import { DateTime, Id, listQuery, Nullable, OneOf, PageOf } from '../../http/schemas.js'
import { fromHundredths } from '../../lib/points.js'
import { draftExample, presentScore } from './drafts.schemas.js'
import { earnedBy } from './scores.js'
import type { DecidedReview } from './submission-reviews.repository.js'

export const decisions = ['accept', 'request_changes', 'reject'] as const

export const SubmissionParams = Type.Object({ id: Id('submission') })
export const SubmissionReviewsQuery = Type.Object(listQuery)
export type SubmissionReviewsParams = Static<typeof SubmissionReviewsQuery>

const Points = Type.Number({ minimum: 0, description: 'With at most two decimals' })

export const ReviewSchema = Type.Object(
  {
    id: Id('review'),
    requestId: Id('reviewRequest'),
    attemptNumber: Type.Integer({ minimum: 1 }),
    round: Type.Integer({ minimum: 1, maximum: 2, description: '2: the second review of the same attempt' }),
    decision: OneOf(decisions),
    decidedAt: DateTime(),
    reviewer: Nullable(Type.Object({ id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) })),
    summary: Type.String({ description: 'Markdown' }),
    summaryHtml: Type.String({ description: 'The same, rendered and sanitised' }),
    scores: Type.Array(
      Type.Object({
        criterionId: Id('criterion'),
        comment: Type.String(),
        levelId: Type.Optional(Nullable(Id('rubricLevel'))),
        points: Type.Optional(Nullable(Points))
      }),
      { description: 'In the order of the rubric' }
    ),
    points: Type.Optional(Nullable(Type.Number({ minimum: 0, description: 'Of the criteria. Null without a rubric' }))),
    maxPoints: Type.Optional(Nullable(Points)),
    earnedPoints: Type.Optional(
      Nullable(
        Type.Number({
          minimum: 0,
          description: 'What the grade became: less what is taken off for being late. Null when changes were requested'
        })
      )
    )
  },
  {
    $id: 'Review',
    description:
      'A decided review. The learner has the points, and the levels that tell them, once their grade is released: until then these fields are not there',
    examples: [
      {
        id: 'rev_01jd3w8q2k0000abcdefghjkmn',
        requestId: 'rrq_01jd3w8q2k0000abcdefghjkmn',
        attemptNumber: 2,
        round: 1,
        decision: 'accept',
        decidedAt: '2026-11-20T08:00:00.000Z',
        reviewer: { id: 'usr_01jd3w8q2k0000abcdefghjkmn', username: 'pak.budi', fullName: 'Budi Santoso' },
        ...draftExample,
        summaryHtml: `<p>${draftExample.summary}</p>\n`,
        points: 8.5,
        maxPoints: 20,
        earnedPoints: 7.65
      }
    ]
  }
)

export const ReviewPageSchema = PageOf(ReviewSchema, 'ReviewPage')

/** `hasPoints`: whether the viewer may see them. The one place where the points of a review leave the server. */
export function presentReview(row: DecidedReview, { hasPoints }: { hasPoints: boolean }): Static<typeof ReviewSchema> {
  const { id, requestId, attemptNumber, round, decision, reviewer, summary, summaryHtml, points, maxPoints } = row
  const common = { id, requestId, attemptNumber, round, decision, reviewer, summary, summaryHtml }
  const decidedAt = row.decidedAt.toISOString()
  if (!hasPoints) {
    const scores = row.scores.map(({ criterionId, comment }) => ({ criterionId, comment }))
    return { ...common, decidedAt, scores }
  }
  const earned = earnedBy(row)
  return {
    ...common,
    decidedAt,
    scores: row.scores.map(presentScore),
    points: points === null ? null : fromHundredths(points),
    maxPoints: maxPoints === null ? null : fromHundredths(maxPoints),
    earnedPoints: earned === null ? null : fromHundredths(earned.points)
  }
}
