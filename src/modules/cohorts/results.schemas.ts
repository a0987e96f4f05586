import Type, { type Static } from 'typebox'
import { Body, DateTime, Id, listQuery, Nullable, OneOf, PageOf, proseOrNothing } from '../../http/schemas.js'
import type { CheckpointRow, ResultRow } from './checkpoints.repository.js'
import type { ListedResult } from './results.repository.js'
import { isAfter } from './weeks.js'

const statuses = ['done', 'approved', 'returned'] as const

export const ResultBody = Body(
  { note: Type.String({ maxLength: 5_000, pattern: proseOrNothing, description: 'What there is to see, and where' }) },
  { examples: [{ note: 'Rancangan ada di https://example.org/api.md' }] }
)

export const ReviewBody = Body(
  {
    decision: OneOf(['approve', 'return'], { description: '`return`: to be done again' }),
    feedback: Type.String({
      maxLength: 5_000,
      pattern: proseOrNothing,
      description: 'What is to be done, when it is returned'
    })
  },
  { examples: [{ decision: 'return', feedback: 'Siapa yang boleh menghapus?' }] }
)
export type ReviewFields = Static<typeof ReviewBody>

export const ResultParams = Type.Object({ id: Id('checkpoint'), userId: Id('user') })

export const ResultsQuery = Type.Object({
  ...listQuery,
  status: Type.Optional(
    OneOf([...statuses, 'missing'], {
      description: '`missing`: the members who have not done it; without it: all who have'
    })
  )
})
export type ResultsParams = Static<typeof ResultsQuery>

export const resultExample = {
  checkpointId: 'chk_01jd3w8q2k0000abcdefghjkmn',
  userId: 'usr_01jd3w8q2k0000abcdefghjkmn',
  status: 'done' as const,
  note: 'Rancangan ada di https://example.org/api.md',
  doneAt: '2026-12-05T08:00:00.000Z',
  isLate: false,
  feedback: null,
  reviewedBy: null,
  reviewedAt: null,
  version: 1
}

export const ResultSchema = Type.Object(
  {
    checkpointId: Id('checkpoint'),
    userId: Id('user'),
    status: OneOf(statuses),
    note: Type.String(),
    doneAt: DateTime({ description: 'When it was done, or done again after it was returned' }),
    isLate: Type.Boolean({
      description: 'Done after the end of the day on which it was due, in the time zone of the cohort'
    }),
    feedback: Nullable(Type.String()),
    reviewedBy: Nullable(Id('user')),
    reviewedAt: Nullable(DateTime()),
    version: Type.Integer()
  },
  { $id: 'CheckpointResult', examples: [resultExample] }
)

const { userId, ...listedExample } = resultExample

export const ListedResultSchema = Type.Object(
  {
    checkpointId: Id('checkpoint'),
    user: Type.Object({ id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) }),
    status: OneOf([...statuses, 'missing']),
    note: Nullable(Type.String()),
    doneAt: Nullable(DateTime()),
    isLate: Type.Boolean(),
    feedback: Nullable(Type.String()),
    reviewedBy: Nullable(Id('user')),
    reviewedAt: Nullable(DateTime()),
    version: Nullable(Type.Integer())
  },
  {
    $id: 'LearnerCheckpointResult',
    description: 'What a learner has done for a checkpoint; of who has done nothing, the status `missing`',
    examples: [{ ...listedExample, user: { id: userId, username: 'sari', fullName: 'Sari Dewi' } }]
  }
)

export const ListedResultPageSchema = PageOf(ListedResultSchema, 'LearnerCheckpointResultPage')

export const resultSchemas = [ResultSchema, ListedResultSchema, ListedResultPageSchema]

type Due = Pick<CheckpointRow, 'dueOn'> & { timeZone: string }

export function presentResult(result: ResultRow, due: Due): Static<typeof ResultSchema> {
  const { checkpointId, userId, status, note, feedback, reviewedBy, version } = result
  return {
    ...{ checkpointId, userId, status, note, feedback, reviewedBy, version },
    doneAt: result.doneAt.toISOString(),
    isLate: isLate(result.doneAt, due),
    reviewedAt: result.reviewedAt?.toISOString() ?? null
  }
}

export function presentListed(
  { user, result }: ListedResult,
  checkpointId: string,
  due: Due
): Static<typeof ListedResultSchema> {
  if (result) {
    const { userId: _, ...presented } = presentResult(result, due)
    return { ...presented, user }
  }
  const nothing = { note: null, doneAt: null, feedback: null, reviewedBy: null, reviewedAt: null, version: null }
  return { checkpointId, user, status: 'missing', isLate: false, ...nothing }
}

function isLate(doneAt: Date, { dueOn, timeZone }: Due): boolean {
  return dueOn !== null && isAfter(doneAt, dueOn, timeZone)
}
