import { etagOf } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import type { PresentRubricVersion } from '../rubrics/index.js'
import type { AttemptRubrics } from './attempt-rubrics.service.js'
import {
  AttemptPageSchema,
  AttemptParams,
  AttemptSchema,
  presentAttempt,
  presentAttemptHead,
  WithdrawBody
} from './attempts.schemas.js'
import type { AttemptsService } from './attempts.service.js'
import { SubmitBody } from './handed-in.schemas.js'
import { bodyLimit } from './submissions.routes.js'
import {
  ListQuery,
  ProjectParams,
  presentSubmission,
  SubmissionParams,
  SubmissionSchema
} from './submissions.schemas.js'
import type { SubmissionsService } from './submissions.service.js'

const tags = ['submissions']

interface Services {
  attempts: AttemptsService
  submissions: Pick<SubmissionsService, 'get'>
  rubricOf: AttemptRubrics
  presentRubric: PresentRubricVersion
}

export function attemptsRoutes(services: Services): Routes {
  const { attempts, submissions, rubricOf, presentRubric } = services
  const present = async (attempt: Parameters<typeof presentAttempt>[0]) =>
    presentAttempt(attempt, { rubric: await rubricOf(attempt), presentRubric })

  return (app) => {
    app.post(
      '/projects/:id/submissions',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'submitProject',
          summary: 'Hand in an attempt',
          description:
            'For who learns here, and for nobody else. What the body does not name is as the draft says: an empty one hands in the draft. The server’s clock decides whether it is late; the reviewers of the course are told.',
          tags,
          params: ProjectParams,
          body: SubmitBody,
          response: { 201: Ref(AttemptSchema, 'The attempt'), ...errorAnswers(403, 404, 409, 422) }
        }
      },
      async (request, reply) => {
        const given = request.body ?? {}
        const attempt = await attempts.submit(requirePrincipal(request), request.params.id, given)
        return reply
          .code(201)
          .header('location', `/api/submissions/${attempt.submissionId}/attempts/${attempt.number}`)
          .header('etag', attemptEtag(attempt))
          .send(await present(attempt))
      }
    )

    app.post(
      '/submissions/:id/withdraw',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'withdrawSubmission',
          summary: 'Take back what waits for its review',
          description:
            'By its learner, while nobody reviews it. The attempt stays, does not count, and another can be handed in.',
          tags,
          params: SubmissionParams,
          body: WithdrawBody,
          response: { 200: Ref(SubmissionSchema, 'It is withdrawn'), ...errorAnswers(403, 404, 409) }
        }
      },
      async (request, reply) => {
        const actor = requirePrincipal(request)
        const { id } = request.params
        await attempts.withdraw(actor, id, request.body?.reason?.trim() ?? '')
        const view = await submissions.get(actor, id)
        return reply.header('etag', etagOf(view.submission)).send(presentSubmission(view))
      }
    )

    app.get(
      '/submissions/:id/attempts',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listSubmissionAttempts',
          summary: 'The attempts of a submission, the newest first',
          tags,
          params: SubmissionParams,
          querystring: ListQuery,
          response: { 200: Ref(AttemptPageSchema, 'A page of attempts'), ...errorAnswers(404) }
        }
      },
      async (request) => {
        const page = await attempts.list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentAttemptHead) }
      }
    )

    app.get(
      '/submissions/:id/attempts/:n',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getSubmissionAttempt',
          summary: 'One attempt with what was handed in',
          tags,
          params: AttemptParams,
          response: { 200: Ref(AttemptSchema, 'The attempt'), ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        const { id, n } = request.params
        const attempt = await attempts.get(requirePrincipal(request), id, n)
        return reply.header('etag', attemptEtag(attempt)).send(await present(attempt))
      }
    )
  }
}

/** Nothing of an attempt changes but that it is withdrawn. */
function attemptEtag({ withdrawnAt }: { withdrawnAt: Date | null }): string {
  return etagOf({ version: withdrawnAt === null ? 1 : 2 })
}
