import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { requirePrincipal } from '../../http/principal.js'
import { errorAnswers, Id, NoContent, Ref } from '../../http/schemas.js'
import type { SseStreams } from '../../http/sse.js'
import { AppError } from '../../lib/errors.js'
import {
  NotificationPageSchema,
  NotificationQuery,
  presentNotification,
  UnreadCountSchema
} from './notifications.schemas.js'
import type { NotificationsService } from './notifications.service.js'
import type { Follow } from './notifications.stream.js'

const tags = ['notifications']
const params = Type.Object({ id: Id('notification') })

export interface NotificationsRoutesDeps {
  notifications: NotificationsService
  follow: Follow
  streams: SseStreams
}

export function notificationsRoutes(deps: NotificationsRoutesDeps): FastifyPluginAsyncTypebox {
  const { notifications, follow, streams } = deps
  return async (app) => {
    app.get(
      '/notifications',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listNotifications',
          summary: 'My notifications, the newest first',
          tags,
          querystring: NotificationQuery,
          response: { 200: Ref(NotificationPageSchema, 'A page of them, with the badge and the place of the stream') }
        }
      },
      async (request) => {
        const { userId, profile } = requirePrincipal(request)
        const page = await notifications.list(userId, request.query)
        return { ...page, data: page.data.map((row) => presentNotification(row, profile.language)) }
      }
    )

    app.get(
      '/notifications/unread-count',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'countUnreadNotifications',
          summary: 'How many I have not read',
          tags,
          response: { 200: Ref(UnreadCountSchema, 'The badge') }
        }
      },
      async (request) => ({ unreadCount: await notifications.countUnread(requirePrincipal(request).userId) })
    )

    app.get(
      '/notifications/stream',
      {
        sse: 'manual',
        exposeHeadRoute: false,
        config: {
          ...{ access: 'user', toOurPagesOnly: true, rateLimit: false, evenUnderPressure: true },
          ...{ isPassive: true, isUnmeasured: true, isStream: true }
        },
        schema: {
          operationId: 'streamNotifications',
          summary: 'What happens, at once, as server-sent events',
          description: [
            'At once `data: {"unreadCount":N}`; then, whenever something changed, `data: {"unreadCount":N,"newNotifications":[…]}`,',
            'with `newNotifications` only when there are new ones. Every event has an `id`; a client that comes back with the last',
            'one (`Last-Event-ID`, or `lastEventId` in the query) receives what it missed, in order. `event: reset` says that this',
            'cannot be done and the list is to be read again; `event: session-expired` is the last word of a stream whose session',
            'has ended. `: heartbeat` comes every 25 seconds. Any user may call it.'
          ].join(' '),
          tags,
          querystring: Type.Object({
            lastEventId: Type.Optional(
              Type.String({ description: 'For the first connection, which cannot send the header' })
            )
          }),
          response: {
            200: { description: 'The events', content: { 'text/event-stream': { schema: { type: 'string' } } } },
            ...errorAnswers(403, 406)
          } as Record<number, unknown>
        }
      },
      async (request, reply) => {
        const { userId, sessionId } = requirePrincipal(request)
        if (!acceptsEventStream(request.headers.accept))
          throw new AppError(406, 'NOT_ACCEPTABLE', 'This answers with text/event-stream alone')
        const lastEventId = headerOf(request.headers['last-event-id']) ?? request.query.lastEventId
        await streams.open(request, reply, {
          owner: userId,
          follow: (signal) => follow({ userId, sessionId, position: lastEventId }, signal)
        })
      }
    )

    app.post(
      '/notifications/:id/read',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'readNotification',
          summary: 'Mark one as read, on all my devices',
          tags,
          params,
          response: { 204: NoContent, ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        await notifications.markRead(requirePrincipal(request).userId, request.params.id)
        return reply.code(204).send()
      }
    )

    app.post(
      '/notifications/read-all',
      {
        config: { access: 'user' },
        schema: { operationId: 'readAllNotifications', summary: 'Mark all as read', tags, response: { 204: NoContent } }
      },
      async (request, reply) => {
        await notifications.markAllRead(requirePrincipal(request).userId)
        return reply.code(204).send()
      }
    )

    app.delete(
      '/notifications/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'deleteNotification',
          summary: 'Take one off my list',
          tags,
          params,
          response: { 204: NoContent, ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        await notifications.remove(requirePrincipal(request).userId, request.params.id)
        return reply.code(204).send()
      }
    )
  }
}

function headerOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.at(-1) : value
}

function acceptsEventStream(accept = '*/*'): boolean {
  return accept
    .split(',')
    .some((range) => /^\s*(text\/event-stream|text\/\*|\*\/\*)\s*(;(?!\s*q=0(\.0*)?\s*$)|$)/i.test(range))
}
