import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { requirePrincipal } from '../../http/principal.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import {
  DeliveriesQuery,
  DeliveryPageSchema,
  DeliveryParams,
  DeliverySchema,
  DeliverySummarySchema,
  presentDelivery,
  presentSummary
} from './deliveries.schemas.js'
import type { DeliveriesService } from './deliveries.service.js'
import { WebhookParams } from './webhooks.schemas.js'

const tags = ['webhooks']
const managers = 'For who manages the webhooks of the organisation.'

export function deliveriesRoutes(deliveries: DeliveriesService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/webhooks/:id/deliveries',
      {
        config: { access: 'webhook.manage' },
        schema: {
          operationId: 'listWebhookDeliveries',
          summary: 'What was sent to a webhook in the last thirty days, or will be, the newest first',
          description: managers,
          tags,
          params: WebhookParams,
          querystring: DeliveriesQuery,
          response: { 200: Ref(DeliveryPageSchema, 'A page of deliveries'), ...errorAnswers(404) }
        }
      },
      async (request) => {
        const page = await deliveries.list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentSummary) }
      }
    )

    app.post(
      '/webhooks/:id/test',
      {
        config: { access: 'webhook.manage' },
        schema: {
          operationId: 'testWebhook',
          summary: 'Send a test to a webhook now',
          description:
            `${managers} Its type is \`webhook_test\`. It is tried once, also when the webhook is disabled; what comes of it ` +
            'is in the log, and does not count for anything else.',
          tags,
          params: WebhookParams,
          response: { 202: Ref(DeliverySummarySchema, 'The delivery, still to be sent'), ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        const delivery = await deliveries.test(requirePrincipal(request), request.params.id)
        return reply
          .code(202)
          .header('location', `/api/webhook-deliveries/${delivery.id}`)
          .send(presentSummary(delivery))
      }
    )

    app.get(
      '/webhook-deliveries/:id',
      {
        config: { access: 'webhook.manage' },
        schema: {
          operationId: 'getWebhookDelivery',
          summary: 'One delivery: what was sent, and what came of each attempt',
          description: managers,
          tags,
          params: DeliveryParams,
          response: { 200: Ref(DeliverySchema, 'The delivery'), ...errorAnswers(404) }
        }
      },
      async (request) => presentDelivery(await deliveries.get(requirePrincipal(request), request.params.id))
    )

    app.post(
      '/webhook-deliveries/:id/redeliver',
      {
        config: { access: 'webhook.manage' },
        schema: {
          operationId: 'redeliverWebhook',
          summary: 'Send a delivery again that was taken or given up',
          description:
            `${managers} With the same \`webhook-id\`, and as many attempts as a new one. To a webhook that is disabled it ` +
            'goes when that is enabled within a day.',
          tags,
          params: DeliveryParams,
          response: { 202: Ref(DeliverySummarySchema, 'The delivery, still to be sent'), ...errorAnswers(404, 409) }
        }
      },
      async (request, reply) => {
        const delivery = await deliveries.redeliver(requirePrincipal(request), request.params.id)
        return reply.code(202).send(presentSummary(delivery))
      }
    )
  }
}
