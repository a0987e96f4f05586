import type { Database, Tx } from '../../db/database.js'
import type { Cadence, Channel } from '../../db/schema/preferences.js'
import type { Language } from '../../lib/languages.js'
import type { EventCatalogue, EventType, ToldEvent } from '../events/index.js'
import { type HeldRow, insertHeld } from './held.repository.js'
import { createDecider, type Decision, timingOf, type Wish } from './wishes.js'
import { prepareReadWishes, type WishRow } from './wishes.repository.js'

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

export interface SortRequest {
  event: ToldEvent & { type: EventType }
  userIds: readonly string[]
  now: Date
}

export interface SortingDeps {
  database: Database
  catalogue: Pick<EventCatalogue, 'definitionOf'>
}

/** Asks the users of an audience what they want to be told, and when. */
export function createSorting({ database, catalogue }: SortingDeps) {
  const readWishes = prepareReadWishes(database)

  return async (tx: Tx, { event, userIds, now }: SortRequest): Promise<Sorted> => {
    const { defaults } = catalogue.definitionOf(event.type)
    const decide = createDecider(now)
    const sorted: Sorted = { inApp: [], mail: [] }
    const held: HeldRow[] = []
    const hold = (userId: string, channel: Channel, decision: Decision) => {
      if (typeof decision === 'object') held.push({ userId, channel, eventId: event.id, ...decision })
    }
    const rows = await readWishes(tx, { userIds, type: event.type, courseId: event.courseId })
    for (const { user, wish } of wishesOf(rows, defaults)) {
      const { userId, email, language } = user
      const { inApp, mail } = decide(wish)
      if (inApp === 'now') sorted.inApp.push(userId)
      if (mail === 'now' && email !== null) sorted.mail.push({ userId, email, language })
      hold(userId, 'in_app', inApp)
      hold(userId, 'mail', mail)
    }
    if (held.length > 0) await insertHeld(database, tx, held)
    return sorted
  }
}

/** One for each user, who has a row for each channel in which they have chosen, or one. */
function wishesOf(rows: readonly WishRow[], defaults: { inApp: Cadence; mail: Cadence }) {
  const wishes = new Map<string, { user: WishRow; wish: Wish }>()
  for (const user of rows) {
    const { userId, email, status, channel, cadence, mutedCourseId } = user
    const { wish } = wishes.get(userId) ?? {
      wish: {
        ...defaults,
        isMuted: mutedCourseId !== null,
        takesMail: status === 'active' && email !== null,
        timing: timingOf(user)
      }
    }
    if (channel === 'in_app' && cadence) wish.inApp = cadence
    if (channel === 'mail' && cadence) wish.mail = cadence
    wishes.set(userId, { user, wish })
  }
  return wishes.values()
}
