import type { FastifyPluginAsync } from 'fastify'
import type { Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Language } from '../../lib/languages.js'
import type { EventCatalogue, Events, EventType, ToldEvent } from '../events/index.js'
import type { Mails } from '../mails/index.js'

export interface PreferencesModuleDeps {
  database: Database
  clock: Clock
  catalogue: EventCatalogue
  /** Made later, and called only when something is due. Each is last in its transaction. */
  deliverHeld: Events['deliverHeld']
  queueDigest: Mails['queueDigest']
}

/** Somebody who is written a mail. */
export interface MailRecipient {
  userId: string
  email: string
  language: Language
}

/** Who of an audience is told at once, and by which channel. */
export interface Sorted {
  inApp: string[]
  mail: MailRecipient[]
}

/** What users want to be told, how, and when. */
export interface Preferences {
  /**
   * Who of these users is told of the event at once; what others want later is noted to be held until then. Users who are
   * not there (any more), who do not want it, or who have muted the course are in neither.
   */
  sort(
    tx: Tx,
    asked: { event: ToldEvent & { type: EventType }; userIds: readonly string[]; now: Date }
  ): Promise<Sorted>
}

export function createPreferencesModule(_deps: PreferencesModuleDeps) {
  const preferences: Preferences = {
    sort: async (_tx, { userIds }) => ({ inApp: [...userIds], mail: [] })
  }
  const routes: FastifyPluginAsync = async () => {}
  return { ...preferences, routes, schemas: [] as readonly unknown[] }
}
