import { and, eq, sql } from 'drizzle-orm'
import type { Tables } from '../../db/schema/index.js'

/** The course, as far as it decides who sees what of it. */
export type StandingCourse = Pick<
  Tables['courses']['$inferSelect'],
  'id' | 'organizationId' | 'mentorId' | 'status' | 'visibility' | 'timeZone' | 'version'
>

/** How somebody stands to a course: what decides about all that is in it. */
export interface Standing {
  course: StandingCourse
  enrolment: Pick<Tables['enrolments']['$inferSelect'], 'status' | 'activatedAt' | 'expiresAt' | 'createdAt'> | null
  cohort: Pick<Tables['cohorts']['$inferSelect'], 'startsOn' | 'timeZone'> | null
}

/** For queries over the courses: what they select of the standing of `viewerId`, and on what they join it. */
export function standingOf({ courses, enrolments, cohortMembers, cohorts }: Tables) {
  const { id, organizationId, mentorId, status, visibility, timeZone, version } = courses
  return {
    columns: {
      course: { id, organizationId, mentorId, status, visibility, timeZone, version },
      enrolment: {
        status: enrolments.status,
        activatedAt: enrolments.activatedAt,
        expiresAt: enrolments.expiresAt,
        createdAt: enrolments.createdAt
      },
      cohort: { startsOn: cohorts.startsOn, timeZone: cohorts.timeZone }
    },
    isOfViewer: and(eq(enrolments.courseId, courses.id), eq(enrolments.userId, sql.placeholder('viewerId'))),
    isMember: eq(cohortMembers.enrolmentId, enrolments.id),
    isTheirCohort: eq(cohorts.id, cohortMembers.cohortId)
  }
}
