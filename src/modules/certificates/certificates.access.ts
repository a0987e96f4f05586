import { forbidden, notFound } from '../../lib/errors.js'
import { holds } from '../../lib/permissions.js'
import type { Courses, FoundCourse, Viewer } from '../courses/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { FoundCertificate } from './certificates.repository.js'

export interface AccessDeps {
  courses: Courses
  reviewers: Pick<Reviewers, 'mayReview'>
}

/** Whoever works on the course in any way: its reviewers, and who reads its enrolments. @throws 403, 404 */
export type RequireStaff = (viewer: Viewer, ref: string) => Promise<FoundCourse>

export function createRequireStaff({ courses, reviewers }: AccessDeps): RequireStaff {
  const { mayReadEnrolments, maySee } = courses.rules
  return async (viewer, ref) => {
    const course = await courses.requirePermitted(viewer, { ref, rule: () => true })
    if (mayReadEnrolments(viewer, course) || (await reviewers.mayReview(viewer, course))) return course
    throw maySee(viewer, course, course.enrolmentStatus) ? forbidden() : notFound('Course')
  }
}

/** Whoever manages its course, and whoever holds `certificate.manage` in the organisation that issued it. */
export function mayRevoke(viewer: Viewer, certificate: FoundCertificate, { mayManage }: Courses['rules']): boolean {
  return holds(viewer.grants, 'certificate.manage', certificate.organizationId) || mayManage(viewer, certificate.course)
}

/** Why it was revoked may be about a child: that is for its holder, and for who answers for the course. */
export function mayReadReason(viewer: Viewer | null, certificate: FoundCertificate, rules: Courses['rules']): boolean {
  if (!viewer) return false
  return (
    viewer.userId === certificate.userId ||
    mayRevoke(viewer, certificate, rules) ||
    rules.mayReadEnrolments(viewer, certificate.course)
  )
}
