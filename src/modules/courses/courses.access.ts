import type { Principal } from '../../http/principal.js'
import { holds, memberOrganizations, organizationsWhere } from '../../lib/permissions.js'
import type { CourseRow } from './courses.repository.js'
import type { EnrolmentStatus } from './learners.repository.js'

/** Who looks: a user with all that they may do, or somebody who is not signed in. */
export type Viewer = Pick<Principal, 'userId' | 'grants'>

type Owned = Pick<CourseRow, 'organizationId' | 'mentorId'>
type Seen = Owned & Pick<CourseRow, 'status' | 'visibility'>

/** Whoever may change any course of the organisation, and the mentor of this one. */
export function mayManage(viewer: Viewer, course: Owned): boolean {
  return holds(viewer.grants, 'course.update', course.organizationId) || isItsMentor(viewer, course)
}

export function mayDelete(viewer: Viewer, course: Owned): boolean {
  return holds(viewer.grants, 'course.delete', course.organizationId) || isItsMentor(viewer, course)
}

export function mayEnrolOthers(viewer: Viewer, course: Owned): boolean {
  return holds(viewer.grants, 'enrolment.manage', course.organizationId) || mayManage(viewer, course)
}

export function mayReadEnrolments(viewer: Viewer, course: Owned): boolean {
  return holds(viewer.grants, 'enrolment.read', course.organizationId) || mayManage(viewer, course)
}

/**
 * The same rule as a condition of SQL: `visibleTo` in courses.visibility.repository.ts. Whoever has completed a course keeps
 * it; whoever waits to be let in sees what they wait for.
 */
export function maySee(viewer: Viewer | null, course: Seen, enrolment: EnrolmentStatus | null): boolean {
  if (course.status === 'published' && course.visibility === 'public') return true
  if (!viewer) return false
  if (enrolment === 'pending' && course.status === 'published') return true
  if ((enrolment === 'active' || enrolment === 'completed') && course.status !== 'draft') return true
  if (mayManage(viewer, course)) return true
  return (
    course.status === 'published' &&
    course.visibility === 'internal' &&
    viewer.grants.some(({ organizationId }) => organizationId === course.organizationId)
  )
}

/** What the enrolment is by the clock: one whose time is over has expired, whether that has been noted yet or not. */
export function enrolmentAt(
  now: Date,
  status: EnrolmentStatus | null | undefined,
  expiresAt: Date | null
): EnrolmentStatus | null {
  return status === 'active' && expiresAt !== null && expiresAt <= now ? 'expired' : (status ?? null)
}

/** All that decides what a viewer sees, in the form that a query takes. */
export interface Sight {
  userId: string
  /** Enrolments that have ended by then let nobody see anything. */
  now: Date
  /** Whose courses they may change: those they see whatever the state. */
  managed: readonly string[] | 'all'
  /** Where they may mentor: there they see the courses that they mentor. */
  mentored: readonly string[] | 'all'
  member: readonly string[]
}

export function sightOf({ userId, grants }: Viewer, now: Date): Sight {
  return {
    userId,
    now,
    managed: organizationsWhere(grants, 'course.update'),
    mentored: organizationsWhere(grants, 'course.create'),
    member: memberOrganizations(grants)
  }
}

function isItsMentor({ userId, grants }: Viewer, { mentorId, organizationId }: Owned): boolean {
  return mentorId === userId && holds(grants, 'course.create', organizationId)
}
