import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Ref } from '../../http/schemas.js'
import { eventTypes } from './catalogue.js'
import { EventTypePageSchema, presentEventType } from './events.schemas.js'

const tags = ['notifications']

export function eventsRoutes(): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/event-types',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listEventTypes',
          summary: 'Everything that may happen and is told of',
          description:
            'The one list behind the stream, the mails, the webhooks and the preferences. Any user may call it. Its texts are in all languages.',
          tags,
          response: { 200: Ref(EventTypePageSchema, 'All of them, on one page') }
        }
      },
      async () => ({ data: eventTypes.map(presentEventType), nextCursor: null })
    )
  }
}
