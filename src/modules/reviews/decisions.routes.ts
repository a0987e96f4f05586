import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { DecisionBody } from './decisions.schemas.js'
import type { DecisionsService } from './decisions.service.js'
import { bodyLimit, DraftBody, presentDraft, ReviewDraftSchema, ReviewParams } from './drafts.schemas.js'
import type { DraftsService } from './drafts.service.js'
import { presentSecondReview, SecondReviewBody, SecondReviewSchema } from './second-review.schemas.js'
import type { SecondReviewsService } from './second-review.service.js'
import { presentReview, ReviewSchema, SubmissionParams } from './submission-reviews.schemas.js'

const tags = ['reviews']

export interface DecisionsRoutes {
  drafts: DraftsService
  decisions: DecisionsService
  secondReviews: SecondReviewsService
}

export function decisionsRoutes({ drafts, decisions, secondReviews }: DecisionsRoutes): Routes {
  return (app) => {
    app.put(
      '/reviews/:id/draft',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'saveReviewDraft',
          summary: 'Save what I have written of a review',
          description:
            'For who has claimed it, and for nobody else to see. It may be incomplete, and never out of range. The claim lasts longer by it. Honours `If-Match`.',
          tags,
          params: ReviewParams,
          body: DraftBody,
          response: { 200: Ref(ReviewDraftSchema, 'The draft'), ...errorAnswers(403, 404, 409, 412, 422) }
        }
      },
      async (request, reply) => {
        const draft = { ...request.body, check: ifMatch(request) }
        const saved = await drafts.save(requirePrincipal(request), request.params.id, draft)
        return reply.header('etag', etagOf(saved)).send(presentDraft(saved))
      }
    )

    app.post(
      '/reviews/:id/decide',
      {
        config: { access: 'user', audited: true },
        bodyLimit,
        schema: {
          operationId: 'decideReview',
          summary: 'Accept, send back or reject what I have reviewed',
          description:
            'For who has claimed it, once, when every required criterion has points; to send back and to reject needs a summary. Accepted and rejected work is graded, less what is taken off for being late. The learner is told. Honours `If-Match` of the draft.',
          tags,
          params: ReviewParams,
          body: DecisionBody,
          response: { 200: Ref(ReviewSchema, 'The review'), ...errorAnswers(403, 404, 409, 412, 422) }
        }
      },
      async (request, reply) => {
        const decision = { ...request.body, check: ifMatch(request) }
        const review = await decisions.decide(requirePrincipal(request), request.params.id, decision)
        return reply.header('etag', etagOf(review)).send(presentReview(review, { hasPoints: true }))
      }
    )

    app.post(
      '/submissions/:id/second-review',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'askForSecondReview',
          summary: 'Let somebody else review what was decided',
          description:
            'For who manages or reviews the course: of the newest attempt, once it is decided, and once. Who reviewed it first takes the second review only where nobody else can. Learner and reviewers are told.',
          tags,
          params: SubmissionParams,
          body: SecondReviewBody,
          response: { 201: Ref(SecondReviewSchema, 'What is waited for'), ...errorAnswers(403, 404, 409) }
        }
      },
      async (request, reply) => {
        const made = await secondReviews.ask(requirePrincipal(request), request.params.id, request.body.reason)
        return reply
          .code(201)
          .header('location', `/api/reviews/${made.id}`)
          .header('etag', etagOf(made))
          .send(presentSecondReview(made))
      }
    )
  }
}
