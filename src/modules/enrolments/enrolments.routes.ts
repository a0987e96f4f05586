import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { requirePrincipal } from '../../http/principal.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import {
  CourseParams,
  EnrolBody,
  EnrolmentParams,
  LearnerPageSchema,
  LearnersQuery,
  MyEnrolmentPageSchema,
  MyEnrolmentsQuery,
  NewEnrolmentsSchema,
  OwnEnrolmentSchema,
  presentEnrolment,
  presentLearner,
  presentMyEnrolment
} from './enrolments.schemas.js'
import type { EnrolmentsService } from './enrolments.service.js'

const tags = ['courses']

export function enrolmentsRoutes(enrolments: EnrolmentsService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/courses/:id/enrolments',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'enrol',
          summary: 'Enrol oneself, or others',
          description:
            'Without a body: oneself, in a published course that one sees. With `userIds`: others, for who manages the course or holds `enrolment.manage`.',
          tags,
          params: CourseParams,
          body: EnrolBody,
          response: {
            201: Type.Union([Ref(OwnEnrolmentSchema), Ref(NewEnrolmentsSchema)], {
              description: 'Of oneself `{enrolment}`, of others `{data, alreadyEnrolled}`'
            }),
            ...errorAnswers(404, 409, 422)
          }
        }
      },
      async (request, reply) => {
        const actor = requirePrincipal(request)
        const { id } = request.params
        const userIds = request.body?.userIds
        if (!userIds) {
          const enrolment = await enrolments.enrolSelf(actor, id)
          return reply.code(201).send({ enrolment: presentEnrolment(enrolment) })
        }
        const { enrolments: rows, alreadyEnrolled } = await enrolments.enrolOthers(actor, id, userIds)
        return reply.code(201).send({ data: rows.map(presentEnrolment), alreadyEnrolled })
      }
    )

    app.get(
      '/courses/:id/enrolments',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listCourseEnrolments',
          summary: 'Who is enrolled, the newest first',
          description: 'For who manages the course or holds `enrolment.read`. `q` looks through names and e-mails.',
          tags,
          params: CourseParams,
          querystring: LearnersQuery,
          response: { 200: Ref(LearnerPageSchema, 'A page of enrolments'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const page = await enrolments.listLearners(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentLearner) }
      }
    )

    app.delete(
      '/courses/:id/enrolments/:userId',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'cancelEnrolment',
          summary: 'Leave a course, or take somebody out of it',
          description: 'One’s own; that of others for who manages the course or holds `enrolment.manage`.',
          tags,
          params: EnrolmentParams,
          response: { 204: NoContent, ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        const { id, userId } = request.params
        await enrolments.cancel(requirePrincipal(request), id, userId)
        return reply.code(204).send()
      }
    )

    app.get(
      '/me/enrolments',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listMyEnrolments',
          summary: 'The courses that I take, the newest first',
          tags,
          querystring: MyEnrolmentsQuery,
          response: { 200: Ref(MyEnrolmentPageSchema, 'A page of enrolments with their courses') }
        }
      },
      async (request) => {
        const page = await enrolments.listOwn(requirePrincipal(request), request.query)
        return { ...page, data: page.data.map(presentMyEnrolment) }
      }
    )
  }
}
