import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import {
  LessonVersionSchema,
  presentListed,
  presentVersion,
  VersionPageSchema,
  VersionParams,
  VersionsQuery
} from './lesson-versions.schemas.js'
import type { LessonVersionsService } from './lesson-versions.service.js'
import { LessonParams, LessonSchema, presentLesson } from './lessons.schemas.js'

const tags = ['content']

export function lessonVersionsRoutes(versions: LessonVersionsService): Routes {
  return (app) => {
    app.get(
      '/lessons/:id/versions',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listLessonVersions',
          summary: 'The former texts of a lesson, the newest first, without their content',
          description: 'For who manages the course.',
          tags,
          params: LessonParams,
          querystring: VersionsQuery,
          response: { 200: Ref(VersionPageSchema, 'A page of versions'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const page = await versions.list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentListed) }
      }
    )

    app.get(
      '/lessons/:id/versions/:n',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getLessonVersion',
          summary: 'A former text of a lesson',
          description: 'For who manages the course.',
          tags,
          params: VersionParams,
          response: { 200: Ref(LessonVersionSchema, 'The text'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const { id, n } = request.params
        return presentVersion(await versions.get(requirePrincipal(request), id, n))
      }
    )

    app.post(
      '/lessons/:id/versions/:n/restore',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'restoreLessonVersion',
          summary: 'Give a lesson one of its former texts again',
          description:
            'For who manages the course. Honours `If-Match`, by the lesson. It is a new save: the text of now becomes a former one.',
          tags,
          params: VersionParams,
          response: { 200: Ref(LessonSchema, 'The lesson'), ...errorAnswers(404, 412, 422) }
        }
      },
      async (request, reply) => {
        const { id, n: number } = request.params
        const shown = await versions.restore(requirePrincipal(request), id, { number, check: ifMatch(request) })
        return reply.header('etag', etagOf(shown.lesson)).send(presentLesson(shown))
      }
    )
  }
}
