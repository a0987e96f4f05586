import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { AfterCommit, Database, Queries, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Audit } from '../audit/index.js'
import type { Courses } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { Progress } from '../progress/index.js'
import type { Reviewers } from '../reviewers/index.js'
import { appealsRoutes } from './appeals.routes.js'
import { appealSchemas } from './appeals.schemas.js'
import { createAppealsService } from './appeals.service.js'
import { createGradebookAccess } from './gradebook.access.js'
import { createGradebookReader } from './gradebook.repository.js'
import { gradebookRoutes } from './gradebook.routes.js'
import { gradebookSchemas } from './gradebook.schemas.js'
import { createGradebookService } from './gradebook.service.js'
import { gradebookCsvRoutes } from './gradebook-csv.routes.js'
import { gradebookCsvSchemas } from './gradebook-csv.schemas.js'
import { createGradebookCsvService } from './gradebook-csv.service.js'
import type { GradePlace, GradeRow } from './grades.repository.js'
import { gradesRoutes } from './grades.routes.js'
import { gradeSchemas } from './grades.schemas.js'
import { createGradesService } from './grades.service.js'
import { createGrading, type GradeChangeSource } from './grading.service.js'
import { createPassedOf } from './passed.service.js'
import { createShowsPoints } from './points-visibility.service.js'
import { settingsRoutes } from './settings.routes.js'
import { settingsSchemas } from './settings.schemas.js'
import { createSettingsService } from './settings.service.js'

export type { GradePlace, GradeRow } from './grades.repository.js'
export type { GradeChangeSource } from './grading.service.js'

export interface GradesModuleDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  courses: Courses
  reviewers: Pick<Reviewers, 'mayReview' | 'reviewersOf'>
  progress: Pick<Progress, 'recheckLearner' | 'recheckCourse'>
  events: Pick<Events, 'emit'>
}

/** Points are in hundredths. */
export interface Grades {
  /**
   * What the work earned. What somebody set by hand goes on counting. Keeps the change; tells nobody in person: whoever
   * records does, if `releasedAt` says that the learner sees it, or else the release. `points` null: the work earns nothing any more (a
   * checkpoint that was returned). Whoever records has locked the course first, and rechecks the learner's progress after.
   */
  record(
    tx: Tx,
    afterCommit: AfterCommit,
    grade: GradePlace & {
      points: number | null
      maxPoints: number
      source: GradeChangeSource
      reason: string
      actorId: string | null
    }
  ): Promise<GradeRow>
  /**
   * Sets, or with null takes away, what counts instead, and rechecks the learner's progress. Tells the learner once it is
   * released.
   * @throws 403 OWN_WORK; 404; 422 UNKNOWN_ITEM, INVALID_POINTS
   */
  set(
    tx: Tx,
    afterCommit: AfterCommit,
    grade: GradePlace & { points: number | null; source: GradeChangeSource; reason: string; actorId: string }
  ): Promise<GradeRow>
  /** Those of the learners who have the pass mark, everything counted that they lack; `asSeen`: by what is released. */
  passedOf(
    queries: Queries,
    learners: { courseId: string; userIds: readonly string[]; asSeen?: boolean }
  ): Promise<Set<string>>
  /** Whether the learner sees the points that reviews gave their work. */
  showsPoints(place: GradePlace): Promise<boolean>
}

/** What learners got for their work, how it came about, and how they stand by it. */
export function createGradesModule(deps: GradesModuleDeps) {
  const reader = createGradebookReader(deps.database)
  const grading = createGrading({ ...deps, reader })
  const grades: Grades = {
    record: grading.record,
    set: grading.set,
    passedOf: createPassedOf(reader),
    showsPoints: createShowsPoints({ ...deps, reader })
  }
  const parts = { ...deps, reader, grading, access: createGradebookAccess(deps) }
  const routes: FastifyPluginAsyncTypebox = async (app) => {
    settingsRoutes(createSettingsService(parts))(app)
    gradebookRoutes(createGradebookService(parts))(app)
    await app.register(gradebookCsvRoutes(createGradebookCsvService(parts)))
    gradesRoutes(createGradesService(parts))(app)
    appealsRoutes(createAppealsService(parts))(app)
  }
  return {
    ...grades,
    routes,
    schemas: [...settingsSchemas, ...gradebookSchemas, ...gradebookCsvSchemas, ...gradeSchemas, ...appealSchemas]
  }
}
