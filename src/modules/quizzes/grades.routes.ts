import { ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { bodyLimit } from './attempts.routes.js'
import { AttemptParams, AttemptSchema, presentAttempt } from './attempts.schemas.js'
import { attemptEtag } from './grades.etag.js'
import { GradesBody, GradingQueueSchema, presentWaiting, QueueQuery } from './grades.schemas.js'
import type { GradesService } from './grades.service.js'
import { CourseParams } from './questions.routes.js'
import { QuizParams } from './quizzes.schemas.js'
import { presentStatistics, QuizStatisticsSchema } from './statistics.schemas.js'
import type { StatisticsService } from './statistics.service.js'

const tags = ['quizzes']

export interface GradingRoutes {
  grades: GradesService
  statistics: StatisticsService
}

export function gradesRoutes({ grades, statistics }: GradingRoutes): Routes {
  return (app) => {
    app.get(
      '/courses/:id/grading-queue',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listGradingQueue',
          summary: 'Attempts that wait to be graded, the oldest first',
          description: 'For who manages the course.',
          tags,
          params: CourseParams,
          querystring: QueueQuery,
          response: { 200: Ref(GradingQueueSchema, 'A page of attempts'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const page = await grades.listWaiting(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentWaiting) }
      }
    )

    app.put(
      '/quiz-attempts/:id/grades',
      {
        config: { access: 'user', audited: true },
        bodyLimit,
        schema: {
          operationId: 'gradeQuizAttempt',
          summary: 'Grade answers of an attempt',
          description:
            'For who manages the course; nobody grades their own. Once each answer has its points the learner is told; later only of points that changed. Who has passed stays so. Honours `If-Match`; without it the last one wins.',
          tags,
          params: AttemptParams,
          body: GradesBody,
          response: { 200: Ref(AttemptSchema, 'The attempt'), ...errorAnswers(404, 409, 412, 422) }
        }
      },
      async (request, reply) => {
        const change = { grades: request.body.grades, check: ifMatch(request) }
        const view = await grades.grade(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', attemptEtag(view)).send(presentAttempt(view))
      }
    )

    app.get(
      '/quizzes/:id/statistics',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getQuizStatistics',
          summary: 'How learners did at a quiz, and how its questions work',
          description: 'For who manages the course. Of the first graded attempt of each learner.',
          tags,
          params: QuizParams,
          response: { 200: Ref(QuizStatisticsSchema, 'The figures'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => presentStatistics(await statistics.of(requirePrincipal(request), request.params.id))
    )
  }
}
