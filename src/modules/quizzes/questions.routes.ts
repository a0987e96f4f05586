import Type from 'typebox'
import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import {
  presentQuestion,
  QuestionBody,
  QuestionListQuery,
  QuestionPageSchema,
  QuestionParams,
  QuestionPatchBody,
  QuestionSchema
} from './questions.schemas.js'
import type { QuestionsService } from './questions.service.js'

const tags = ['quizzes']
const onlyManagers = 'For who manages the course; for others a question is not there.'

export const CourseParams = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 120, description: 'The id or the slug of the course' })
})

export function questionsRoutes(questions: QuestionsService): Routes {
  return (app) => {
    app.get(
      '/courses/:id/questions',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listQuestions',
          summary: 'The questions of a course, the newest first',
          description: 'With their answers: for who manages the course.',
          tags,
          params: CourseParams,
          querystring: QuestionListQuery,
          response: { 200: Ref(QuestionPageSchema, 'A page of questions'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const page = await questions.list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentQuestion) }
      }
    )

    app.post(
      '/courses/:id/questions',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'createQuestion',
          summary: 'Add a question to the bank of a course',
          description: 'For who manages the course.',
          tags,
          params: CourseParams,
          body: QuestionBody,
          response: { 201: Ref(QuestionSchema, 'The question'), ...errorAnswers(404, 422) }
        }
      },
      async (request, reply) => {
        const question = await questions.create(requirePrincipal(request), request.params.id, request.body)
        return reply
          .code(201)
          .header('location', `/api/questions/${question.id}`)
          .header('etag', etagOf(question))
          .send(presentQuestion(question))
      }
    )

    app.get(
      '/questions/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getQuestion',
          summary: 'One question of a bank',
          description: onlyManagers,
          tags,
          params: QuestionParams,
          response: { 200: Ref(QuestionSchema, 'The question'), ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        const question = await questions.get(requirePrincipal(request), request.params.id)
        return reply.header('etag', etagOf(question)).send(presentQuestion(question))
      }
    )

    app.patch(
      '/questions/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'changeQuestion',
          summary: 'Change a question',
          description: `${onlyManagers} Attempts that have begun keep the question as they got it. Honours \`If-Match\`.`,
          tags,
          params: QuestionParams,
          body: QuestionPatchBody,
          response: { 200: Ref(QuestionSchema, 'The question'), ...errorAnswers(404, 412, 422) }
        }
      },
      async (request, reply) => {
        const change = { patch: request.body, check: ifMatch(request) }
        const question = await questions.change(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(question)).send(presentQuestion(question))
      }
    )

    app.delete(
      '/questions/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'archiveQuestion',
          summary: 'Archive a question',
          description: `${onlyManagers} Quizzes that have it keep it. \`PATCH\` brings it back. Honours \`If-Match\`.`,
          tags,
          params: QuestionParams,
          response: { 204: NoContent, ...errorAnswers(404, 412) }
        }
      },
      async (request, reply) => {
        await questions.remove(requirePrincipal(request), request.params.id, ifMatch(request))
        return reply.code(204).send()
      }
    )
  }
}
