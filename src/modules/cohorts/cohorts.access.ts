import { holds, organizationsWhere } from '../../lib/permissions.js'
import type { CourseRow, Courses, Viewer } from '../courses/index.js'

type Owned = Pick<CourseRow, 'organizationId' | 'mentorId'>

/** A cohort, as far as it decides who may do what with it. */
export interface Ruled {
  facilitatorId: string | null
  course: Owned
}

/** The organisations where somebody runs what they are the facilitator of: whatever course, or those that they mentor. */
export interface FacilitatedPlaces {
  any: readonly string[] | 'all'
  mentored: readonly string[] | 'all'
}

/** The same rule as `mayRun` of who is the facilitator, for a query. */
export function facilitatedPlaces({ grants }: Viewer): FacilitatedPlaces {
  const permissions = ['enrolment.manage', 'cohort.manage', 'course.update'] as const
  const places = permissions.map((permission) => organizationsWhere(grants, permission))
  const any = places.includes('all') ? 'all' : [...new Set(places.flat())]
  return { any, mentored: organizationsWhere(grants, 'course.create') }
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
