import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { DraftBody } from './handed-in.schemas.js'
import type { Preparing } from './preparing.service.js'
import {
  LearnerSubmissionPageSchema,
  LearnersQuery,
  ListQuery,
  OwnQuery,
  OwnSubmissionPageSchema,
  ProjectParams,
  presentEvent,
  presentLearnerSubmission,
  presentOwnSubmission,
  presentSubmission,
  SubmissionEventPageSchema,
  SubmissionParams,
  SubmissionSchema
} from './submissions.schemas.js'
import type { SubmissionsService } from './submissions.service.js'

const tags = ['submissions']
/** Texts of 50,000 characters, each of up to four bytes or escaped. */
export const bodyLimit = 1_048_576

interface Services {
  submissions: SubmissionsService
  preparing: Pick<Preparing, 'start' | 'saveDraft'>
}

export function submissionsRoutes({ submissions, preparing }: Services): Routes {
  return (app) => {
    app.post(
      '/projects/:id/start',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'startProject',
          summary: 'Begin to work on a project',
          description:
            'For who learns here. Notes when it began; again it gives what there is. What was withdrawn becomes a draft again.',
          tags,
          params: ProjectParams,
          response: {
            200: Ref(SubmissionSchema, 'What there is already'),
            201: Ref(SubmissionSchema, 'A new submission'),
            ...errorAnswers(403, 404, 409)
          }
        }
      },
      async (request, reply) => {
        const actor = requirePrincipal(request)
        const { id, isNew } = await preparing.start(actor, request.params.id)
        const view = await submissions.get(actor, id)
        return reply
          .code(isNew ? 201 : 200)
          .header('location', `/api/submissions/${id}`)
          .header('etag', etagOf(view.submission))
          .send(presentSubmission(view))
      }
    )

    app.get(
      '/projects/:id/submission',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getOwnSubmission',
          summary: 'My submission to a project, with its draft',
          description: 'Also for who has lost access to the course: it is their work. 404 before it is begun.',
          tags,
          params: ProjectParams,
          response: { 200: Ref(SubmissionSchema, 'The submission'), ...errorAnswers(403, 404, 409) }
        }
      },
      async (request, reply) => {
        const view = await submissions.getOwn(requirePrincipal(request), request.params.id)
        return reply.header('etag', etagOf(view.submission)).send(presentSubmission(view))
      }
    )

    app.put(
      '/projects/:id/draft',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'saveSubmissionDraft',
          summary: 'Save what I prepare',
          description:
            'While nothing waits for a review: in `draft`, `changes_requested` and `withdrawn`. Begins, if that has not happened. It may be incomplete; what is there must be of the kind that the project asks for.',
          tags,
          params: ProjectParams,
          body: DraftBody,
          response: { 200: Ref(SubmissionSchema, 'It is saved'), ...errorAnswers(403, 404, 409, 412, 422) }
        }
      },
      async (request, reply) => {
        const actor = requirePrincipal(request)
        const change = { given: request.body, check: ifMatch(request) }
        const id = await preparing.saveDraft(actor, request.params.id, change)
        const view = await submissions.get(actor, id)
        return reply.header('etag', etagOf(view.submission)).send(presentSubmission(view))
      }
    )

    app.get(
      '/projects/:id/submissions',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listProjectSubmissions',
          summary: 'Who works on a project and how far they are, by learner',
          description: 'For the reviewers and the staff of the course.',
          tags,
          params: ProjectParams,
          querystring: LearnersQuery,
          response: {
            200: Ref(LearnerSubmissionPageSchema, 'A page of submissions'),
            ...errorAnswers(403, 404, 409)
          }
        }
      },
      async (request) => {
        const page = await submissions.listOfProject(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentLearnerSubmission) }
      }
    )

    app.get(
      '/me/submissions',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listMySubmissions',
          summary: 'What I work on and have handed in, the newest first',
          tags,
          querystring: OwnQuery,
          response: { 200: Ref(OwnSubmissionPageSchema, 'A page of submissions with their projects') }
        }
      },
      async (request) => {
        const page = await submissions.listOwn(requirePrincipal(request), request.query)
        return { ...page, data: page.data.map(presentOwnSubmission) }
      }
    )

    app.get(
      '/submissions/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getSubmission',
          summary: 'One submission',
          description: 'For its learner, the reviewers and the staff of the course; the draft for its learner alone.',
          tags,
          params: SubmissionParams,
          response: { 200: Ref(SubmissionSchema, 'The submission'), ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        const view = await submissions.get(requirePrincipal(request), request.params.id)
        return reply.header('etag', etagOf(view.submission)).send(presentSubmission(view))
      }
    )

    app.get(
      '/submissions/:id/history',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listSubmissionHistory',
          summary: 'What happened to a submission, the newest first',
          tags,
          params: SubmissionParams,
          querystring: ListQuery,
          response: { 200: Ref(SubmissionEventPageSchema, 'A page of steps'), ...errorAnswers(404) }
        }
      },
      async (request) => {
        const page = await submissions.history(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentEvent) }
      }
    )
  }
}
