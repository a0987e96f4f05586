import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { requirePrincipal } from '../../http/principal.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { ChangesQuery, ChangesSchema } from './changes.schemas.js'
import type { Polling } from './polling.js'
import type { Waits } from './waits.js'

/** In seconds, at random: those who were sent away together do not come back together. */
const comeBackWithin = { min: 2, max: 15 }

export function changesRoutes(poll: Polling, waits: Pick<Waits, 'close'>): FastifyPluginAsyncTypebox {
  return async (app) => {
    let isClosing = false
    app.addHook('preClose', async () => {
      isClosing = true
      waits.close()
    })

    app.get(
      '/notifications/changes',
      {
        config: { access: 'user', toOurPagesOnly: true, isPassive: true, isUnmeasured: true },
        schema: {
          operationId: 'pollNotifications',
          summary: 'What happened since a position, for clients without streams',
          description: [
            'The twin of the stream, with the same positions: `after` is the `position` of the last answer, the id of the',
            'last event of the stream, or `streamPosition` of the list. Without it the answer is the newest position. Not all',
            'may come at once: ask again with the new position. When there is nothing new it answers at once, or, with',
            '`wait`, as soon as something comes or the time is over. A changed badge is something new, too: say with `unread`',
            'which one you show, or it is the one at the beginning of the wait. `reset` says that what was missed cannot be',
            'told: read the list again. Five requests of a user may wait; the oldest is answered for a newer one. An answer',
            'with `Retry-After` came before its time: wait so long before you ask again. Any user may call it.'
          ].join(' '),
          tags: ['notifications'],
          querystring: ChangesQuery,
          response: { 200: Ref(ChangesSchema, 'What there is'), ...errorAnswers(403) }
        }
      },
      async (request, reply) => {
        const { userId, sessionId } = requirePrincipal(request)
        const { after: position, wait = 0, unread } = request.query
        const { changes, isEarly } = await poll({ userId, sessionId, position, wait, unread }, (end) => {
          if (reply.raw.destroyed) end()
          else reply.raw.once('close', end)
        })
        if (isEarly) reply.header('retry-after', String(secondsWithin(comeBackWithin)))
        if (isClosing) reply.header('connection', 'close')
        return changes
      }
    )
  }
}

function secondsWithin({ min, max }: { min: number; max: number }): number {
  return Math.round(min + Math.random() * (max - min))
}
