import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { Empty, errorAnswers, Ref } from '../../http/schemas.js'
import type { Clock } from '../../lib/clock.js'
import { NextBody, ReassignBody, ReleaseBody } from './claims.schemas.js'
import type { ClaimsService } from './claims.service.js'
import { ReviewParams } from './drafts.schemas.js'
import type { HandingService } from './handing.service.js'
import { presentRequest, ReviewRequestSchema } from './queue.schemas.js'

const tags = ['reviews']

export interface ClaimsRoutes {
  clock: Clock
  claims: ClaimsService
  handing: HandingService
}

export function claimsRoutes({ clock, claims, handing }: ClaimsRoutes): Routes {
  const sightOf = ({ userId }: { userId: string }) => ({ now: clock.now(), viewerId: userId })

  return (app) => {
    app.post(
      '/reviews/next',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'claimNextReview',
          summary: 'Claim what I am to review next',
          description:
            'What is meant for the caller comes first, then what is meant for nobody, then what is meant for others: of each what has waited longest. Two callers never get the same. It is theirs for two hours from their last sign of work on it; the learner is told.',
          tags,
          body: NextBody,
          response: {
            200: Ref(ReviewRequestSchema, 'What the caller has claimed'),
            204: Empty('Nothing waits'),
            ...errorAnswers(403, 404, 409)
          }
        }
      },
      async (request, reply) => {
        const viewer = requirePrincipal(request)
        const row = await claims.next(viewer, request.body ?? {})
        return row ? presentRequest(row, sightOf(viewer)) : reply.code(204).send()
      }
    )

    app.post(
      '/reviews/:id/claim',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'claimReview',
          summary: 'Claim this review',
          description:
            'For the reviewers of its course. Whoever holds it already has it for two hours more. The learner is told.',
          tags,
          params: ReviewParams,
          response: { 200: Ref(ReviewRequestSchema, 'The review'), ...errorAnswers(403, 404, 409) }
        }
      },
      async (request) => {
        const viewer = requirePrincipal(request)
        return presentRequest(await claims.claim(viewer, request.params.id), sightOf(viewer))
      }
    )

    app.post(
      '/reviews/:id/release',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'releaseReview',
          summary: 'Give a claimed review back to the queue',
          description:
            'For who has claimed it. A manager of the course may take it back from them, with a reason; they are told.',
          tags,
          params: ReviewParams,
          body: ReleaseBody,
          response: { 200: Ref(ReviewRequestSchema, 'The review'), ...errorAnswers(403, 404, 409, 422) }
        }
      },
      async (request) => {
        const viewer = requirePrincipal(request)
        return presentRequest(await handing.release(viewer, request.params.id, request.body ?? {}), sightOf(viewer))
      }
    )

    app.post(
      '/reviews/:id/reassign',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'reassignReview',
          summary: 'Mean a review for another reviewer',
          description:
            'For the managers of the course, and for who has claimed it and hands it over. It waits again, and comes first when the other asks for the next; they are told. A manager who takes it from somebody says why.',
          tags,
          params: ReviewParams,
          body: ReassignBody,
          response: { 200: Ref(ReviewRequestSchema, 'The review'), ...errorAnswers(403, 404, 409, 422) }
        }
      },
      async (request) => {
        const viewer = requirePrincipal(request)
        return presentRequest(await handing.reassign(viewer, request.params.id, request.body), sightOf(viewer))
      }
    )
  }
}
