import { forbidden, notFound } from '../../lib/errors.js'
import type { Courses, FoundCourse, Viewer } from '../courses/index.js'
import type { Reviewers } from '../reviewers/index.js'

export interface CourseAccessDeps {
  courses: Pick<Courses, 'requirePermitted' | 'rules'>
  reviewers: Pick<Reviewers, 'mayReview'>
}

export type CourseAccess = ReturnType<typeof createCourseAccess>

/** Who may ask what of the reviews of a whole course. */
export function createCourseAccess({ courses, reviewers }: CourseAccessDeps) {
  const { mayReadEnrolments, maySee } = courses.rules

  /** `what` they named, of which they learn nothing when they do not see its course. */
  async function requireAny(
    viewer: Viewer,
    { courseId, what, isStaffEnough }: { courseId: string; what: string; isStaffEnough: boolean }
  ): Promise<FoundCourse> {
    // A reviewer need not see the course in the catalogue.
    const course = await courses.requirePermitted(viewer, { ref: courseId, rule: () => true })
    if (isStaffEnough && mayReadEnrolments(viewer, course)) return course
    if (await reviewers.mayReview(viewer, course)) return course
    if (maySee(viewer, course, course.enrolmentStatus)) throw forbidden()
    throw notFound(what)
  }

  return {
    /** @throws 403; 404 */
    requireReviewer: (viewer: Viewer, { courseId, what }: { courseId: string; what: string }) =>
      requireAny(viewer, { courseId, what, isStaffEnough: false }),
    /** Its reviewers, and who may see who is enrolled. @throws 403; 404 */
    requireStaff: (viewer: Viewer, courseId: string) =>
      requireAny(viewer, { courseId, what: 'Course', isStaffEnough: true })
  }
}
