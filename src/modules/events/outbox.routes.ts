import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { errorAnswers, Ref } from '../../http/schemas.js'
import type { DeadLetters } from './dead-letters.service.js'
import { EventParams, OutboxEventSchema, OutboxPageSchema, OutboxQuery, presentOutboxEvent } from './outbox.schemas.js'

const tags = ['deliveries']

export function outboxRoutes(deadLetters: DeadLetters): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/events',
      {
        config: { access: 'delivery.manage' },
        schema: {
          operationId: 'listEvents',
          summary: 'What could not be told, or waits to be; the newest first',
          description: 'Needs `delivery.manage`. Events are kept for thirty days.',
          tags,
          querystring: OutboxQuery,
          response: { 200: Ref(OutboxPageSchema, 'A page of events, without what they carry') }
        }
      },
      async (request) => {
        const page = await deadLetters.list(request.query)
        return { ...page, data: page.data.map(presentOutboxEvent) }
      }
    )

    app.post(
      '/events/:id/replay',
      {
        config: { access: 'delivery.manage' },
        schema: {
          operationId: 'replayEvent',
          summary: 'Tell a dead event once more',
          description: 'Needs `delivery.manage`. Whoever was served already is not told twice.',
          tags,
          params: EventParams,
          response: { 202: Ref(OutboxEventSchema, 'It is on its way'), ...errorAnswers(404, 409) }
        }
      },
      async (request, reply) => reply.code(202).send(presentOutboxEvent(await deadLetters.replay(request.params.id)))
    )
  }
}
