import Type, { type Static } from 'typebox'
import type { CriterionScore } from '../../db/schema/reviews.js'
import { Body, DateTime, Id, Nullable, proseOrNothing } from '../../http/schemas.js'
import { fromHundredths } from '../../lib/points.js'
import type { ReviewRow } from './drafts.repository.js'

/** A summary and a comment for each criterion, all escaped. */
export const bodyLimit = 1_048_576

export const Summary = Type.String({
  maxLength: 20_000,
  pattern: proseOrNothing,
  description: 'Markdown, for the learner. It cannot show uploads'
})

export const GivenScores = Type.Array(
  Body({
    criterionId: Id('criterion'),
    levelId: Type.Optional(
      Nullable(Id('rubricLevel', { description: 'Gives its points, or says in what range the points are' }))
    ),
    points: Type.Optional(
      Nullable(
        Type.Number({
          minimum: 0,
          maximum: 1_000_000,
          description: 'At most those of the best level; with at most two decimals'
        })
      )
    ),
    comment: Type.Optional(
      Type.String({ maxLength: 5_000, pattern: proseOrNothing, description: 'Plain text, for the learner' })
    )
  }),
  { maxItems: 100, description: 'Of any criteria of the rubric; each once' }
)

const scoresExample = [
  {
    criterionId: 'crit_01jd3w8q2k0000abcdefghjkmn',
    levelId: 'lvl_01jd3w8q2k0000abcdefghjkmn',
    points: 8.5,
    comment: 'Rapi, dan diuji.'
  }
]
const summaryExample = 'Bagus. Tambahkan cara merakitnya.'
export const draftExample = { scores: scoresExample, summary: summaryExample }

export const DraftBody = Body(
  { scores: GivenScores, summary: Summary },
  { examples: [draftExample], description: 'All of it: what is left out of it is no longer there' }
)

export const ReviewParams = Type.Object({ id: Id('reviewRequest') })

const Points = Type.Number({ minimum: 0, description: 'With at most two decimals' })

export const Score = Type.Object({
  criterionId: Id('criterion'),
  levelId: Nullable(Id('rubricLevel', { description: 'The best one that the points reach' })),
  points: Nullable(Points),
  comment: Type.String()
})

export const ReviewDraftSchema = Type.Object(
  {
    requestId: Id('reviewRequest'),
    scores: Type.Array(Score, { description: 'In the order of the rubric' }),
    summary: Type.String(),
    summaryHtml: Type.String(),
    points: Nullable(Type.Number({ minimum: 0, description: 'Those so far. Null without a rubric' })),
    maxPoints: Nullable(Points),
    updatedAt: DateTime(),
    version: Type.Integer({ minimum: 1 })
  },
  {
    $id: 'ReviewDraft',
    description: 'What a reviewer has written and not decided yet: nobody else sees it',
    examples: [
      {
        requestId: 'rrq_01jd3w8q2k0000abcdefghjkmn',
        ...draftExample,
        summaryHtml: `<p>${summaryExample}</p>\n`,
        points: 8.5,
        maxPoints: 20,
        updatedAt: '2026-11-20T08:00:00.000Z',
        version: 1
      }
    ]
  }
)

export function presentDraft(row: ReviewRow): Static<typeof ReviewDraftSchema> {
  const { requestId, summary, summaryHtml, scores, points, maxPoints, updatedAt, version } = row
  return {
    requestId,
    scores: scores.map(presentScore),
    summary,
    summaryHtml,
    points: points === null ? null : fromHundredths(points),
    maxPoints: maxPoints === null ? null : fromHundredths(maxPoints),
    updatedAt: updatedAt.toISOString(),
    version
  }
}

export function presentScore({ points, ...score }: CriterionScore): Static<typeof Score> {
  return { ...score, points: points === null ? null : fromHundredths(points) }
}
