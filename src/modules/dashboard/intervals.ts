import {
  addDays,
  addMonths,
  type CalendarDate,
  dateIn,
  daysBetween,
  isCalendarDate,
  startOfDay
} from '../../lib/calendar.js'
import { invalid, unprocessable } from '../../lib/errors.js'

export const intervals = ['day', 'week', 'month'] as const
export type Interval = (typeof intervals)[number]

/** More than a chart shows. */
export const maxPoints = 400
/** How many there are when nobody says since when. */
const usualPoints: Record<Interval, number> = { day: 30, week: 12, month: 12 }

const daysOfWeek = 7
const aMonday: CalendarDate = '2024-01-01'

export interface Asked {
  from?: CalendarDate
  to?: CalendarDate
  interval: Interval
  timeZone: string
}

/**
 * The first days of the intervals, from the one that holds `from` to the one that holds `to`, and that of the one after
 * them. Weeks begin on Monday. @throws 400; 422 INVALID_PERIOD
 */
export function firstDaysOf({ from, to, interval, timeZone }: Asked, now: Date): CalendarDate[] {
  const last = beginningOf(requireDay('to', to) ?? dateIn(timeZone, now), interval)
  const asked = requireDay('from', from)
  if (asked !== undefined && asked > (to ?? asked)) throw isBefore()
  let date = asked === undefined ? move(last, interval, 1 - usualPoints[interval]) : beginningOf(asked, interval)
  if (date > last) throw isBefore()
  const found = [date]
  while (date <= last) {
    if (found.length > maxPoints) {
      throw unprocessable('INVALID_PERIOD', 'from', `must be at most ${maxPoints} intervals before \`to\``)
    }
    date = move(date, interval, 1)
    found.push(date)
  }
  return found
}

function isBefore(): Error {
  return unprocessable('INVALID_PERIOD', 'to', 'must not be before `from`')
}

function move(date: CalendarDate, interval: Interval, by: number): CalendarDate {
  if (interval !== 'month') return addDays(date, interval === 'week' ? by * daysOfWeek : by)
  return dateIn('UTC', addMonths(startOfDay(date, 'UTC'), by, 'UTC'))
}

function beginningOf(date: CalendarDate, interval: Interval): CalendarDate {
  if (interval === 'month') return `${date.slice(0, 'yyyy-mm'.length)}-01`
  if (interval === 'day') return date
  const weekday = daysBetween(aMonday, date) % daysOfWeek
  return addDays(date, -((weekday + daysOfWeek) % daysOfWeek))
}

/** @throws 400 naming the field */
function requireDay(field: string, date: CalendarDate | undefined): CalendarDate | undefined {
  if (date === undefined) return undefined
  // What comes after it must be a day that can be written, too.
  if (isCalendarDate(date) && date >= '1970-01-01' && date <= '9998-12-31') return date
  throw invalid(field, 'must be a day that there is, between the years 1970 and 9998')
}
