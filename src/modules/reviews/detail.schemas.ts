import Type, { type Static } from 'typebox'
import type { HandedIn } from '../../db/schema/submissions.js'
import { DateTime, Id, Nullable, OneOf, Ref } from '../../http/schemas.js'
import { fromHundredths } from '../../lib/points.js'
import type { PublishedRubric } from '../rubrics/index.js'
import type { RequestDetail } from './detail.repository.js'
import type { ReviewDetail } from './detail.service.js'
import { presentDraft, ReviewDraftSchema } from './drafts.schemas.js'
import { presentRequest, requestExample, requestFields } from './queue.schemas.js'

const Points = Type.Number({ minimum: 0, description: 'With at most two decimals' })
const kinds = ['link', 'repository', 'file', 'text'] as const

const Item = Type.Unsafe<HandedIn>({
  type: 'object',
  description: 'As in `Attempt`: of the kind that its deliverable asks for',
  required: ['deliverableId', 'kind'],
  properties: { deliverableId: Id('deliverable'), kind: OneOf(kinds) },
  additionalProperties: true
})

const AttemptToReview = Type.Object({
  id: Id('attempt'),
  submittedAt: DateTime(),
  dueAt: Nullable(DateTime({ description: 'When it was due for this learner' })),
  daysLate: Type.Integer({ minimum: 0, description: 'Days begun since it was due' }),
  latePercent: Type.Integer({ minimum: 0, maximum: 100, description: 'Taken off its points' }),
  minutes: Type.Integer({ minimum: 0, description: 'What it took, as it was logged' }),
  items: Type.Array(Item),
  checklist: Type.Array(Id('checklistItem'), { description: 'The items that are ticked' }),
  note: Type.String({ description: 'To the reviewer' })
})

const RubricToJudgeBy = Type.Object({
  id: Id('rubricVersion'),
  rubricId: Id('rubric'),
  title: Type.String(),
  number: Type.Integer({ minimum: 1 }),
  maxPoints: Points,
  criteria: Type.Array(
    Type.Object({
      id: Id('criterion'),
      title: Type.String(),
      description: Type.String(),
      isRequired: Type.Boolean({ description: 'Whether no review is decided without it' }),
      levels: Type.Array(
        Type.Object({ id: Id('rubricLevel'), title: Type.String(), description: Type.String(), points: Points })
      )
    })
  )
})

export const ReviewDetailSchema = Type.Object(
  {
    ...requestFields,
    attempt: AttemptToReview,
    earlierAttempts: Type.Array(
      Type.Object({
        number: Type.Integer({ minimum: 1 }),
        submittedAt: DateTime(),
        withdrawnAt: Nullable(DateTime())
      })
    ),
    rubric: Type.Union([RubricToJudgeBy, Type.Null()], {
      description: 'By which it is judged, whatever the project says now; null: without one'
    }),
    draft: Type.Union([Ref(ReviewDraftSchema), Type.Null()], { description: 'What the caller has written of it' })
  },
  {
    $id: 'ReviewDetail',
    description: 'A review with all that is needed for it; the brief is in the project',
    examples: [
      {
        ...requestExample,
        attemptNumber: 2,
        attempt: {
          ...{ id: 'att_01jd3w8q2k0000abcdefghjkmn', submittedAt: requestExample.queuedAt, dueAt: null },
          ...{ daysLate: 0, latePercent: 0, minutes: 240 },
          items: [
            {
              ...{ deliverableId: 'dlv_01jd3w8q2k0000abcdefghjkmn', kind: 'repository' },
              ...{ url: 'https://git.example/sari/robot', commit: '9f2c1ab' }
            }
          ],
          ...{ checklist: ['cli_01jd3w8q2k0000abcdefghjkmn'], note: 'Mohon dilihat sensornya.' }
        },
        earlierAttempts: [{ number: 1, submittedAt: '2026-11-10T08:00:00.000Z', withdrawnAt: null }],
        rubric: null,
        draft: null
      }
    ]
  }
)

export function presentDetail(
  { row, attempt, earlier, rubric, draft }: ReviewDetail,
  sight: { now: Date; viewerId: string }
): Static<typeof ReviewDetailSchema> {
  return {
    ...presentRequest(row, sight),
    attempt: presentAttempt(attempt),
    earlierAttempts: earlier.map(({ number, submittedAt, withdrawnAt }) => ({
      number,
      submittedAt: submittedAt.toISOString(),
      withdrawnAt: withdrawnAt?.toISOString() ?? null
    })),
    rubric: rubric && presentRubric(rubric),
    draft: draft ? presentDraft(draft) : null
  }
}

function presentAttempt(attempt: RequestDetail['attempt']): Static<typeof AttemptToReview> {
  const { id, submittedAt, dueAt, daysLate, latePercent, minutes, content } = attempt
  const { items, checklist, note } = content
  return {
    id,
    submittedAt: submittedAt.toISOString(),
    dueAt: dueAt?.toISOString() ?? null,
    ...{ daysLate, latePercent, minutes, items, checklist, note }
  }
}

function presentRubric({ maxPoints, criteria, ...rubric }: PublishedRubric): Static<typeof RubricToJudgeBy> {
  const { id, rubricId, title, number } = rubric
  return {
    ...{ id, rubricId, title, number },
    maxPoints: fromHundredths(maxPoints),
    criteria: criteria.map(({ levels, ...criterion }) => ({
      ...criterion,
      levels: levels.map(({ points, ...level }) => ({ ...level, points: fromHundredths(points) }))
    }))
  }
}
