import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { bodyLimit, tags } from './comments.routes.js'
import {
  presentThread,
  SubmissionParams,
  ThreadBody,
  ThreadPageSchema,
  ThreadParams,
  ThreadSchema,
  ThreadsQuery
} from './threads.schemas.js'
import type { ThreadsService } from './threads.service.js'

const moves = {
  resolve: { operationId: 'resolveThread', summary: 'Settle a thread' },
  reopen: { operationId: 'reopenThread', summary: 'Open a settled thread again' }
} as const

export function threadsRoutes(threads: ThreadsService): Routes {
  return (app) => {
    app.get(
      '/submissions/:id/threads',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listThreads',
          summary: 'What is discussed about a submission, the oldest first',
          description: 'For its learner, the reviewers of the course and its staff. Each thread has all its comments.',
          tags,
          params: SubmissionParams,
          querystring: ThreadsQuery,
          response: { 200: Ref(ThreadPageSchema, 'A page of threads'), ...errorAnswers(404) }
        }
      },
      async (request) => {
        const page = await threads.list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentThread) }
      }
    )

    app.post(
      '/submissions/:id/threads',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'createThread',
          summary: 'Begin a thread, with its first comment',
          description:
            'For the learner and the reviewers of the course. On an attempt, on one of its deliverables, or on a line of a text. The learner and the reviewers who have taken part are told; whom the text names is told that instead. At most 1,000 comments on a submission.',
          tags,
          params: SubmissionParams,
          body: ThreadBody,
          response: { 201: Ref(ThreadSchema, 'The thread'), ...errorAnswers(403, 404, 422) }
        }
      },
      async (request, reply) => {
        const thread = await threads.create(requirePrincipal(request), request.params.id, request.body)
        return reply.code(201).header('location', `/api/threads/${thread.id}`).send(presentThread(thread))
      }
    )

    app.get(
      '/threads/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getThread',
          summary: 'A thread with its comments',
          description: 'For who sees the submission.',
          tags,
          params: ThreadParams,
          response: { 200: Ref(ThreadSchema, 'The thread'), ...errorAnswers(404) }
        }
      },
      async (request) => presentThread(await threads.get(requirePrincipal(request), request.params.id))
    )

    for (const move of ['resolve', 'reopen'] as const) {
      app.post(
        `/threads/:id/${move}`,
        {
          config: { access: 'user' },
          schema: {
            ...moves[move],
            description:
              'For the reviewers of the course, and for who began it. What is open goes along to the next attempt; what is opened again is about the newest one.',
            tags,
            params: ThreadParams,
            response: { 200: Ref(ThreadSchema, 'The thread'), ...errorAnswers(403, 404, 409) }
          }
        },
        async (request) => presentThread(await threads.move(requirePrincipal(request), request.params.id, move))
      )
    }
  }
}
