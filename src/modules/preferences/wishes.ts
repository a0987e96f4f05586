import type { Cadence } from '../../db/schema/preferences.js'
import { endOfDailySpan, nextTimeOfDay, type TimeOfDay } from '../../lib/calendar.js'

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

export const defaultDigest: Timing['digest'] = { at: '07:00', weekday: 1 }

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

function decideByCadence(cadence: Cadence, timing: Timing, now: Date): Decision {
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

/** A digest that would come in the quiet hours comes at their end. */
function nextDigest(timing: Timing, cadence: 'daily' | 'weekly', now: Date): Date {
  const { at, weekday } = timing.digest
  const next = nextTimeOfDay(now, { at, weekday: cadence === 'weekly' ? weekday : undefined }, timing.timeZone)
  return quietUntil(timing, next) ?? next
}

/** Of a user who has set nothing: no quiet hours, digests at seven and on Mondays. */
export function timingOf({ timeZone, settings }: { timeZone: string; settings: StoredTiming | null }): Timing {
  if (!settings) return { timeZone, quietHours: null, digest: defaultDigest }
  const { quietFrom: from, quietUntil: until, digestAt: at, digestWeekday: weekday } = settings
  return { timeZone, quietHours: from !== null && until !== null ? { from, until } : null, digest: { at, weekday } }
}
