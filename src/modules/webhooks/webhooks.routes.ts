import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import {
  OrganizationWebhooksParams,
  presentWebhook,
  presentWithSecret,
  RotateBody,
  WebhookBody,
  WebhookPageSchema,
  WebhookParams,
  WebhookPatchBody,
  WebhookSchema,
  WebhooksQuery,
  WebhookWithSecretSchema
} from './webhooks.schemas.js'
import type { WebhooksService } from './webhooks.service.js'

const tags = ['webhooks']
const managers = 'For who manages the webhooks of its organisation.'
const defaultKeepHours = 24

export function webhooksRoutes(webhooks: WebhooksService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/organizations/:id/webhooks',
      {
        config: { access: 'webhook.manage' },
        schema: {
          operationId: 'listWebhooks',
          summary: 'The webhooks of an organisation, the newest first',
          description: 'For who manages them.',
          tags,
          params: OrganizationWebhooksParams,
          querystring: WebhooksQuery,
          response: { 200: Ref(WebhookPageSchema, 'A page of webhooks'), ...errorAnswers(404) }
        }
      },
      async (request) => {
        const page = await webhooks.list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentWebhook) }
      }
    )

    app.post(
      '/organizations/:id/webhooks',
      {
        config: { access: 'webhook.manage', audited: true },
        schema: {
          operationId: 'createWebhook',
          summary: 'Have another system told of what happens in an organisation',
          description:
            'For who manages its webhooks, at most twenty. Events are sent as Standard Webhooks says: headers `webhook-id` ' +
            '(the same for every attempt), `webhook-timestamp` and `webhook-signature`, and a body of `type`, `timestamp` ' +
            'and `data`. Any status of 2xx within 15 seconds takes one; what is not taken is tried eight times over a day. ' +
            'Each comes at least once, and in no certain order. The answer holds the secret, which is not shown again.',
          tags,
          params: OrganizationWebhooksParams,
          body: WebhookBody,
          response: { 201: Ref(WebhookWithSecretSchema, 'The webhook and its secret'), ...errorAnswers(404, 409, 422) }
        }
      },
      async (request, reply) => {
        const webhook = await webhooks.create(requirePrincipal(request), request.params.id, request.body)
        return reply
          .code(201)
          .header('location', `/api/webhooks/${webhook.id}`)
          .header('etag', etagOf(webhook))
          .send(presentWithSecret(webhook))
      }
    )

    app.get(
      '/webhooks/:id',
      {
        config: { access: 'webhook.manage' },
        schema: {
          operationId: 'getWebhook',
          summary: 'One webhook',
          description: managers,
          tags,
          params: WebhookParams,
          response: { 200: Ref(WebhookSchema, 'The webhook'), ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        const webhook = await webhooks.get(requirePrincipal(request), request.params.id)
        return reply.header('etag', etagOf(webhook)).send(presentWebhook(webhook))
      }
    )

    app.patch(
      '/webhooks/:id',
      {
        config: { access: 'webhook.manage', audited: true },
        schema: {
          operationId: 'changeWebhook',
          summary: 'Change a webhook, disable it or enable it again',
          description:
            `${managers} Honours \`If-Match\`. One that is disabled hears of nothing that happens meanwhile; what had waited ` +
            'already is sent when it is enabled within a day.',
          tags,
          params: WebhookParams,
          body: WebhookPatchBody,
          response: { 200: Ref(WebhookSchema, 'The webhook'), ...errorAnswers(404, 412, 422) }
        }
      },
      async (request, reply) => {
        const change = { patch: request.body, check: ifMatch(request) }
        const webhook = await webhooks.change(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(webhook)).send(presentWebhook(webhook))
      }
    )

    app.delete(
      '/webhooks/:id',
      {
        config: { access: 'webhook.manage', audited: true },
        schema: {
          operationId: 'deleteWebhook',
          summary: 'Delete a webhook, and the log of what was sent to it',
          description: `${managers} Honours \`If-Match\`.`,
          tags,
          params: WebhookParams,
          response: { 204: NoContent, ...errorAnswers(404, 412) }
        }
      },
      async (request, reply) => {
        await webhooks.remove(requirePrincipal(request), request.params.id, ifMatch(request))
        return reply.code(204).send()
      }
    )

    app.post(
      '/webhooks/:id/rotate-secret',
      {
        config: { access: 'webhook.manage', audited: true },
        schema: {
          operationId: 'rotateWebhookSecret',
          summary: 'Give a webhook a new secret',
          description:
            `${managers} Honours \`If-Match\`. Until the old secret ends each request carries two signatures, and either ` +
            'is right. There are at most two: one that is older than the old one ends now.',
          tags,
          params: WebhookParams,
          body: RotateBody,
          response: { 200: Ref(WebhookWithSecretSchema, 'The webhook and its secret'), ...errorAnswers(404, 412) }
        }
      },
      async (request, reply) => {
        const { keepOldForHours = defaultKeepHours } = request.body ?? {}
        const rotation = { keepOldForHours, check: ifMatch(request) }
        const webhook = await webhooks.rotate(requirePrincipal(request), request.params.id, rotation)
        return reply.header('etag', etagOf(webhook)).send(presentWithSecret(webhook))
      }
    )
  }
}
