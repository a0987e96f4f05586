import Type, { type Static } from 'typebox'
import { DateTime, Id, listQuery, Nullable, OneOf, PageOf } from '../../http/schemas.js'
import { secondMs } from '../../lib/clock.js'
import { isHeld } from './claims.js'
import { isOverdue } from './late.js'
import type { Person, QueueRow } from './queue.rows.repository.js'

const maxHours = 8_760

export const Places = {
  courseId: Type.Optional(Id('course')),
  cohortId: Type.Optional(Id('cohort', { description: 'Where the learner was when they handed it in' })),
  projectId: Type.Optional(Id('project'))
}

export const QueueListQuery = Type.Object({
  ...listQuery,
  ...Places,
  state: Type.Optional(
    OneOf(['waiting', 'claimed', 'mine', 'assigned'] as const, {
      description:
        '`waiting`: nobody reviews it yet; `claimed`: somebody does; `mine`: the caller does; `assigned`: waiting, and meant for the caller. All that is open when absent'
    })
  ),
  olderThanHours: Type.Optional(
    Type.Integer({ minimum: 0, maximum: maxHours, description: 'Handed in at least so long ago' })
  ),
  overdue: Type.Optional(Type.Boolean({ description: 'Whether its target time is over' })),
  dueWithinHours: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: maxHours,
      description: 'Not overdue, and will be within so many hours; with `overdue=true` what is overdue, too'
    })
  )
})
export type QueueListParams = Static<typeof QueueListQuery>

const PersonFields = { id: Id('user'), username: Type.String(), fullName: Nullable(Type.String()) }
const NullablePerson = (description: string) =>
  Type.Unsafe<Person | null>({
    type: ['object', 'null'],
    description,
    required: Object.keys(PersonFields),
    properties: PersonFields
  })

export const requestFields = {
  id: Id('reviewRequest'),
  submissionId: Id('submission'),
  state: OneOf(['waiting', 'claimed', 'decided', 'cancelled'] as const, {
    description: 'A claim whose time is over is `waiting`'
  }),
  round: Type.Integer({ minimum: 1, maximum: 2, description: '2: the second review of the same attempt' }),
  project: Type.Object({ id: Id('project'), number: Type.String(), title: Type.String() }),
  course: Type.Object({ id: Id('course'), title: Type.String() }),
  cohort: Type.Unsafe<QueueRow['cohort']>({
    type: ['object', 'null'],
    required: ['id', 'name'],
    properties: { id: Id('cohort'), name: Type.String() }
  }),
  learner: Type.Object(PersonFields),
  attemptNumber: Type.Integer({ minimum: 1 }),
  isLate: Type.Boolean({ description: 'Handed in after it was due' }),
  queuedAt: DateTime({ description: 'When it was handed in' }),
  dueAt: DateTime({ description: 'When the review is to be there' }),
  waitingSeconds: Type.Integer({ minimum: 0 }),
  isOverdue: Type.Boolean(),
  assignedTo: NullablePerson('For whom it is meant first; nobody else is kept from it'),
  claimedBy: NullablePerson('Who reviews it, or has reviewed it'),
  claimExpiresAt: Nullable(DateTime({ description: 'Until when it is theirs, if they do nothing more with it' })),
  canClaim: Type.Boolean({ description: 'Whether it is free for the caller' })
}

const person = { id: 'usr_01jd3w8q2k0000abcdefghjkmn', username: 'pak.budi', fullName: 'Budi Santoso' }
export const requestExample = {
  id: 'rrq_01jd3w8q2k0000abcdefghjkmn',
  submissionId: 'sub_01jd3w8q2k0000abcdefghjkmn',
  state: 'waiting',
  round: 1,
  project: { id: 'prj_01jd3w8q2k0000abcdefghjkmn', number: 'PRJ-202611-0001', title: 'Robot pengikut garis' },
  course: { id: 'crs_01jd3w8q2k0000abcdefghjkmn', title: 'Merakit robot' },
  cohort: { id: 'coh_01jd3w8q2k0000abcdefghjkmn', name: 'Angkatan 1' },
  learner: { id: 'usr_01jd3w8q2k0000abcdefghjkmp', username: 'sari', fullName: 'Sari Dewi' },
  attemptNumber: 1,
  isLate: false,
  queuedAt: '2026-11-20T08:00:00.000Z',
  dueAt: '2026-11-23T08:00:00.000Z',
  waitingSeconds: 86_400,
  isOverdue: false,
  assignedTo: person,
  claimedBy: null,
  claimExpiresAt: null,
  canClaim: true
}

export const ReviewRequestSchema = Type.Object(requestFields, {
  $id: 'ReviewRequest',
  description: 'A review that an attempt waits for, or has got',
  examples: [requestExample]
})

export const ReviewRequestPageSchema = PageOf(ReviewRequestSchema, 'ReviewRequestPage')

export const queueSchemas = [ReviewRequestSchema, ReviewRequestPageSchema]

/** As the viewer finds it now. */
export function presentRequest(
  row: QueueRow,
  { now, viewerId }: { now: Date; viewerId: string }
): Static<typeof ReviewRequestSchema> {
  const { status, queuedAt, dueAt, claimExpiresAt } = row
  const isOpen = row.decidedAt === null
  const isClaimed = isHeld(row, now)
  const state = isOpen && !isClaimed ? 'waiting' : status
  const until = row.decidedAt ?? now
  // In one literal: of a page it is made a hundred times.
  return {
    id: row.id,
    submissionId: row.submissionId,
    state,
    round: row.round,
    project: row.project,
    course: row.course,
    cohort: row.cohort,
    learner: row.learner,
    attemptNumber: row.attempt.number,
    isLate: row.attempt.isLate,
    queuedAt: queuedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    waitingSeconds: Math.max(0, Math.floor((until.getTime() - queuedAt.getTime()) / secondMs)),
    isOverdue: isOpen && isOverdue(row, now),
    assignedTo: row.assignedTo,
    claimedBy: isClaimed || status === 'decided' ? row.claimedBy : null,
    claimExpiresAt: isClaimed && claimExpiresAt ? claimExpiresAt.toISOString() : null,
    canClaim: state === 'waiting' && row.learner.id !== viewerId && !row.hasReviewedBefore
  }
}
