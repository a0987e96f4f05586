import Type, { type Static } from 'typebox'
import { Body, Id, Nullable, OneOf, proseOrNothing } from '../../http/schemas.js'
import { Summary } from './drafts.schemas.js'

const actions = ['claim', 'release', 'reassign', 'request_changes', 'accept'] as const
const exampleId = 'rrq_01jd3w8q2k0000abcdefghjkmn'

export const BulkBody = Body(
  {
    action: OneOf(actions, {
      description:
        'Each by the rules of the single action. `accept` and `request_changes` take the scores from the saved draft'
    }),
    reviewIds: Type.Array(Id('reviewRequest'), { minItems: 1, maxItems: 50, uniqueItems: true }),
    userId: Type.Optional(Id('user', { description: 'Of `reassign`: to whom' })),
    reason: Type.Optional(
      Type.String({ maxLength: 1_000, pattern: proseOrNothing, description: 'Of `release` and `reassign`: why' })
    ),
    summary: Type.Optional(Summary)
  },
  { examples: [{ action: 'accept', reviewIds: [exampleId] }] }
)
export type BulkFields = Static<typeof BulkBody>

const Failure = Type.Object(
  {
    statusCode: Type.Integer({ minimum: 400, maximum: 499 }),
    code: Type.String({ description: 'Stable: what a program decides by' }),
    message: Type.String(),
    details: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String())))
  },
  { description: 'As the single action would have answered; null when it is done' }
)

export const BulkResultSchema = Type.Object(
  {
    data: Type.Array(Type.Object({ id: Id('reviewRequest'), ok: Type.Boolean(), error: Nullable(Failure) }), {
      description: 'In the order that was asked for'
    })
  },
  {
    $id: 'BulkReviewResult',
    description: 'What became of each review: one that fails undoes none of the others',
    examples: [
      {
        data: [
          { id: exampleId, ok: true, error: null },
          {
            id: 'rrq_01jd3w8q2k0000abcdefghjkmp',
            ok: false,
            error: { statusCode: 409, code: 'NOT_CLAIMED', message: 'You have not claimed this review' }
          }
        ]
      }
    ]
  }
)
export type BulkResult = Static<typeof BulkResultSchema>['data'][number]
