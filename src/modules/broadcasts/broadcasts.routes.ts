import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { etagOf, ifMatch, isFresh } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import { Empty, errorAnswers, Ref } from '../../http/schemas.js'
import {
  BroadcastBody,
  BroadcastPageSchema,
  BroadcastParams,
  BroadcastPatchBody,
  BroadcastSchema,
  BroadcastsQuery,
  PreviewBody,
  PreviewSchema,
  presentBroadcast,
  presentBroadcastSummary
} from './broadcasts.schemas.js'
import type { BroadcastsService } from './broadcasts.service.js'

const tags = ['broadcasts']
const writers =
  'Needs `notification.send` where the audience is: on the platform for `all`. Who runs a course or a cohort may write to its learners.'
const readers = 'For its writer, and who holds `notification.send` where it goes.'

export function broadcastsRoutes(broadcasts: BroadcastsService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/broadcasts',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'createBroadcast',
          summary: 'Write to a course, a cohort, a role, an organisation or all, now or at a time',
          description: `${writers} Each recipient is told once, as they want to be, by a job that can be watched and stopped.`,
          tags,
          body: BroadcastBody,
          response: { 201: Ref(BroadcastSchema, 'The broadcast'), ...errorAnswers(403, 422) }
        }
      },
      async (request, reply) => {
        const broadcast = await broadcasts.create(requirePrincipal(request), request.body)
        return reply
          .code(201)
          .header('location', `/api/broadcasts/${broadcast.id}`)
          .header('etag', etagOf(broadcast))
          .send(presentBroadcast(broadcast))
      }
    )

    app.post(
      '/broadcasts/preview',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'previewBroadcast',
          summary: 'How many an audience is',
          description: `${writers} Nothing is sent.`,
          tags,
          body: PreviewBody,
          response: { 200: Ref(PreviewSchema, 'The audience as it is now'), ...errorAnswers(403, 422) }
        }
      },
      async (request) => broadcasts.preview(requirePrincipal(request), request.body.audience)
    )

    app.get(
      '/broadcasts',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listBroadcasts',
          summary: 'My broadcasts, and those of organisations that I write to, the newest first',
          tags,
          querystring: BroadcastsQuery,
          response: { 200: Ref(BroadcastPageSchema, 'A page of broadcasts') }
        }
      },
      async (request) => {
        const page = await broadcasts.list(requirePrincipal(request), request.query)
        return { ...page, data: page.data.map(presentBroadcastSummary) }
      }
    )

    app.get(
      '/broadcasts/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getBroadcast',
          summary: 'One broadcast, and how far it has come',
          description: `${readers} Its \`ETag\` changes with every step.`,
          tags,
          params: BroadcastParams,
          response: {
            200: Ref(BroadcastSchema, 'The broadcast'),
            304: Empty('As the version of `If-None-Match`'),
            ...errorAnswers(404)
          }
        }
      },
      async (request, reply) => {
        const broadcast = await broadcasts.get(requirePrincipal(request), request.params.id)
        if (isFresh(request, reply, broadcast)) return reply.code(304).send()
        return presentBroadcast(broadcast)
      }
    )

    app.patch(
      '/broadcasts/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'changeBroadcast',
          summary: 'Change what has not begun',
          description: 'For its writer, while it is `scheduled`. Honours `If-Match`.',
          tags,
          params: BroadcastParams,
          body: BroadcastPatchBody,
          response: { 200: Ref(BroadcastSchema, 'The broadcast'), ...errorAnswers(403, 404, 409, 412, 422) }
        }
      },
      async (request, reply) => {
        const change = { patch: request.body, check: ifMatch(request) }
        const broadcast = await broadcasts.change(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(broadcast)).send(presentBroadcast(broadcast))
      }
    )

    app.post(
      '/broadcasts/:id/cancel',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'cancelBroadcast',
          summary: 'Stop one that is planned or under way',
          description: `${readers} Who has been told stays told.`,
          tags,
          params: BroadcastParams,
          response: { 200: Ref(BroadcastSchema, 'The broadcast'), ...errorAnswers(404, 409) }
        }
      },
      async (request, reply) => {
        const broadcast = await broadcasts.cancel(requirePrincipal(request), request.params.id)
        return reply.header('etag', etagOf(broadcast)).send(presentBroadcast(broadcast))
      }
    )

    app.post(
      '/broadcasts/:id/resume',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'resumeBroadcast',
          summary: 'Go on with one that failed',
          description: `${readers} It goes on behind the last who was told: nobody is told twice.`,
          tags,
          params: BroadcastParams,
          response: { 200: Ref(BroadcastSchema, 'The broadcast'), ...errorAnswers(403, 404, 409) }
        }
      },
      async (request, reply) => {
        const broadcast = await broadcasts.resume(requirePrincipal(request), request.params.id)
        return reply.header('etag', etagOf(broadcast)).send(presentBroadcast(broadcast))
      }
    )
  }
}
