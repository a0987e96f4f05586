import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '../../db/database.js'
import type { Job } from '../../jobs/scheduler.js'
import { type Clock, minuteMs } from '../../lib/clock.js'
import type { Courses } from '../courses/index.js'
import type { Events } from '../events/index.js'
import type { Grades } from '../grades/index.js'
import type { Progress } from '../progress/index.js'
import { checkpointsRoutes } from './checkpoints.routes.js'
import { checkpointSchemas } from './checkpoints.schemas.js'
import { createCheckpointsService } from './checkpoints.service.js'
import { createCohortRules } from './cohorts.access.js'
import { createCohortLookup } from './cohorts.lookup.js'
import { createCohortMoves } from './cohorts.moves.service.js'
import { cohortsRoutes } from './cohorts.routes.js'
import { cohortSchemas } from './cohorts.schemas.js'
import { createCohortsService } from './cohorts.service.js'
import { createCohortTelling } from './cohorts.telling.js'
import { cohortMembersRoutes } from './members.routes.js'
import { memberSchemas } from './members.schemas.js'
import { createCohortMembersService } from './members.service.js'
import { createCohortPlacing } from './placing.service.js'
import { resultsRoutes } from './results.routes.js'
import { resultSchemas } from './results.schemas.js'
import { createResultsService } from './results.service.js'

export type { CohortPlacing } from './placing.service.js'

export interface CohortsModuleDeps {
  database: Database
  clock: Clock
  courses: Courses
  events: Pick<Events, 'emit'>
  /** The gradebook keeps which checkpoints are approved. */
  grades: Pick<Grades, 'record'>
  progress: Pick<Progress, 'recheckLearner'>
}

export type Cohorts = ReturnType<typeof createCohortsModule>

/** Groups that go through a course together, and what they show each week. */
export function createCohortsModule(deps: CohortsModuleDeps) {
  const rules = createCohortRules(deps.courses.rules)
  const lookup = createCohortLookup({ ...deps, rules })
  const parts = { ...deps, rules, lookup, telling: createCohortTelling(deps) }
  const moves = createCohortMoves(parts)
  const members = createCohortMembersService(parts)
  const checkpoints = createCheckpointsService(parts)

  const routes: FastifyPluginAsyncTypebox = async (app) => {
    cohortsRoutes(createCohortsService(parts), moves)(app)
    cohortMembersRoutes(members)(app)
    checkpointsRoutes(checkpoints)(app)
    resultsRoutes(createResultsService({ ...parts, checkpoints }))(app)
  }
  const jobs: Job[] = [{ name: 'move-cohorts', everyMs: minuteMs, run: moves.moveDue }]
  const { lockByName, place } = createCohortPlacing(parts)
  return {
    lockByName,
    place,
    leaveAll: members.leaveAll,
    /** Whether somebody runs a cohort of that course. */
    mayRun: rules.mayRun,
    routes,
    schemas: [...cohortSchemas, ...memberSchemas, ...resultSchemas, ...checkpointSchemas],
    jobs
  }
}
