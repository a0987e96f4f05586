import { holds } from '../../lib/permissions.js'
import type { CourseRow, Courses, Viewer } from '../courses/index.js'

type Owned = Pick<CourseRow, 'organizationId' | 'mentorId'>

/** A cohort, as far as it decides who may do what with it. */
export interface Ruled {
  facilitatorId: string | null
  course: Owned
}

export type CohortRules = ReturnType<typeof createCohortRules>

/** Who may do what with cohorts. */
export function createCohortRules({ mayManage, mayReadEnrolments }: Courses['rules']) {
  const mayCreate = (viewer: Viewer, course: Owned) =>
    holds(viewer.grants, 'cohort.manage', course.organizationId) || mayManage(viewer, course)

  /** The facilitator who has lost every role that makes one runs it no more. */
  const isItsFacilitator = (viewer: Viewer, { facilitatorId, course }: Ruled) =>
    facilitatorId === viewer.userId && holds(viewer.grants, 'enrolment.manage', course.organizationId)

  const mayRun = (viewer: Viewer, cohort: Ruled) => mayCreate(viewer, cohort.course) || isItsFacilitator(viewer, cohort)

  return {
    mayCreate,
    /** Whoever may create it, and its facilitator. */
    mayRun,
    /** All cohorts of a course, and who is in them. */
    mayReadAll: (viewer: Viewer, course: Owned) => mayReadEnrolments(viewer, course) || mayCreate(viewer, course),
    mayRead: (viewer: Viewer, cohort: Ruled) => mayReadEnrolments(viewer, cohort.course) || mayRun(viewer, cohort)
  }
}
