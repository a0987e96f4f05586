import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { CourseParams, EnrolmentParams } from './enrolments.schemas.js'
import {
  ExceptionBody,
  ExceptionPageSchema,
  ExceptionSchema,
  ExceptionsQuery,
  PrerequisitesBody,
  PrerequisitesSchema,
  presentException,
  presentPrerequisites
} from './prerequisites.schemas.js'
import type { PrerequisitesService } from './prerequisites.service.js'

const tags = ['courses']

export function prerequisitesRoutes(prerequisites: PrerequisitesService): Routes {
  return (app) => {
    app.get(
      '/courses/:id/prerequisites',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'listPrerequisites',
          summary: 'What must be completed before one gets into a course',
          description: 'For who sees the course. Also says whether the caller has completed it.',
          tags,
          params: CourseParams,
          response: { 200: Ref(PrerequisitesSchema, 'The required courses'), ...errorAnswers(404) }
        }
      },
      async ({ principal, params }) => presentPrerequisites(await prerequisites.list(principal, params.id))
    )

    app.put(
      '/courses/:id/prerequisites',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'replacePrerequisites',
          summary: 'Say what must be completed before one gets into a course',
          description:
            'For who manages the course. Replaces the list. A course is added to it by who sees that course, and never leads back to this one (`PREREQUISITE_CYCLE`). Who is enrolled already stays.',
          tags,
          params: CourseParams,
          body: PrerequisitesBody,
          response: { 200: Ref(PrerequisitesSchema, 'The required courses'), ...errorAnswers(404, 422) }
        }
      },
      async (request) => {
        const { params, body } = request
        const rows = await prerequisites.replace(requirePrincipal(request), params.id, body.courseIds)
        return presentPrerequisites(rows)
      }
    )

    app.get(
      '/courses/:id/prerequisites/exceptions',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listPrerequisiteExceptions',
          summary: 'Who gets into a course without its prerequisites',
          description: 'For who may enrol others in the course.',
          tags,
          params: CourseParams,
          querystring: ExceptionsQuery,
          response: { 200: Ref(ExceptionPageSchema, 'A page of exceptions'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const page = await prerequisites.listExceptions(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentException) }
      }
    )

    app.put(
      '/courses/:id/prerequisites/exceptions/:userId',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'savePrerequisiteException',
          summary: 'Let a learner into a course without its prerequisites',
          description: 'For who may enrol others in the course. It enrols nobody; who is newly excepted is told.',
          tags,
          params: EnrolmentParams,
          body: ExceptionBody,
          response: { 200: Ref(ExceptionSchema, 'The exception'), ...errorAnswers(404) }
        }
      },
      async (request) => {
        const { id, userId } = request.params
        const exception = { userId, reason: request.body.reason }
        return presentException(await prerequisites.except(requirePrincipal(request), id, exception))
      }
    )

    app.delete(
      '/courses/:id/prerequisites/exceptions/:userId',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'deletePrerequisiteException',
          summary: 'End an exception; who is enrolled by it stays',
          description: 'For who may enrol others in the course.',
          tags,
          params: EnrolmentParams,
          response: { 204: NoContent, ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        const { id, userId } = request.params
        await prerequisites.endException(requirePrincipal(request), id, userId)
        return reply.code(204).send()
      }
    )
  }
}
