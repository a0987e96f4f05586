import { isCalendarDate, isTimeZone } from '../../lib/calendar.js'
import { invalid, unprocessable } from '../../lib/errors.js'
import type { CohortRow } from './cohorts.repository.js'
import type { CohortPatch } from './cohorts.schemas.js'
import { maxWeek, weekCount } from './weeks.js'

/** Trimmed, with days and a time zone that there are. @throws 400 naming the field */
export function normalize(patch: CohortPatch): CohortPatch {
  const { name, startsOn, endsOn, timeZone } = patch
  if (startsOn !== undefined) requireDay('startsOn', startsOn)
  if (endsOn !== undefined) requireDay('endsOn', endsOn)
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw invalid('timeZone', 'must be the name of a time zone, such as Asia/Jakarta')
  }
  return { ...patch, ...(name !== undefined && { name: name.trim() }) }
}

/** @throws 400 naming the field */
export function requireDay(field: string, text: string): void {
  if (!isCalendarDate(text)) throw invalid(field, 'must be a day that there is')
}

/** @throws 422 COHORT_DATES */
export function requireOrder({ startsOn, endsOn }: Pick<CohortRow, 'startsOn' | 'endsOn'>): void {
  if (endsOn < startsOn) throw unprocessable('COHORT_DATES', 'endsOn', 'must not be before the first day')
  if (weekCount({ startsOn, endsOn }) > maxWeek) {
    throw unprocessable('COHORT_DATES', 'endsOn', `must be within ${maxWeek} weeks of the first day`)
  }
}

/** The fields of the patch in which the cohort differs from it. */
export function changedFields(cohort: CohortRow, patch: CohortPatch): CohortPatch {
  return Object.fromEntries(
    Object.entries(patch).filter(([name, value]) => value !== cohort[name as keyof CohortPatch])
  )
}
