import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { LearnerProgressPageSchema, LearnersQuery, presentLearner } from './learners.schemas.js'
import type { LearnersService } from './learners.service.js'
import { CourseParams, tags } from './progress.routes.js'

export function learnersRoutes(learners: LearnersService): Routes {
  return (app) => {
    app.get(
      '/courses/:id/progress',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listProgress',
          summary: 'How far the learners of a course are',
          description:
            'For who manages the course or holds `enrolment.read`. `q` looks through names and e-mails; `name` is the full name, or the username of who has none.',
          tags,
          params: CourseParams,
          querystring: LearnersQuery,
          response: { 200: Ref(LearnerProgressPageSchema, 'A page of learners'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const page = await learners.list(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentLearner) }
      }
    )
  }
}
