import { formatDate } from '../../messages/format.js'

/** A day of the calendar, which is the same everywhere. */
export function formatDay(day: string): string {
  return formatDate(day, { dateStyle: 'medium', timeZone: 'UTC' })
}

/** Which day it is there now, as the API writes days. */
export function todayIn(timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date())
}

export function weeksBetween(startsOn: string, endsOn: string): number {
  return Math.floor((Date.parse(endsOn) - Date.parse(startsOn)) / (7 * 86_400_000)) + 1
}
