import { holds, organizationsWhere, type Permission } from '../../lib/permissions.js'
import type { CourseRow, Viewer } from '../courses/index.js'

type Owned = Pick<CourseRow, 'organizationId' | 'mentorId'>

/** Where a viewer reviews, as far as their roles decide it. */
export interface ReviewingPlaces {
  userId: string
  /** Where they review whatever there is. */
  any: readonly string[] | 'all'
  /** Where they review what they mentor. */
  mentored: readonly string[] | 'all'
  /** Where they review what they are a reviewer of. */
  listed: readonly string[] | 'all'
}

/** Any one of these makes the mentor of a course its reviewer. */
const ofMentors: readonly Permission[] = ['submission.review', 'course.create']

/** The same rule for one course is `mayReviewUnlisted`, and who is listed. */
export function reviewingPlaces({ userId, grants }: Viewer): ReviewingPlaces {
  const listed = organizationsWhere(grants, 'submission.review')
  const mentoring = organizationsWhere(grants, 'course.create')
  const isAnywhere = listed === 'all' || mentoring === 'all'
  return {
    userId,
    any: organizationsWhere(grants, 'course.update'),
    mentored: isAnywhere ? 'all' : [...new Set([...listed, ...mentoring])],
    listed
  }
}

/** Who manages the course, and its mentor. */
export function mayReviewUnlisted({ userId, grants }: Viewer, { organizationId, mentorId }: Owned): boolean {
  if (holds(grants, 'course.update', organizationId)) return true
  return mentorId === userId && ofMentors.some((permission) => holds(grants, permission, organizationId))
}

/** Whether roles with these permissions, in the organisation of the course or everywhere, make somebody review it. */
export function suffices(permissions: readonly Permission[], isMentor: boolean): boolean {
  return permissions.some(
    (permission) => permission === 'submission.review' || (isMentor && ofMentors.includes(permission))
  )
}
