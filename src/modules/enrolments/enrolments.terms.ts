import { sameTimeAfter } from '../../lib/calendar.js'
import { conflict } from '../../lib/errors.js'
import type { CourseRow } from '../courses/index.js'
import type { EnrolmentRow } from './enrolments.repository.js'
import { isOver } from './enrolments.status.js'

type Terms = Pick<CourseRow, 'endsAt' | 'accessDays' | 'timeZone'>

/** When an enrolment that begins then is over: with the course, or after its own days there, whichever comes first. */
export function endOf({ endsAt, accessDays, timeZone }: Terms, activatedAt: Date): Date | null {
  if (accessDays === null) return endsAt
  const ownEnd = sameTimeAfter(activatedAt, accessDays, timeZone)
  return endsAt !== null && endsAt < ownEnd ? endsAt : ownEnd
}

type Stay = Pick<EnrolmentRow, 'activatedAt' | 'expiresAt'>

/** Of somebody who begins anew. */
export const noStay: Stay = { activatedAt: null, expiresAt: null }

/** What stays of an active or ended one when it is left: since when it was active, and an end that was set by hand. */
export function stayLeft({ activatedAt, expiresAt }: Stay, course: Terms): Stay {
  const isOfCourse = activatedAt === null || isSame(expiresAt, endOf(course, activatedAt))
  return { activatedAt, expiresAt: isOfCourse ? null : expiresAt }
}

/** The stay of who gets in now: whoever comes back goes on with what they had, as `stayLeft` says. */
export function stayFrom(now: Date, course: Terms, left: Stay): { activatedAt: Date; expiresAt: Date | null } {
  const activatedAt = left.activatedAt ?? now
  return { activatedAt, expiresAt: left.expiresAt ?? endOf(course, activatedAt) }
}

export function haveSameEnds(a: Terms, b: Terms): boolean {
  return isSame(a.endsAt, b.endsAt) && a.accessDays === b.accessDays && a.timeZone === b.timeZone
}

/**
 * Those whose end changes with the terms of their course, as they become. An end that is not the one which the former terms
 * gave was set by hand, and stays; what is over already stays over.
 */
export function underNewTerms(
  rows: readonly EnrolmentRow[],
  { before, after, now }: { before: Terms; after: Terms; now: Date }
): EnrolmentRow[] {
  const changed: EnrolmentRow[] = []
  for (const row of rows) {
    const begun = row.activatedAt ?? row.createdAt
    if (isOver(row, now) || !isSame(row.expiresAt, endOf(before, begun))) continue
    const expiresAt = endOf(after, begun)
    if (!isSame(row.expiresAt, expiresAt)) changed.push({ ...row, expiresAt, updatedAt: now })
  }
  return changed
}

/** Whether it lets anybody in: it is neither archived nor over. */
export function isOpenAt({ status, endsAt }: Pick<CourseRow, 'status' | 'endsAt'>, now: Date): boolean {
  return status !== 'archived' && (endsAt === null || endsAt > now)
}

/** Who enrols others may do so in a draft, so that a course can start with its learners. @throws 409 COURSE_NOT_OPEN */
export function requireOpen(course: CourseRow, now: Date): void {
  if (!isOpenAt(course, now)) throw notOpen()
}

type Door = Pick<CourseRow, 'status' | 'endsAt' | 'enrolmentMode'>

/** Whether one can get in by oneself or by an invite. */
export function isOpenDoor(course: Door, now: Date): boolean {
  return course.status === 'published' && course.enrolmentMode !== 'closed' && isOpenAt(course, now)
}

/** @throws 409 COURSE_NOT_OPEN */
export function requireOpenDoor(course: Door, now: Date): void {
  if (!isOpenDoor(course, now)) throw notOpen()
}

function notOpen(): Error {
  return conflict('COURSE_NOT_OPEN', 'The course is not open for enrolment')
}

function isSame(a: Date | null, b: Date | null): boolean {
  return a?.getTime() === b?.getTime()
}
