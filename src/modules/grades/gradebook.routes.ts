import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import {
  CourseParams,
  GradebookPageSchema,
  GradebookQuery,
  OwnGradebookSchema,
  presentOwn,
  presentPage,
  tags
} from './gradebook.schemas.js'
import type { GradebookService } from './gradebook.service.js'

export function gradebookRoutes(gradebook: GradebookService): Routes {
  return (app) => {
    app.get(
      '/courses/:id/gradebook',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getGradebook',
          summary: 'What the learners of a course have got',
          description:
            'For the staff of the course: those who take it or have completed it, each with what there is for every item and the totals. Who leaves is not in it, and keeps their grades. `q` looks through names and e-mails.',
          tags,
          params: CourseParams,
          querystring: GradebookQuery,
          response: { 200: Ref(GradebookPageSchema, 'A page of learners'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => presentPage(await gradebook.list(requirePrincipal(request), request.params.id, request.query))
    )

    app.get(
      '/courses/:id/gradebook/me',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getOwnGradebook',
          summary: 'My grades in a course',
          description:
            'For who is enrolled (403 `NOT_ENROLLED`). What is not released yet is `waiting`, has no points, and counts as not graded.',
          tags,
          params: CourseParams,
          response: { 200: Ref(OwnGradebookSchema, 'My grades'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => presentOwn(await gradebook.own(requirePrincipal(request), request.params.id))
    )
  }
}
