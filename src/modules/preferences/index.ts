import type { AfterCommit, Database, Tx } from '../../db/database.js'
import { type Clock, minuteMs } from '../../lib/clock.js'
import { createWorker } from '../../lib/worker.js'
import type { Courses } from '../courses/index.js'
import type { EventCatalogue, Events } from '../events/index.js'
import type { Mails } from '../mails/index.js'
import { preferencesRoutes } from './preferences.routes.js'
import { preferenceSchemas } from './preferences.schemas.js'
import { createRelease } from './release.service.js'
import { createRetiming } from './retiming.service.js'
import { createSettingsService, type MailWish } from './settings.service.js'
import { createSorting, type Sorted, type SortRequest } from './sorting.service.js'

export type { MailRecipient, Sorted } from './sorting.service.js'

export interface PreferencesModuleDeps {
  database: Database
  clock: Clock
  catalogue: EventCatalogue
  /** All of these are made later, and called only when a request has come or something is due. */
  courses: Pick<Courses, 'requireVisibleHead' | 'visibleTo'>
  deliverHeld: Events['deliverHeld']
  queueEvent: Mails['queueEvent']
  queueDigest: Mails['queueDigest']
  onError: (error: unknown) => void
}

/** What users want to be told, how, and when. */
export interface Preferences {
  /**
   * Who of these users is told of the event at once; what others want later is noted to be held until then. Users who are
   * not there (any more), who do not want it, or who have muted the course are in neither.
   */
  sort(tx: Tx, asked: SortRequest): Promise<Sorted>
  /** No mails of this type, or none at all, any more. */
  setMail(tx: Tx, wish: MailWish): Promise<void>
  /** What waits for the user waits for the moment that their time zone and settings mean now. */
  retime(tx: Tx, afterCommit: AfterCommit, userId: string): Promise<void>
}

/** Who is told what, by which channel, and when; and what is held back until then. */
export function createPreferencesModule(deps: PreferencesModuleDeps) {
  const release = createRelease(deps)
  const worker = createWorker({ run: release.run, everyMs: minuteMs, onError: deps.onError })
  const retime = createRetiming({ ...deps, kick: worker.kick })
  const settings = createSettingsService({ ...deps, retime })
  const preferences: Preferences = { sort: createSorting(deps), setMail: settings.setMail, retime }
  return { ...preferences, routes: preferencesRoutes(settings), schemas: preferenceSchemas, worker }
}
