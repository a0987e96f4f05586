import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import {
  presentReview,
  ReviewPageSchema,
  SubmissionParams,
  SubmissionReviewsQuery
} from './submission-reviews.schemas.js'
import type { SubmissionReviewsService } from './submission-reviews.service.js'

export function submissionReviewsRoutes(reviews: SubmissionReviewsService): Routes {
  return (app) => {
    app.get(
      '/submissions/:id/reviews',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listSubmissionReviews',
          summary: 'The decided reviews of a submission, those of the newest attempt first',
          description:
            'For its learner, and for who reviews or works on the course. The learner sees what was decided and said at once, the points once their grade is released.',
          tags: ['reviews'],
          params: SubmissionParams,
          querystring: SubmissionReviewsQuery,
          response: { 200: Ref(ReviewPageSchema, 'A page of reviews'), ...errorAnswers(404) }
        }
      },
      async (request) => {
        const { page, hasPoints } = await reviews.list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map((row) => presentReview(row, { hasPoints })) }
      }
    )
  }
}
