import { Temporal } from 'temporal-polyfill'
import { dayMs } from './clock.js'
import { invalid } from './errors.js'

/** A day of a calendar, `2026-11-23`; which moment it begins at depends on the time zone. */
export type CalendarDate = string

const dateLength = '2026-11-23'.length

/** Moments are asked for again and again, for the same few days. */
const maxKept = 2_000
const midnights = new Map<string, number>()
const wallMoments = new Map<string, number>()

/** Whether it is the name of a time zone (`Asia/Jakarta`, `UTC`); an offset such as `+07:00` is none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Whether it is a day that there is: `2026-02-30` is none. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text
  } catch {
    return false
  }
}

/** Which day it is there at that moment. */
export function dateIn(timeZone: string, moment: Date): CalendarDate {
  return Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

/** That many days later, or earlier. A day is a day here, in no time zone: `Date` counts them as well, and ten times as fast. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, dateLength)
}

/** How many days later the second is; negative when it is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs)
}

/**
 * The moment at which the day begins there: midnight, or where a change of clocks leaves that out, the first moment after
 * it. Days are counted in the calendar and not in hours, so a change of clocks moves nothing.
 */
export function startOfDay(date: CalendarDate, timeZone: string): Date {
  return kept(midnights, `${date} ${timeZone}`, () => Temporal.PlainDate.from(date).toZonedDateTime(timeZone))
}

function kept(moments: Map<string, number>, key: string, find: () => Temporal.ZonedDateTime): Date {
  const known = moments.get(key)
  if (known !== undefined) return new Date(known)
  const { epochMilliseconds } = find()
  moments.set(key, epochMilliseconds)
  if (moments.size > maxKept) moments.delete(moments.keys().next().value as string)
  return new Date(epochMilliseconds)
}

/** When the day begins there that is so many days after the one in which the moment lies. */
export function startOfDayAfter(moment: Date, days: number, timeZone: string): Date {
  return startOfDay(addDays(dateIn(timeZone, moment), days), timeZone)
}

/** The same time of day there, that many days later: a change of clocks on the way neither gives nor takes an hour. */
export function sameTimeAfter(moment: Date, days: number, timeZone: string): Date {
  const there = Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone)
  return new Date(there.add({ days }).epochMilliseconds)
}

/** The same time of day there, that many months later; of a day that the month does not have, its last day. */
export function addMonths(moment: Date, months: number, timeZone: string): Date {
  const there = Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone)
  return new Date(there.add({ months }, { overflow: 'constrain' }).epochMilliseconds)
}

/** A time of day, `07:00`. */
export type TimeOfDay = string

/**
 * The first moment of the day at which the clocks there have come to that time: where a change of clocks leaves it out, the
 * change; where it makes it come twice, the first of the two.
 */
export function momentAt(date: CalendarDate, time: TimeOfDay, timeZone: string): Date {
  return kept(wallMoments, `${date} ${time} ${timeZone}`, () => {
    const moment = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(timeZone)
    const isLeftOut = !moment.toPlainTime().equals(time)
    return (isLeftOut && moment.getTimeZoneTransition('previous')) || moment
  })
}

/** The next moment at which the clocks there come to that time; of a weekday (1 is Monday), if one is given. */
export function nextTimeOfDay(
  after: Date,
  { at, weekday }: { at: TimeOfDay; weekday?: number | undefined },
  timeZone: string
): Date {
  const today = dateIn(timeZone, after)
  const isToday = weekday === undefined || weekdayOf(today) === weekday
  const first = isToday ? 0 : (weekday - weekdayOf(today) + daysOfWeek) % daysOfWeek
  const next = momentAt(addDays(today, first), at, timeZone)
  return next > after ? next : momentAt(addDays(today, first + (weekday === undefined ? 1 : daysOfWeek)), at, timeZone)
}

/** When the span of the day in which the moment lies is over there; undefined when it lies in none. It may go over midnight. */
export function endOfDailySpan(
  moment: Date,
  { from, until }: { from: TimeOfDay; until: TimeOfDay },
  timeZone: string
): Date | undefined {
  const today = dateIn(timeZone, moment)
  for (const day of [addDays(today, -1), today]) {
    const end = momentAt(until > from ? day : addDays(day, 1), until, timeZone)
    if (momentAt(day, from, timeZone) <= moment && moment < end) return end
  }
  return undefined
}

const daysOfWeek = 7

/** 1 is Monday. */
function weekdayOf(date: CalendarDate): number {
  return new Date(Date.parse(date)).getUTCDay() || daysOfWeek
}

/** The end of the year 9999. */
export const lastMomentMs = 253_402_300_799_999

/** A date and time of a request: one that there is, and that both databases can keep. @throws 400 naming the field */
export function parseMoment(field: string, text: string): Date {
  const moment = new Date(text)
  // Not so for a leap second either, of which it makes no number.
  if (moment.getTime() >= 0 && moment.getTime() <= lastMomentMs) return moment
  throw invalid(field, 'must be a moment between the years 1970 and 9999')
}
