import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '../../db/database.js'
import type { Job } from '../../jobs/scheduler.js'
import { type Clock, secondMs } from '../../lib/clock.js'
import type { Lessons } from '../content/index.js'
import type { Courses } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { Grades } from '../grades/index.js'
import type { Progress } from '../progress/index.js'
import { createClosing } from './attempts.closing.js'
import { createRecording } from './attempts.recording.js'
import { attemptsRoutes } from './attempts.routes.js'
import { attemptSchemas } from './attempts.schemas.js'
import { createAttemptsService } from './attempts.service.js'
import { createStandings } from './attempts.standing.js'
import { gradesRoutes } from './grades.routes.js'
import { gradeSchemas } from './grades.schemas.js'
import { createGradesService } from './grades.service.js'
import { questionsRoutes } from './questions.routes.js'
import { questionSchemas } from './questions.schemas.js'
import { createQuestionsService } from './questions.service.js'
import { createQuizAccess } from './quizzes.access.js'
import { createCloneQuizzes } from './quizzes.clone.js'
import { quizzesRoutes } from './quizzes.routes.js'
import { quizSchemas } from './quizzes.schemas.js'
import { createQuizzesService } from './quizzes.service.js'
import { statisticsSchemas } from './statistics.schemas.js'
import { createStatisticsService } from './statistics.service.js'

export type { CloneQuizzes, QuizClone } from './quizzes.clone.js'

export interface QuizzesModuleDeps {
  database: Database
  clock: Clock
  courses: Courses
  lessons: Lessons
  progress: Pick<Progress, 'completeLesson' | 'recheckCourse' | 'recheckLearner'>
  /** The gradebook keeps what quizzes are worth. */
  grades: Pick<Grades, 'record'>
  events: Pick<Events, 'emit'>
}

/** The bank of questions, the quizzes of lessons, and what learners answer. */
export function createQuizzesModule(deps: QuizzesModuleDeps) {
  const { progress, events, grades: _, ...base } = deps
  const access = createQuizAccess(base)
  const recording = createRecording(deps)
  const closing = createClosing({ ...base, progress, recording })
  const standings = createStandings({ ...base, closing })
  const attempts = createAttemptsService({ ...base, access, closing, standings })
  const grades = createGradesService({ ...base, attempts, closing, events })
  const statistics = createStatisticsService({ ...base, access })

  const routes: FastifyPluginAsyncTypebox = async (app) => {
    questionsRoutes(createQuestionsService(base))(app)
    quizzesRoutes(createQuizzesService({ ...base, progress, access, standings, recording }))(app)
    attemptsRoutes(attempts)(app)
    gradesRoutes({ grades, statistics })(app)
  }
  return {
    cloneQuizzes: createCloneQuizzes(base),
    routes,
    schemas: [...questionSchemas, ...attemptSchemas, ...quizSchemas, ...gradeSchemas, ...statisticsSchemas],
    jobs: [{ name: 'close-quiz-attempts', everyMs: 30 * secondMs, run: () => closing.closeAll() }] satisfies Job[]
  }
}
