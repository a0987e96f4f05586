import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, Nullable, prose } from '../../http/schemas.js'
import type { RequestRow } from './requests.repository.js'

export const SecondReviewBody = Body(
  {
    reason: Type.String({
      minLength: 1,
      maxLength: 1_000,
      pattern: prose,
      description: 'Why; it stands in the history of the submission'
    })
  },
  { examples: [{ reason: 'Pengujian belum dilihat.' }] }
)

export const SecondReviewSchema = Type.Object(
  {
    id: Id('reviewRequest'),
    submissionId: Id('submission'),
    round: Type.Integer({ minimum: 2 }),
    queuedAt: DateTime(),
    dueAt: DateTime({ description: 'When it is to be there' }),
    assignedTo: Nullable(Id('user', { description: 'For whom it is meant first' }))
  },
  {
    $id: 'SecondReview',
    description: 'A second review that is waited for; its decision counts from then on',
    examples: [
      {
        id: 'rrq_01jd3w8q2k0000abcdefghjkmn',
        submissionId: 'sub_01jd3w8q2k0000abcdefghjkmn',
        round: 2,
        queuedAt: '2026-11-20T08:00:00.000Z',
        dueAt: '2026-11-23T08:00:00.000Z',
        assignedTo: null
      }
    ]
  }
)

export function presentSecondReview(row: RequestRow): Static<typeof SecondReviewSchema> {
  const { id, submissionId, round, queuedAt, dueAt, assignedTo } = row
  return { id, submissionId, round, queuedAt: queuedAt.toISOString(), dueAt: dueAt.toISOString(), assignedTo }
}
