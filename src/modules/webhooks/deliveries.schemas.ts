import Type, { type Static } from 'typebox'
import { DateTime, Id, listQuery, Nullable, OneOf, PageOf } from '../../http/schemas.js'
import type { AttemptRow, DeliverySummary } from './deliveries.repository.js'
import type { DeliveryView } from './deliveries.service.js'

const states = ['pending', 'sending', 'delivered', 'dead'] as const
const State = OneOf(states, {
  description: 'To be sent (again); being sent; taken with a status of 2xx; given up, or nobody wanted it'
})

export const DeliveryParams = Type.Object({ id: Id('webhookDelivery') })
export const DeliveriesQuery = Type.Object({ ...listQuery, state: Type.Optional(State) })
export type DeliveriesParams = Static<typeof DeliveriesQuery>

const properties = {
  id: Id('webhookDelivery', { description: 'The `webhook-id` of every attempt' }),
  webhookId: Id('webhookEndpoint'),
  eventId: Nullable(Id('event', { description: 'Null: a test' })),
  type: Type.String(),
  state: State,
  attempts: Type.Integer({ minimum: 0, description: 'Since it was queued, by the event or again by hand' }),
  nextAttemptAt: Nullable(DateTime({ description: 'At the earliest. Null: it is being sent, or over' })),
  createdAt: DateTime(),
  deliveredAt: Nullable(DateTime())
}
const example = {
  id: 'whd_01jd3w8q2k0000abcdefghjkmn',
  webhookId: 'whe_01jd3w8q2k0000abcdefghjkmn',
  eventId: 'evt_01jd3w8q2k0000abcdefghjkmn',
  type: 'announcement',
  state: 'pending',
  attempts: 1,
  nextAttemptAt: '2026-11-20T08:00:05.000Z',
  createdAt: '2026-11-20T08:00:00.000Z',
  deliveredAt: null
}

export const DeliverySummarySchema = Type.Object(properties, {
  $id: 'WebhookDeliverySummary',
  description: 'Something that was sent to a webhook, or will be',
  examples: [example]
})
export const DeliveryPageSchema = PageOf(DeliverySummarySchema, 'WebhookDeliveryPage')

export const DeliverySchema = Type.Object(
  {
    ...properties,
    payload: Type.String({ description: 'The very text that is signed and sent' }),
    log: Type.Array(
      Type.Object({
        number: Type.Integer({ minimum: 1 }),
        startedAt: DateTime(),
        durationMs: Type.Integer({ minimum: 0 }),
        status: Nullable(Type.Integer({ description: 'Of the answer; null: there was none' })),
        error: Nullable(Type.String({ description: 'Why there was none' })),
        answer: Nullable(Type.String({ description: 'The beginning of what was answered, on one line' }))
      }),
      { description: 'Its attempts, the newest first; the last hundred of them' }
    )
  },
  {
    $id: 'WebhookDelivery',
    description: 'Something that was sent to a webhook, with all attempts',
    examples: [
      {
        ...example,
        payload: '{"type":"announcement","timestamp":"2026-11-20T08:00:00.000Z","data":{"title":"Libur"}}',
        log: [
          {
            number: 1,
            startedAt: '2026-11-20T08:00:00.000Z',
            durationMs: 120,
            status: 500,
            error: null,
            answer: 'Internal Server Error'
          }
        ]
      }
    ]
  }
)

export const deliverySchemas = [DeliverySummarySchema, DeliveryPageSchema, DeliverySchema]

export function presentSummary(row: DeliverySummary): Static<typeof DeliverySummarySchema> {
  const { id, endpointId: webhookId, eventId, type, state, attempts, nextAttemptAt } = row
  return {
    ...{ id, webhookId, eventId, type, state, attempts },
    nextAttemptAt: state === 'pending' ? nextAttemptAt.toISOString() : null,
    createdAt: row.createdAt.toISOString(),
    deliveredAt: row.deliveredAt?.toISOString() ?? null
  }
}

export function presentDelivery({ delivery, attempts }: DeliveryView): Static<typeof DeliverySchema> {
  return { ...presentSummary(delivery), payload: delivery.payload, log: attempts.map(presentAttempt) }
}

function presentAttempt({ number, startedAt, duration, status, error, answer }: AttemptRow) {
  return { number, startedAt: startedAt.toISOString(), durationMs: duration, status, error, answer }
}
