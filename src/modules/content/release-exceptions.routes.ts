import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import {
  ExceptionParams,
  ExceptionsParams,
  presentException,
  ReleaseExceptionBody,
  ReleaseExceptionPageSchema,
  ReleaseExceptionSchema,
  ReleaseExceptionsQuery
} from './release-exceptions.schemas.js'
import type { ReleaseExceptionsService } from './release-exceptions.service.js'

const tags = ['content']
const description = 'For who may enrol others in the course.'

export function releaseExceptionsRoutes(exceptions: ReleaseExceptionsService): Routes {
  return (app) => {
    app.get(
      '/courses/:id/release-exceptions',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listReleaseExceptions',
          summary: 'What is open for single learners whatever its rule, the newest first',
          description,
          tags,
          params: ExceptionsParams,
          querystring: ReleaseExceptionsQuery,
          response: { 200: Ref(ReleaseExceptionPageSchema, 'A page of exceptions'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const page = await exceptions.list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentException) }
      }
    )

    app.post(
      '/courses/:id/release-exceptions',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'createReleaseException',
          summary: 'Open a module or a lesson for one learner',
          description: `${description} The learner is told.`,
          tags,
          params: ExceptionsParams,
          body: ReleaseExceptionBody,
          response: { 201: Ref(ReleaseExceptionSchema, 'The exception'), ...errorAnswers(403, 404, 409, 422) }
        }
      },
      async (request, reply) => {
        const { id } = request.params
        const exception = await exceptions.create(requirePrincipal(request), id, request.body)
        return reply
          .code(201)
          .header('location', `/api/courses/${exception.courseId}/release-exceptions/${exception.id}`)
          .send(presentException(exception))
      }
    )

    app.delete(
      '/courses/:id/release-exceptions/:exceptionId',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'deleteReleaseException',
          summary: 'End an exception: the rule holds again, but for what was completed',
          description,
          tags,
          params: ExceptionParams,
          response: { 204: NoContent, ...errorAnswers(403, 404) }
        }
      },
      async (request, reply) => {
        const { id, exceptionId } = request.params
        await exceptions.remove(requirePrincipal(request), id, exceptionId)
        return reply.code(204).send()
      }
    )
  }
}
