import Type from 'typebox'
import { etagOf } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { Body, errorAnswers, Id, line, Nullable } from '../../http/schemas.js'
import type { CourseRow, PresentCourse } from '../courses/index.js'
import type { CloneService } from './clone.service.js'
import { OutlineParams } from './outline.schemas.js'

export interface CloneRoutesDeps {
  clones: CloneService
  presentCourse: PresentCourse
}

const CloneBody = Nullable(
  Body(
    {
      title: Type.Optional(Type.String({ minLength: 1, maxLength: 200, pattern: line })),
      slug: Type.Optional(Type.String({ minLength: 1, maxLength: 100, pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' })),
      organizationId: Type.Optional(Id('organization', { description: 'That of the course when absent' }))
    },
    { examples: [{ title: 'Membangun API dengan Fastify, angkatan 2' }] }
  )
)

export function cloneRoutes({ clones, presentCourse }: CloneRoutesDeps): Routes {
  return (app) => {
    app.post(
      '/courses/:id/clone',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'cloneCourse',
          summary: 'Make a draft of the same content',
          description:
            'For who manages the course and may create courses in the organisation. Modules, lessons, materials, files and quizzes come along; learners, former texts, prerequisites and what is archived stay behind.',
          tags: ['content'],
          params: OutlineParams,
          body: CloneBody,
          response: {
            201: Type.Unsafe<ReturnType<PresentCourse>>({ $ref: 'Course#', description: 'The draft' }),
            ...errorAnswers(404, 409, 422)
          }
        }
      },
      async (request, reply) => {
        const course: CourseRow = await clones.clone(requirePrincipal(request), request.params.id, request.body ?? {})
        return reply
          .code(201)
          .header('location', `/api/courses/${course.id}`)
          .header('etag', etagOf(course))
          .send(presentCourse(course))
      }
    )
  }
}
