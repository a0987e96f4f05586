import type { Tables } from '../../db/schema/index.js'
import { sameTimeAfter } from '../../lib/calendar.js'
import { dayMs } from '../../lib/clock.js'

/** What a project says of work that comes late. */
export type LateRule = Pick<Tables['projects']['$inferSelect'], 'lateRule' | 'latePercentPerDay' | 'lateDays'>

/** When it is due for one learner; null: whenever they like. */
export interface DueTerms {
  dueAt: Date | null
  /** From then on nothing is taken. */
  closesAt: Date | null
}

export interface Lateness {
  isLate: boolean
  /** Days begun since it was due, in the calendar of the course. */
  daysLate: number
  /** Per cent that are taken off the points. */
  latePercent: number
}

const inTime: Lateness = { isLate: false, daysLate: 0, latePercent: 0 }

/** How late it is at that moment: before `dueAt` it is in time, and with that millisecond the first day late begins. */
export function latenessOf(
  { lateRule, latePercentPerDay }: LateRule,
  { dueAt, timeZone, at }: { dueAt: Date | null; timeZone: string; at: Date }
): Lateness {
  if (dueAt === null || at < dueAt) return inTime
  const daysLate = daysBegun(dueAt, at, timeZone)
  const perDay = lateRule === 'deduct' ? (latePercentPerDay ?? 0) : 0
  return { isLate: true, daysLate, latePercent: Math.min(100, perDay * daysLate) }
}

/** An extension gives time and never takes any: of a project whose own date was moved behind it, that date holds. */
export function dueTerms(
  { dueAt: common, lateRule, lateDays }: LateRule & { dueAt: Date | null },
  { extended, timeZone }: { extended: Date | null; timeZone: string }
): DueTerms {
  const dueAt = common && extended && extended > common ? extended : common
  if (dueAt === null || lateRule === 'refuse') return { dueAt, closesAt: dueAt }
  return { dueAt, closesAt: lateDays === null ? null : sameTimeAfter(dueAt, lateDays, timeZone) }
}

/** A day goes to the same time of the next: it may have 23 hours or 25. So the hours say only about how many there are. */
function daysBegun(from: Date, at: Date, timeZone: string): number {
  let days = Math.max(1, Math.floor((at.getTime() - from.getTime()) / dayMs) - 1)
  while (at >= sameTimeAfter(from, days, timeZone)) days++
  return days
}
