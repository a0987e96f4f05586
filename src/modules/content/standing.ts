import type { Courses, Viewer } from '../courses/index.js'
import type { LearnerFacts } from './release.js'
import type { Standing } from './standing.repository.js'

/** What somebody may do with the content of a course, by how they stand to it. */
export interface Rights {
  /** Sees drafts, and changes them. */
  isManager: boolean
  /** Reads what is published without locks. */
  isStaff: boolean
  seesCourse: boolean
  /** By the clock: `expired` as soon as its time is over. */
  enrolmentStatus: NonNullable<Standing['enrolment']>['status'] | null
  /** Learns here, or has completed the course and keeps it. */
  hasAccess: boolean
}

export function rightsOf(
  viewer: Viewer | null,
  { course, enrolment }: Standing,
  { rules, now }: { rules: Courses['rules']; now: Date }
): Rights {
  const isManager = viewer !== null && rules.mayManage(viewer, course)
  const enrolmentStatus = enrolment && rules.enrolmentAt(now, enrolment.status, enrolment.expiresAt)
  return {
    isManager,
    isStaff: isManager || (viewer !== null && rules.mayReadEnrolments(viewer, course)),
    seesCourse: rules.maySee(viewer, course, enrolmentStatus),
    enrolmentStatus,
    hasAccess: enrolmentStatus === 'active' || enrolmentStatus === 'completed'
  }
}

/** What decides of when things open for them. Of old enrolments nobody wrote down when they became active. */
export function factsOf(
  { course, enrolment, cohort }: Standing,
  now: Date
): Pick<LearnerFacts, 'now' | 'timeZone' | 'activatedAt' | 'cohort'> {
  const activatedAt = enrolment?.activatedAt ?? enrolment?.createdAt ?? now
  return { now, timeZone: course.timeZone, activatedAt, cohort }
}
