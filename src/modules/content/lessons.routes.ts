import { etagOf, ifMatch, isFresh } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { Empty, errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { LessonBody, LessonParams, LessonPatchBody, LessonSchema, presentLesson } from './lessons.schemas.js'
import type { LessonsService } from './lessons.service.js'
import { ModuleParams } from './modules.schemas.js'

const tags = ['content']
/** A text of 200,000 characters, each of up to four bytes or escaped. */
const bodyLimit = 1_048_576

export function lessonsRoutes(lessons: LessonsService): Routes {
  return (app) => {
    app.post(
      '/modules/:id/lessons',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'createLesson',
          summary: 'Add a lesson to a module, behind the others, as a draft',
          description: 'For who manages the course. A course has 500 at most.',
          tags,
          params: ModuleParams,
          body: LessonBody,
          response: { 201: Ref(LessonSchema, 'The lesson'), ...errorAnswers(404, 409, 422) }
        }
      },
      async (request, reply) => {
        const shown = await lessons.create(requirePrincipal(request), request.params.id, request.body)
        return reply
          .code(201)
          .header('location', `/api/lessons/${shown.lesson.id}`)
          .header('etag', etagOf(shown.lesson))
          .send(presentLesson(shown))
      }
    )

    app.get(
      '/lessons/:id',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'getLesson',
          summary: 'One lesson with its materials',
          description:
            'For who learns in the course, as soon as it is open for them; free lessons for everybody who sees the course. Who manages the course gets the source, the state and the rule of release, too.',
          tags,
          params: LessonParams,
          response: {
            200: Ref(LessonSchema, 'The lesson'),
            304: Empty('Unchanged since the version of `If-None-Match`'),
            ...errorAnswers(401, 403, 404, 409)
          }
        }
      },
      async (request, reply) => {
        reply.header('cache-control', 'no-store')
        const shown = await lessons.get(request.principal, request.params.id)
        if (isFresh(request, reply, shown.lesson)) return reply.code(304).send()
        return presentLesson(shown)
      }
    )

    app.patch(
      '/lessons/:id',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'updateLesson',
          summary: 'Change what is named of a lesson',
          description:
            'For who manages the course. Honours `If-Match`. The former text is kept when the title or the content changes.',
          tags,
          params: LessonParams,
          body: LessonPatchBody,
          response: { 200: Ref(LessonSchema, 'The lesson'), ...errorAnswers(404, 412, 422) }
        }
      },
      async (request, reply) => {
        const change = { patch: request.body, check: ifMatch(request) }
        const shown = await lessons.change(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(shown.lesson)).send(presentLesson(shown))
      }
    )

    app.delete(
      '/lessons/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'deleteLesson',
          summary: 'Archive a lesson',
          description:
            'For who manages the course. Honours `If-Match`. Nothing is lost: another status brings it back, behind the others of its module.',
          tags,
          params: LessonParams,
          response: { 204: NoContent, ...errorAnswers(404, 412) }
        }
      },
      async (request, reply) => {
        await lessons.remove(requirePrincipal(request), request.params.id, ifMatch(request))
        return reply.code(204).send()
      }
    )
  }
}
