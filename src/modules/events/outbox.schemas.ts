import Type, { type Static } from 'typebox'
import { DateTime, Id, listQuery, Nullable, OneOf, PageOf } from '../../http/schemas.js'
import type { ListedEvent } from './outbox.repository.js'

const states = ['pending', 'done', 'dead'] as const

export const OutboxQuery = Type.Object(
  {
    ...listQuery,
    state: Type.Optional(OneOf(states, { description: '`dead` when absent: what could not be told' }))
  },
  { additionalProperties: false }
)
export type OutboxParams = Static<typeof OutboxQuery>

export const EventParams = Type.Object({ id: Id('event') })

export const OutboxEventSchema = Type.Object(
  {
    id: Id('event'),
    type: Type.String({ description: 'One of `GET /api/event-types`' }),
    state: OneOf(states, {
      description: '`pending`: not told to all yet. `dead`: it failed again and again, and waits for somebody to look'
    }),
    attempts: Type.Integer({ minimum: 0, description: 'That failed' }),
    lastError: Nullable(Type.String()),
    occurredAt: DateTime(),
    nextAttemptAt: Nullable(DateTime({ description: 'While it is pending' })),
    actorId: Nullable(Id('user')),
    courseId: Nullable(Id('course')),
    organizationId: Nullable(Id('organization'))
  },
  {
    $id: 'OutboxEvent',
    examples: [
      {
        id: 'evt_01jd3w8q2k0000abcdefghjkmn',
        type: 'submission_accepted',
        state: 'dead',
        attempts: 12,
        lastError: 'Error: the disk is full',
        occurredAt: '2026-11-20T08:00:00.000Z',
        nextAttemptAt: null,
        actorId: 'usr_01jd3w8q2k0000abcdefghjkmn',
        courseId: 'crs_01jd3w8q2k0000abcdefghjkmn',
        organizationId: null
      }
    ]
  }
)

export const OutboxPageSchema = PageOf(OutboxEventSchema, 'OutboxPage')

export const outboxSchemas = [OutboxEventSchema, OutboxPageSchema]

export function presentOutboxEvent({ occurredAt, nextAttemptAt, state, ...event }: ListedEvent) {
  return {
    ...event,
    state,
    occurredAt: occurredAt.toISOString(),
    nextAttemptAt: state === 'pending' ? nextAttemptAt.toISOString() : null
  }
}
