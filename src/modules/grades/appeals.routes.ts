import { etagOf } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import {
  AppealAnswerBody,
  AppealBody,
  AppealPageSchema,
  AppealParams,
  AppealSchema,
  AppealsQuery,
  GradeParams,
  ListedAppealSchema,
  presentAppeal,
  presentListedAppeal
} from './appeals.schemas.js'
import type { AppealsService } from './appeals.service.js'
import { CourseParams, tags } from './gradebook.schemas.js'

export function appealsRoutes(appeals: AppealsService): Routes {
  return (app) => {
    app.post(
      '/grades/:id/appeal',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'appealGrade',
          summary: 'Ask for a second look at my grade',
          description:
            'For the learner whose grade it is, once it is released, and once. Who reviews the course is told.',
          tags,
          params: GradeParams,
          body: AppealBody,
          response: { 201: Ref(AppealSchema, 'The appeal'), ...errorAnswers(403, 404, 409) }
        }
      },
      async (request, reply) => {
        const { id } = request.params
        const appeal = await appeals.create(requirePrincipal(request), id, request.body.reason)
        return reply
          .code(201)
          .header('location', `/api/grades/${id}`)
          .header('etag', etagOf(appeal))
          .send(presentAppeal(appeal))
      }
    )

    app.get(
      '/courses/:id/appeals',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listAppeals',
          summary: 'The appeals of a course, the oldest first',
          description: 'For who reviews or works on the course.',
          tags,
          params: CourseParams,
          querystring: AppealsQuery,
          response: { 200: Ref(AppealPageSchema, 'A page of appeals'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const page = await appeals.list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentListedAppeal) }
      }
    )

    app.post(
      '/appeals/:id/answer',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'answerAppeal',
          summary: 'Answer an appeal, once',
          description:
            'For who manages or reviews the course, and not of their own grade. A changed grade counts from now on, with its line in the history. The learner is told.',
          tags,
          params: AppealParams,
          body: AppealAnswerBody,
          response: { 200: Ref(ListedAppealSchema, 'The appeal with its answer'), ...errorAnswers(403, 404, 409, 422) }
        }
      },
      async (request) =>
        presentListedAppeal(await appeals.answer(requirePrincipal(request), request.params.id, request.body))
    )
  }
}
