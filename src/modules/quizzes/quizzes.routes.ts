import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import {
  LessonParams,
  PlacesBody,
  presentPlaces,
  presentQuiz,
  QuizBody,
  QuizParams,
  QuizPatchBody,
  QuizQuestionsSchema,
  QuizSchema
} from './quizzes.schemas.js'
import type { QuizzesService } from './quizzes.service.js'

const tags = ['quizzes']
const readers =
  'For who may read the lesson; drafts and archived ones are for who manages the course. Without its questions: these come with an attempt.'

export function quizzesRoutes(quizzes: QuizzesService): Routes {
  return (app) => {
    app.post(
      '/lessons/:id/quiz',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'createQuiz',
          summary: 'Give a lesson its quiz',
          description: 'A draft, for who manages the course. A lesson has one quiz: to pass it completes the lesson.',
          tags,
          params: LessonParams,
          body: QuizBody,
          response: { 201: Ref(QuizSchema, 'The quiz'), ...errorAnswers(404, 409, 422) }
        }
      },
      async (request, reply) => {
        const view = await quizzes.create(requirePrincipal(request), request.params.id, request.body)
        return reply
          .code(201)
          .header('location', `/api/quizzes/${view.quiz.id}`)
          .header('etag', etagOf(view.quiz))
          .send(presentQuiz(view))
      }
    )

    app.get(
      '/lessons/:id/quiz',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'getLessonQuiz',
          summary: 'The quiz of a lesson',
          description: readers,
          tags,
          params: LessonParams,
          response: { 200: Ref(QuizSchema, 'The quiz'), ...errorAnswers(401, 403, 404, 409) }
        }
      },
      async (request, reply) => {
        const view = await quizzes.getOfLesson(request.principal, request.params.id)
        return reply.header('etag', etagOf(view.quiz)).send(presentQuiz(view))
      }
    )

    app.get(
      '/quizzes/:id',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'getQuiz',
          summary: 'One quiz, and how one stands to it',
          description: readers,
          tags,
          params: QuizParams,
          response: { 200: Ref(QuizSchema, 'The quiz'), ...errorAnswers(401, 403, 404, 409) }
        }
      },
      async (request, reply) => {
        const view = await quizzes.get(request.principal, request.params.id)
        return reply.header('etag', etagOf(view.quiz)).send(presentQuiz(view))
      }
    )

    app.patch(
      '/quizzes/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'changeQuiz',
          summary: 'Change a quiz, open it or close it',
          description:
            'For who manages the course. Attempts that have begun keep their questions and their deadline. Honours `If-Match`.',
          tags,
          params: QuizParams,
          body: QuizPatchBody,
          response: { 200: Ref(QuizSchema, 'The quiz'), ...errorAnswers(404, 409, 412, 422) }
        }
      },
      async (request, reply) => {
        const change = { patch: request.body, check: ifMatch(request) }
        const view = await quizzes.change(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(view.quiz)).send(presentQuiz(view))
      }
    )

    app.delete(
      '/quizzes/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'archiveQuiz',
          summary: 'Archive a quiz',
          description:
            'For who manages the course. Its attempts stay; those that run may be finished. `PATCH` brings it back. Honours `If-Match`.',
          tags,
          params: QuizParams,
          response: { 204: NoContent, ...errorAnswers(404, 412) }
        }
      },
      async (request, reply) => {
        await quizzes.remove(requirePrincipal(request), request.params.id, ifMatch(request))
        return reply.code(204).send()
      }
    )

    app.get(
      '/quizzes/:id/questions',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listQuizQuestions',
          summary: 'The questions of a quiz, in their order',
          description: 'With their answers: for who manages the course.',
          tags,
          params: QuizParams,
          response: { 200: Ref(QuizQuestionsSchema, 'All of them'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => presentPlaces(await quizzes.listQuestions(requirePrincipal(request), request.params.id))
    )

    app.put(
      '/quizzes/:id/questions',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'setQuizQuestions',
          summary: 'Say which questions a quiz has, in which order and for how many points',
          description:
            'For who manages the course, with questions of its bank. Attempts that have begun keep theirs. Honours `If-Match`, by the version of the quiz.',
          tags,
          params: QuizParams,
          body: PlacesBody,
          response: { 200: Ref(QuizQuestionsSchema, 'All of them'), ...errorAnswers(404, 412, 422) }
        }
      },
      async (request, reply) => {
        const change = { questions: request.body.questions, check: ifMatch(request) }
        const { quiz, questions } = await quizzes.setQuestions(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(quiz)).send(presentPlaces(questions))
      }
    )
  }
}
