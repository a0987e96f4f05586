import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { requirePrincipal } from '../../http/principal.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import type { Clock } from '../../lib/clock.js'
import { presentRequest, QueueListQuery, ReviewRequestPageSchema } from './queue.schemas.js'
import type { QueueService } from './queue.service.js'

export interface QueueRoutes {
  clock: Clock
  queue: QueueService
}

export function queueRoutes({ clock, queue }: QueueRoutes): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/reviews/queue',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listReviewQueue',
          summary: 'What waits for a review',
          description:
            'In the courses that the caller reviews, without their own work. What has waited longest comes first; asked for what is due (`overdue`, `dueWithinHours`), what is due first.',
          tags: ['reviews'],
          querystring: QueueListQuery,
          response: { 200: Ref(ReviewRequestPageSchema, 'A page of reviews'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const viewer = requirePrincipal(request)
        const page = await queue.list(viewer, request.query)
        const sight = { now: clock.now(), viewerId: viewer.userId }
        return { ...page, data: page.data.map((row) => presentRequest(row, sight)) }
      }
    )
  }
}
