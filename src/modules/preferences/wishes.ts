import type { Cadence, Channel } from '../../db/schema/preferences.js'
import { endOfDailySpan, nextTimeOfDay, type TimeOfDay } from '../../lib/calendar.js'
import { dayMs } from '../../lib/clock.js'

/** When a user is told, in the time zone of their day. */
export interface Timing {
  timeZone: string
  quietHours: { from: TimeOfDay; until: TimeOfDay } | null
  /** A weekday: 1 is Monday. */
  digest: { at: TimeOfDay; weekday: number }
}

/** As it is stored. */
export interface StoredTiming {
  quietFrom: string | null
  quietUntil: string | null
  digestAt: string
  digestWeekday: number
}

/** What a user wants to be told of one event, and how. */
export interface Wish {
  inApp: Cadence
  mail: Cadence
  isMuted: boolean
  /** Whether there is an address, and a user who may sign in. */
  takesMail: boolean
  timing: Timing
}

/** Told at once, not at all, or held until then. */
export type Decision = 'now' | 'never' | Held

export interface Held {
  dueAt: Date
  /** It waits for a digest, and not for the end of the quiet hours alone. */
  inDigest: boolean
}

/** Of who has set nothing: no quiet hours, digests at seven and on Mondays. */
export const unset: StoredTiming = { quietFrom: null, quietUntil: null, digestAt: '07:00', digestWeekday: 1 }

/**
 * What becomes of an event for one user in each channel. A mute wins over all else; quiet hours hold back both channels.
 * Made for one moment and many users: those of the same habits cost one look at the calendar.
 */
export function createDecider(now: Date): (wish: Wish) => { inApp: Decision; mail: Decision } {
  const known = new Map<string, Decision>()
  const byCadence = (cadence: Cadence, timing: Timing): Decision => {
    const { quietHours, digest, timeZone } = timing
    const key = [cadence, timeZone, quietHours?.from, quietHours?.until, digest.at, digest.weekday].join()
    const decision = known.get(key) ?? decideByCadence(cadence, timing, now)
    known.set(key, decision)
    return decision
  }
  return ({ inApp, mail, isMuted, takesMail, timing }) =>
    isMuted
      ? { inApp: 'never', mail: 'never' }
      : { inApp: byCadence(inApp, timing), mail: takesMail ? byCadence(mail, timing) : 'never' }
}

export function decideByCadence(cadence: Cadence, timing: Timing, now: Date): Decision {
  switch (cadence) {
    case 'never':
      return 'never'
    case 'at_once': {
      const dueAt = quietUntil(timing, now)
      return dueAt ? { dueAt, inDigest: false } : 'now'
    }
    default:
      return { dueAt: nextDigest(timing, cadence, now), inDigest: true }
  }
}

/** When the quiet hours that are on at that moment are over; undefined when none are. */
export function quietUntil({ quietHours, timeZone }: Timing, moment: Date): Date | undefined {
  return quietHours ? endOfDailySpan(moment, quietHours, timeZone) : undefined
}

/**
 * A digest that would come in the quiet hours comes at their end, with what has happened until then: in them, the next one
 * may be one whose hour is over.
 */
function nextDigest(timing: Timing, cadence: 'daily' | 'weekly', now: Date): Date {
  const { at, weekday } = timing.digest
  const next = (after: Date) =>
    nextTimeOfDay(after, { at, weekday: cadence === 'weekly' ? weekday : undefined }, timing.timeZone)
  for (let hour = next(new Date(now.getTime() - dayMs)); ; hour = next(hour)) {
    const dueAt = quietUntil(timing, hour) ?? hour
    if (dueAt > now) return dueAt
  }
}

export function timingOf({ timeZone, settings }: { timeZone: string; settings: StoredTiming | null }): Timing {
  const { quietFrom: from, quietUntil: until, digestAt: at, digestWeekday: weekday } = settings ?? unset
  return { timeZone, quietHours: from !== null && until !== null ? { from, until } : null, digest: { at, weekday } }
}

export interface StoredPreference {
  userId: string
  type: string
  channel: Channel
  cadence: Cadence
}

/** What each of some users wants of each type in each channel: what they have chosen, or what the catalogue says. */
export function createCadences(
  catalogue: { definitionOf(type: string): { defaults: { inApp: Cadence; mail: Cadence } } },
  chosen: readonly StoredPreference[]
): (asked: Omit<StoredPreference, 'cadence'>) => Cadence {
  const keyOf = ({ userId, type, channel }: Omit<StoredPreference, 'cadence'>) => `${userId} ${type} ${channel}`
  const known = new Map(chosen.map((row) => [keyOf(row), row.cadence]))
  return (asked) => {
    const { inApp, mail } = catalogue.definitionOf(asked.type).defaults
    return known.get(keyOf(asked)) ?? (asked.channel === 'in_app' ? inApp : mail)
  }
}
