import { forbidden, notFound } from '../../lib/errors.js'
import type { Courses, FoundCourse, Viewer } from '../courses/index.js'
import type { Reviewers } from '../reviewers/index.js'

export interface GradebookAccessDeps {
  courses: Pick<Courses, 'requirePermitted' | 'rules'>
  reviewers: Pick<Reviewers, 'mayReview'>
}

export type GradebookAccess = ReturnType<typeof createGradebookAccess>

/** Who may do what with the grades of a course. */
export function createGradebookAccess({ courses, reviewers }: GradebookAccessDeps) {
  const { mayManage, mayReadEnrolments, maySee } = courses.rules

  /** Whoever works on the course in any way. */
  const isStaff = async (viewer: Viewer, course: FoundCourse) =>
    mayReadEnrolments(viewer, course) || reviewers.mayReview(viewer, course)

  /** Like `requirePermitted`, by a rule that asks the database. @throws 403; 404 */
  async function requireBy(
    viewer: Viewer,
    { ref, isAllowed }: { ref: string; isAllowed: (viewer: Viewer, course: FoundCourse) => Promise<boolean> }
  ): Promise<FoundCourse> {
    const course = await courses.requirePermitted(viewer, { ref, rule: () => true })
    if (await isAllowed(viewer, course)) return course
    throw maySee(viewer, course, course.enrolmentStatus) ? forbidden() : notFound('Course')
  }

  return {
    isStaff,

    /** @throws 403; 404 */
    requireManaged: (viewer: Viewer, ref: string) => courses.requirePermitted(viewer, { ref, rule: mayManage }),

    /** For who judges work there. @throws 403; 404 */
    requireReviewed: (viewer: Viewer, ref: string) => requireBy(viewer, { ref, isAllowed: reviewers.mayReview }),

    /** @throws 403; 404 */
    requireStaff: (viewer: Viewer, ref: string) => requireBy(viewer, { ref, isAllowed: isStaff }),

    /** For learners who have access, too. @throws 403; 404 */
    requireReadable: (viewer: Viewer, ref: string) =>
      requireBy(viewer, { ref, isAllowed: async (...seen) => hasAccess(seen[1]) || isStaff(...seen) }),

    /** For a learner who has access. @throws 403 NOT_ENROLLED; 404 */
    async requireLearned(viewer: Viewer, ref: string): Promise<FoundCourse> {
      const course = await courses.requirePermitted(viewer, { ref, rule: () => true })
      if (hasAccess(course)) return course
      if (!maySee(viewer, course, course.enrolmentStatus)) throw notFound('Course')
      throw forbidden('You are not enrolled in this course', 'NOT_ENROLLED')
    }
  }
}

function hasAccess({ enrolmentStatus }: FoundCourse): boolean {
  return enrolmentStatus === 'active' || enrolmentStatus === 'completed'
}
