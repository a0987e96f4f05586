import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import type { Clock } from '../../lib/clock.js'
import { presentDetail, ReviewDetailSchema } from './detail.schemas.js'
import type { DetailService } from './detail.service.js'
import { ReviewParams } from './drafts.schemas.js'
import { presentRequest, QueueListQuery, ReviewRequestPageSchema } from './queue.schemas.js'
import type { QueueService } from './queue.service.js'
import { presentStatistics, ReviewStatisticsSchema, StatisticsQuery } from './statistics.schemas.js'
import type { StatisticsService } from './statistics.service.js'

export interface QueueRoutes {
  clock: Clock
  queue: QueueService
  details: DetailService
  statistics: StatisticsService
}

export function queueRoutes({ clock, queue, details, statistics }: QueueRoutes): Routes {
  return (app) => {
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

    app.get(
      '/reviews/statistics',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getReviewStatistics',
          summary: 'How long learners of a course wait, and for whom',
          description:
            'For the reviewers of the course, and who may see who is enrolled. By reviewer, cohort and project: what is open, what is about to be late, and how long it took.',
          tags: ['reviews'],
          querystring: StatisticsQuery,
          response: { 200: Ref(ReviewStatisticsSchema, 'The figures'), ...errorAnswers(403, 404, 422) }
        }
      },
      async (request) => presentStatistics(await statistics.ofCourse(requirePrincipal(request), request.query))
    )

    app.get(
      '/reviews/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getReview',
          summary: 'One review, with what is to be reviewed',
          description:
            'For the reviewers and the staff of its course, of the work of others. With what the caller has written of it and nobody else sees.',
          tags: ['reviews'],
          params: ReviewParams,
          response: { 200: Ref(ReviewDetailSchema, 'The review'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const viewer = requirePrincipal(request)
        const detail = await details.get(viewer, request.params.id)
        return presentDetail(detail, { now: clock.now(), viewerId: viewer.userId })
      }
    )
  }
}
