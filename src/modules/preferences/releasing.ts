import type { EventCatalogue, EventWords, ToldEvent } from '../events/index.js'
import type { DueRow, HeldKey } from './held.repository.js'
import type { UserWithSettings } from './settings.repository.js'
import type { MailRecipient } from './sorting.service.js'
import { createCadences, quietUntil, type StoredPreference, timingOf } from './wishes.js'

/** What is due, and what those for whom it is due want by now. */
export interface Due {
  rows: readonly DueRow[]
  users: readonly UserWithSettings[]
  preferences: readonly StoredPreference[]
  mutes: readonly { userId: string; courseId: string }[]
  now: Date
}

/** What is done in one transaction. */
export interface Release {
  inApp: Map<string, { event: ToldEvent; userIds: string[] }>
  mails: Map<string, { event: ToldEvent; recipients: MailRecipient[] }>
  digests: Map<string, { recipient: MailRecipient; items: { event: ToldEvent; words: EventWords }[] }>
  /** Delivered, or not wanted any more. */
  over: HeldKey[]
  /** Users who are in their quiet hours, and until when. */
  quiet: Map<string, Date>
  /** Of a type that this version of the product does not know: another instance may. */
  unknown: HeldKey[]
}

type Fate = 'over' | 'quiet' | 'unknown' | 'inApp' | 'mail' | 'digest'

/** What becomes of what is due: it is asked again whether it is wanted, because much may have changed while it was held. */
export function planRelease(catalogue: EventCatalogue, due: Due): Release {
  const { rows, now } = due
  const users = new Map(due.users.map((user) => [user.userId, user]))
  const quietOf = new Map(due.users.map((user) => [user.userId, quietUntil(timingOf(user), now)]))
  const cadenceOf = createCadences(catalogue, due.preferences)
  const muted = new Set(due.mutes.map(({ userId, courseId }) => `${userId} ${courseId}`))

  function fateOf({ userId, channel, inDigest, event: { type, courseId } }: DueRow): Fate {
    const user = users.get(userId)
    if (!user || muted.has(`${userId} ${courseId}`)) return 'over'
    if (!catalogue.isEventType(type)) return 'unknown'
    const cadence = cadenceOf({ userId, type, channel })
    if (cadence === 'never' || (channel === 'mail' && !recipientOf(user))) return 'over'
    if (quietOf.get(userId)) return 'quiet'
    if (channel === 'in_app') return 'inApp'
    return inDigest && cadence !== 'at_once' ? 'digest' : 'mail'
  }

  const release: Release = {
    inApp: new Map(),
    mails: new Map(),
    digests: new Map(),
    over: [],
    quiet: new Map(),
    unknown: []
  }
  for (const row of rows) {
    const { userId, channel, event } = row
    const fate = fateOf(row)
    const recipient = recipientOf(users.get(userId))
    const quiet = quietOf.get(userId)
    const key = { userId, channel, eventId: event.id }
    if (fate === 'quiet' && quiet) release.quiet.set(userId, quiet)
    else (fate === 'unknown' ? release.unknown : release.over).push(key)
    if (fate === 'inApp') entry(release.inApp, event.id, () => ({ event, userIds: [] })).userIds.push(userId)
    if (fate === 'mail' && recipient)
      entry(release.mails, event.id, () => ({ event, recipients: [] })).recipients.push(recipient)
    if (fate === 'digest' && recipient)
      entry(release.digests, userId, () => ({ recipient, items: [] })).items.push({
        event,
        words: catalogue.wordsOf(event)
      })
  }
  return release
}

/** Undefined for who has no address, or may not sign in. */
function recipientOf(user: UserWithSettings | undefined): MailRecipient | undefined {
  if (user?.status !== 'active' || user.email === null) return undefined
  const { userId, email, language } = user
  return { userId, email, language }
}

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  const value = map.get(key) ?? make()
  map.set(key, value)
  return value
}
