import type { FastifyPluginAsync } from 'fastify'
import type { Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { EventCatalogue, Events } from '../events/index.js'
import type { Mails } from '../mails/index.js'
import { createSorting, type Sorted, type SortRequest } from './sorting.service.js'

export type { MailRecipient, Sorted } from './sorting.service.js'

export interface PreferencesModuleDeps {
  database: Database
  clock: Clock
  catalogue: EventCatalogue
  /** Made later, and called only when something is due. Each is last in its transaction. */
  deliverHeld: Events['deliverHeld']
  queueDigest: Mails['queueDigest']
}

/** What users want to be told, how, and when. */
export interface Preferences {
  /**
   * Who of these users is told of the event at once; what others want later is noted to be held until then. Users who are
   * not there (any more), who do not want it, or who have muted the course are in neither.
   */
  sort(tx: Tx, asked: SortRequest): Promise<Sorted>
}

export function createPreferencesModule(deps: PreferencesModuleDeps) {
  const preferences: Preferences = { sort: createSorting(deps) }
  const routes: FastifyPluginAsync = async () => {}
  return { ...preferences, routes, schemas: [] as readonly unknown[] }
}
