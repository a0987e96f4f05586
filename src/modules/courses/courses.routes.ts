import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { etagOf, ifMatch, isFresh } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import { Empty, errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import type { Page } from '../../lib/pages.js'
import {
  CourseBody,
  CourseListQuery,
  CoursePageSchema,
  CourseParams,
  CoursePatchBody,
  CourseSchema,
  DeleteCourseQuery,
  presentCourse,
  writeCoursePage
} from './courses.schemas.js'
import type { CourseListRow, CoursesService } from './courses.service.js'

const tags = ['courses']
/** A description of 20,000 characters, each of up to four bytes or escaped. */
const bodyLimit = 262_144

const moves = {
  publish: { operationId: 'publishCourse', summary: 'Open a draft, or an archived course again' },
  archive: { operationId: 'archiveCourse', summary: 'Close a course; who is enrolled can still read it' }
} as const

export function coursesRoutes(courses: CoursesService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/courses',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'listCourses',
          summary: 'The catalogue',
          description:
            'Anybody may call it, and sees what is published and public. Members see the internal courses of their organisations, learners the courses that they are enrolled in, and who manages a course always sees it.',
          tags,
          querystring: CourseListQuery,
          // As `writeCoursePage` takes it; what it writes is what the schema says.
          response: {
            200: Type.Unsafe<Page<CourseListRow>>(
              Ref(CoursePageSchema, 'A page of courses, without their descriptions')
            )
          }
        }
      },
      async (request, reply) => {
        const page = await courses.list(request.principal, request.query)
        return reply.type('application/json; charset=utf-8').serializer(writeCoursePage).send(page)
      }
    )

    app.get(
      '/courses/:id',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'getCourse',
          summary: 'One course, by its id or its slug',
          description: 'Anybody may call it, and sees the same courses as in the list.',
          tags,
          params: CourseParams,
          response: {
            200: Ref(CourseSchema, 'The course'),
            304: Empty('Unchanged since the version of `If-None-Match`'),
            ...errorAnswers(404)
          }
        }
      },
      async (request, reply) => {
        const { principal, params, headers } = request
        if (headers['if-none-match'] !== undefined) {
          const head = await courses.getHead(principal, params.id)
          if (isFresh(request, reply, head)) return reply.code(304).send()
        }
        const course = await courses.get(principal, params.id)
        return reply.header('etag', etagOf(course)).send(presentCourse(course))
      }
    )

    app.post(
      '/courses',
      {
        config: { access: 'course.create' },
        bodyLimit,
        schema: {
          operationId: 'createCourse',
          summary: 'Create a draft',
          tags,
          body: CourseBody,
          response: { 201: Ref(CourseSchema, 'The draft'), ...errorAnswers(404, 409, 422) }
        }
      },
      async (request, reply) => {
        const course = await courses.create(requirePrincipal(request), request.body)
        return reply
          .code(201)
          .header('location', `/api/courses/${course.id}`)
          .header('etag', etagOf(course))
          .send(presentCourse(course))
      }
    )

    app.put(
      '/courses/:id',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'replaceCourse',
          summary: 'Replace a course',
          description:
            'For who manages the course. Content that is not named becomes empty; what else is not named stays: slug, visibility, mentor, organisation, and how one gets in and how long one stays. Honours `If-Match`.',
          tags,
          params: CourseParams,
          body: CourseBody,
          response: { 200: Ref(CourseSchema, 'The course'), ...errorAnswers(404, 409, 412, 422) }
        }
      },
      async (request, reply) => {
        const change = { fields: request.body, check: ifMatch(request) }
        const course = await courses.replace(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(course)).send(presentCourse(course))
      }
    )

    app.patch(
      '/courses/:id',
      {
        config: { access: 'user' },
        bodyLimit,
        schema: {
          operationId: 'updateCourse',
          summary: 'Change what is named of a course',
          description:
            'For who manages the course. Honours `If-Match`. The learners of a published course are told of what concerns them. With more places those who wait move up; an end that was not set by hand follows the course.',
          tags,
          params: CourseParams,
          body: CoursePatchBody,
          response: { 200: Ref(CourseSchema, 'The course'), ...errorAnswers(404, 409, 412, 422) }
        }
      },
      async (request, reply) => {
        const change = { patch: request.body, check: ifMatch(request) }
        const course = await courses.change(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(course)).send(presentCourse(course))
      }
    )

    for (const move of ['publish', 'archive'] as const) {
      app.post(
        `/courses/:id/${move}`,
        {
          config: { access: 'user', audited: true },
          schema: {
            ...moves[move],
            description: 'For who manages the course. Honours `If-Match`. Its learners are told.',
            tags,
            params: CourseParams,
            response: { 200: Ref(CourseSchema, 'The course'), ...errorAnswers(404, 409, 412, 422) }
          }
        },
        async (request, reply) => {
          const options = { move, check: ifMatch(request) }
          const course = await courses.move(requirePrincipal(request), request.params.id, options)
          return reply.header('etag', etagOf(course)).send(presentCourse(course))
        }
      )
    }

    app.delete(
      '/courses/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'deleteCourse',
          summary: 'Archive a course that has no learners',
          description: 'For its mentor and who holds `course.delete`. Nothing is lost: it can be published again.',
          tags,
          params: CourseParams,
          querystring: DeleteCourseQuery,
          response: { 204: NoContent, ...errorAnswers(404, 409, 412) }
        }
      },
      async (request, reply) => {
        const options = { force: request.query.force ?? false, check: ifMatch(request) }
        await courses.remove(requirePrincipal(request), request.params.id, options)
        return reply.code(204).send()
      }
    )
  }
}
