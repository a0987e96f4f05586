import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { CourseParams, tags } from './gradebook.schemas.js'
import { GradeBody, GradeParams, GradeSchema, presentGrade, ReleaseBody, ReleasedSchema } from './grades.schemas.js'
import type { GradesService } from './grades.service.js'

export function gradesRoutes(grades: GradesService): Routes {
  return (app) => {
    app.get(
      '/grades/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getGrade',
          summary: 'A grade, and how it came about',
          description:
            'For its learner once it is released, also when they have left the course, and for the staff of the course. Every change of what counts: who, when, before, after, why.',
          tags,
          params: GradeParams,
          response: { 200: Ref(GradeSchema, 'The grade'), ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        const view = await grades.get(requirePrincipal(request), request.params.id)
        return reply.header('etag', etagOf(view.grade)).send(presentGrade(view))
      }
    )

    app.put(
      '/courses/:id/gradebook/grades',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'setGrade',
          summary: 'Set a grade by hand',
          description:
            'For who manages or reviews the course, and never for oneself (403 `OWN_WORK`). It counts instead of what the work earned, whatever that becomes, until it is taken away; the learner is told once they may see it. `If-Match` is about the grade that there is.',
          tags,
          params: CourseParams,
          body: GradeBody,
          response: { 200: Ref(GradeSchema, 'The grade as it is now'), ...errorAnswers(403, 404, 412, 422) }
        }
      },
      async (request, reply) => {
        const given = { fields: request.body, check: ifMatch(request) }
        const view = await grades.set(requirePrincipal(request), request.params.id, given)
        return reply.header('etag', etagOf(view.grade)).send(presentGrade(view))
      }
    )

    app.post(
      '/courses/:id/gradebook/release',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'releaseGrades',
          summary: 'Let learners see their grades for an item',
          description:
            'For who manages the course. Each learner is told once; what is released already stays so, and grades that come later are released anew.',
          tags,
          params: CourseParams,
          body: ReleaseBody,
          response: { 200: Ref(ReleasedSchema, 'How many there were'), ...errorAnswers(403, 404, 422) }
        }
      },
      async (request) => ({
        released: await grades.release(requirePrincipal(request), request.params.id, request.body)
      })
    )
  }
}
