import { formatDate } from '../../messages/format.js'

/** 1 January 2024 was a Monday, which is day 1. */
export function weekdayName(day: number): string {
  return formatDate(new Date(Date.UTC(2024, 0, day)), { weekday: 'long', timeZone: 'UTC' })
}
