import type { Principal } from '../../http/principal.js'
import { holds, memberOrganizations, organizationsWhere } from '../../lib/permissions.js'
import type { CourseRow } from './courses.repository.js'

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

/** The same rule as a condition of SQL: `visibleTo` in courses.visibility.repository.ts. */
export function maySee(viewer: Viewer | null, course: Seen, isEnrolled: boolean): boolean {
  if (course.status === 'published' && course.visibility === 'public') return true
  if (!viewer) return false
  if (isEnrolled && course.status !== 'draft') return true
  if (mayManage(viewer, course)) return true
  return (
    course.status === 'published' &&
    course.visibility === 'internal' &&
    viewer.grants.some(({ organizationId }) => organizationId === course.organizationId)
  )
}

/** All that decides what a viewer sees, in the form that a query takes. */
export interface Sight {
  userId: string
  /** Whose courses they may change: those they see whatever the state. */
  managed: readonly string[] | 'all'
  /** Where they may mentor: there they see the courses that they mentor. */
  mentored: readonly string[] | 'all'
  member: readonly string[]
}

export function sightOf({ userId, grants }: Viewer): Sight {
  return {
    userId,
    managed: organizationsWhere(grants, 'course.update'),
    mentored: organizationsWhere(grants, 'course.create'),
    member: memberOrganizations(grants)
  }
}

function isItsMentor({ userId, grants }: Viewer, { mentorId, organizationId }: Owned): boolean {
  return mentorId === userId && holds(grants, 'course.create', organizationId)
}
