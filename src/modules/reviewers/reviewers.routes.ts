import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { requirePrincipal } from '../../http/principal.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { presentReviewers, ReviewersBody, ReviewersParams, ReviewersSchema } from './reviewers.schemas.js'
import type { ReviewersService } from './reviewers.service.js'

const tags = ['reviews']

export function reviewersRoutes(reviewers: ReviewersService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/courses/:id/reviewers',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listReviewers',
          summary: 'Who reviews the work of a course',
          description: 'For its reviewers, and who may see who is enrolled.',
          tags,
          params: ReviewersParams,
          response: { 200: Ref(ReviewersSchema, 'Its mentor and its reviewers'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => presentReviewers(await reviewers.list(requirePrincipal(request), request.params.id))
    )

    app.put(
      '/courses/:id/reviewers',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'replaceReviewers',
          summary: 'Say who reviews the work of a course besides its mentor',
          description:
            'For who manages the course. Replaces the list; the same list again changes nothing. What those have claimed who are on it no more goes back to the queue; who is new on it is told.',
          tags,
          params: ReviewersParams,
          body: ReviewersBody,
          response: { 200: Ref(ReviewersSchema, 'Its mentor and its reviewers'), ...errorAnswers(403, 404, 422) }
        }
      },
      async (request) => {
        const { params, body } = request
        return presentReviewers(await reviewers.replace(requirePrincipal(request), params.id, body.userIds))
      }
    )
  }
}
