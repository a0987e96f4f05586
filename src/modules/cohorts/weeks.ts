import { addDays, type CalendarDate, dateIn, daysBetween, startOfDay } from '../../lib/calendar.js'

/** The days of a cohort, in the calendar of its time zone. */
export interface CohortDays {
  startsOn: CalendarDate
  /** The last day. */
  endsOn: CalendarDate
  timeZone: string
}

/** Ten years. */
export const maxWeek = 520

const daysOfWeek = 7

/** Whether its first day has begun there. */
export function hasBegun({ startsOn, timeZone }: CohortDays, now: Date): boolean {
  return startOfDay(startsOn, timeZone) <= now
}

/** Whether its last day is over there. */
export function hasEnded({ endsOn, timeZone }: CohortDays, now: Date): boolean {
  return isAfter(now, endsOn, timeZone)
}

/**
 * 1 from the first day on, 2 from the eighth, whatever the clocks do; null before. After the last day it stays at the week
 * of that.
 */
export function currentWeek({ startsOn, endsOn, timeZone }: CohortDays, now: Date): number | null {
  const today = dateIn(timeZone, now)
  if (today < startsOn) return null
  return weekCount({ startsOn, endsOn: today < endsOn ? today : endsOn })
}

/** In how many weeks the days lie. */
export function weekCount({ startsOn, endsOn }: Pick<CohortDays, 'startsOn' | 'endsOn'>): number {
  return Math.floor(daysBetween(startsOn, endsOn) / daysOfWeek) + 1
}

/** Whether the moment lies after the end of the day there. */
export function isAfter(moment: Date, date: CalendarDate, timeZone: string): boolean {
  return startOfDay(addDays(date, 1), timeZone) <= moment
}
