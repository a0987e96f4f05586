import type { FastifyPluginAsync } from 'fastify'
import type { Database } from '../../db/database.js'
import { type Clock, secondMs } from '../../lib/clock.js'
import { createWorker } from '../../lib/worker.js'
import type { Cohorts } from '../cohorts/index.js'
import type { Events } from '../events/index.js'
import type { Roles } from '../roles/index.js'
import { createAudienceRules } from './audience.rules.js'
import { broadcastsRoutes } from './broadcasts.routes.js'
import { broadcastSchemas } from './broadcasts.schemas.js'
import { createBroadcastsService } from './broadcasts.service.js'
import { createRunning } from './running.service.js'
import { sendingRoutes } from './sending.routes.js'
import { SentSchema } from './sending.schemas.js'
import { createSending } from './sending.service.js'

export interface BroadcastsModuleDeps {
  database: Database
  clock: Clock
  events: Pick<Events, 'emit' | 'open' | 'tell' | 'nextOfAudience' | 'countAudience'>
  roles: Pick<Roles, 'grantsOf'>
  cohorts: Pick<Cohorts, 'mayRun'>
  onError: (error: unknown) => void
}

/** What people write to others: to some at once, and to many by a job. */
export function createBroadcastsModule(deps: BroadcastsModuleDeps) {
  const parts = { ...deps, rules: createAudienceRules(deps) }
  const running = createRunning(parts)
  // As often as a planned one may be late.
  const worker = createWorker({ run: running.run, everyMs: secondMs, onError: deps.onError })
  const broadcasts = createBroadcastsService({ ...parts, kick: worker.kick })
  const routes: FastifyPluginAsync = async (app) => {
    await app.register(sendingRoutes(createSending(parts)))
    await app.register(broadcastsRoutes(broadcasts))
  }
  return { routes, schemas: [SentSchema, ...broadcastSchemas], worker }
}
