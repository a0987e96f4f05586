import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { ExplainQuery, ExplanationSchema, presentExplanation } from './explain.schemas.js'
import type { ExplainService } from './explain.service.js'
import { CourseParams, tags } from './progress.routes.js'

export function explainRoutes(explanations: ExplainService): Routes {
  return (app) => {
    app.get(
      '/courses/:id/progress/explain',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'explainProgress',
          summary: 'Why the percentage is what it is, and what is missing to complete the course',
          description:
            'One’s own; that of another learner for who manages the course or holds `enrolment.read`. What each lesson contributes, and what is missing. Drafts and archived lessons are shown to who manages the course: they do not count. The percentage is about required lessons alone; what completes the course, its rule says.',
          tags,
          params: CourseParams,
          querystring: ExplainQuery,
          response: { 200: Ref(ExplanationSchema, 'The parts of the sum'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const { params, query } = request
        return presentExplanation(await explanations.explain(requirePrincipal(request), params.id, query.userId))
      }
    )
  }
}
