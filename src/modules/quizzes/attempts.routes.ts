import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import {
  AnswersBody,
  AnswersSavedSchema,
  AttemptPageSchema,
  AttemptParams,
  AttemptSchema,
  AttemptsQuery,
  presentAttempt,
  presentListItem,
  SubmitBody
} from './attempts.schemas.js'
import type { AttemptsService } from './attempts.service.js'
import { attemptEtag } from './grades.etag.js'
import { QuizParams } from './quizzes.schemas.js'

const tags = ['quizzes']
/** Essays of 20,000 characters, each of up to four bytes or escaped. */
export const bodyLimit = 262_144
const inTime =
  'The server’s clock decides: what arrives up to 5 seconds after `deadlineAt` is still taken, for the sake of slow networks.'

export function attemptsRoutes(attempts: AttemptsService): Routes {
  return (app) => {
    app.post(
      '/quizzes/:id/attempts',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'startQuizAttempt',
          summary: 'Begin an attempt, or go on with the one that runs',
          description:
            'For who learns here. The attempt has its questions as they are now, in an order of its own; later changes do not reach it. Right answers and explanations come when `reveal` of the quiz allows it.',
          tags,
          params: QuizParams,
          response: {
            200: Ref(AttemptSchema, 'The attempt that runs already'),
            201: Ref(AttemptSchema, 'A new attempt'),
            ...errorAnswers(404, 409)
          }
        }
      },
      async (request, reply) => {
        const { isNew, ...view } = await attempts.start(requirePrincipal(request), request.params.id)
        return reply
          .code(isNew ? 201 : 200)
          .header('location', `/api/quiz-attempts/${view.attempt.id}`)
          .header('etag', attemptEtag(view))
          .send(presentAttempt(view))
      }
    )

    app.get(
      '/quizzes/:id/attempts',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listQuizAttempts',
          summary: 'Attempts at a quiz, by learner, each one’s in their order',
          description: 'One’s own; for who manages the course or holds `enrolment.read` those of all.',
          tags,
          params: QuizParams,
          querystring: AttemptsQuery,
          response: { 200: Ref(AttemptPageSchema, 'A page of attempts'), ...errorAnswers(403, 404, 409) }
        }
      },
      async (request) => {
        const page = await attempts.list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentListItem) }
      }
    )

    app.get(
      '/quiz-attempts/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getQuizAttempt',
          summary: 'One attempt with its questions and answers',
          description:
            'For whose it is, and with all right answers for who manages the course. One that runs past its time is closed by looking at it.',
          tags,
          params: AttemptParams,
          response: { 200: Ref(AttemptSchema, 'The attempt'), ...errorAnswers(403, 404, 409) }
        }
      },
      async (request, reply) => {
        const view = await attempts.get(requirePrincipal(request), request.params.id)
        return reply.header('etag', attemptEtag(view)).send(presentAttempt(view))
      }
    )

    app.put(
      '/quiz-attempts/:id/answers',
      {
        config: { access: 'user', audited: true },
        bodyLimit,
        schema: {
          operationId: 'saveQuizAnswers',
          summary: 'Save answers while the attempt runs',
          description: `Those that are named; of each the last one counts, and to send it again changes nothing. ${inTime} Later it is a 409, and nothing changes.`,
          tags,
          params: AttemptParams,
          body: AnswersBody,
          response: { 200: Ref(AnswersSavedSchema, 'They are saved'), ...errorAnswers(404, 409, 422) }
        }
      },
      async (request) => {
        const actor = requirePrincipal(request)
        const { savedAt, deadlineAt, now } = await attempts.save(actor, request.params.id, request.body.answers)
        return {
          savedAt: savedAt.toISOString(),
          deadlineAt: deadlineAt?.toISOString() ?? null,
          serverTime: now.toISOString()
        }
      }
    )

    app.post(
      '/quiz-attempts/:id/submit',
      {
        config: { access: 'user', audited: true },
        bodyLimit,
        schema: {
          operationId: 'submitQuizAttempt',
          summary: 'Hand an attempt in',
          description: `With the answers that are saved and those of the body. To submit again answers the same. ${inTime} Later the attempt has been handed in with what was saved, and other answers are a 409.`,
          tags,
          params: AttemptParams,
          body: SubmitBody,
          response: {
            200: Ref(AttemptSchema, 'The attempt, graded as far as no person is needed'),
            ...errorAnswers(404, 409, 422)
          }
        }
      },
      async (request, reply) => {
        const view = await attempts.submit(requirePrincipal(request), request.params.id, request.body?.answers)
        return reply.header('etag', attemptEtag(view)).send(presentAttempt(view))
      }
    )
  }
}
