import type { FastifyPluginAsync } from 'fastify'
import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Events } from '../events/index.js'

export interface BroadcastsModuleDeps {
  database: Database
  clock: Clock
  events: Pick<Events, 'emit' | 'open' | 'tell' | 'nextOfAudience' | 'countAudience'>
  onError: (error: unknown) => void
}

export function createBroadcastsModule(_deps: BroadcastsModuleDeps) {
  const routes: FastifyPluginAsync = async () => {}
  return { routes, schemas: [] as readonly unknown[] }
}
