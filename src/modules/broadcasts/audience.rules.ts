import type { Database, Queries } from '../../db/database.js'
import type { Principal } from '../../http/principal.js'
import { type AppError, forbidden, unprocessable } from '../../lib/errors.js'
import { holds, organizationsWhere } from '../../lib/permissions.js'
import type { Cohorts } from '../cohorts/index.js'
import type { EventAudience } from '../events/index.js'
import { countReachable, findCohort, findCourse } from './audience.repository.js'

/** Who writes, with all that they may do. */
export type Writer = Pick<Principal, 'userId' | 'grants'>

/** Where an audience is: whose mute silences what is written to it, and whose staff sees that it was. */
export interface Place {
  organizationId: string | null
  courseId: string | null
}

export interface AudienceRulesDeps {
  database: Database
  cohorts: Pick<Cohorts, 'mayRun'>
}

export type AudienceRules = ReturnType<typeof createAudienceRules>

const everywhere: Place = { organizationId: null, courseId: null }

/** Who may write to whom. */
export function createAudienceRules({ database, cohorts }: AudienceRulesDeps) {
  /** Undefined when the audience is not there, or not for this writer. */
  async function findPlace(queries: Queries, writer: Writer, audience: EventAudience): Promise<Place | undefined> {
    const { grants, userId } = writer
    const maySend = (organizationId: string | null) => holds(grants, 'notification.send', organizationId)
    if ('userIds' in audience) {
      const userIds = [...new Set(audience.userIds)]
      const organizationIds = organizationsWhere(grants, 'notification.send')
      if ((await countReachable(database, queries, { userIds, organizationIds })) < userIds.length) return undefined
      const [organizationId = null, ...others] = organizationIds === 'all' ? [] : organizationIds
      return { organizationId: others.length === 0 ? organizationId : null, courseId: null }
    }
    if ('courseId' in audience) {
      const course = await findCourse(database, queries, audience.courseId)
      if (!course) return undefined
      const isMentor = course.mentorId === userId && holds(grants, 'course.create', course.organizationId)
      return isMentor || maySend(course.organizationId) ? placeOf(course) : undefined
    }
    if ('cohortId' in audience) {
      const cohort = await findCohort(database, queries, audience.cohortId)
      if (!cohort) return undefined
      return cohorts.mayRun(writer, cohort) || maySend(cohort.course.organizationId)
        ? placeOf(cohort.course)
        : undefined
    }
    const organizationId = 'all' in audience ? null : (audience.organizationId ?? null)
    return maySend(organizationId) ? { ...everywhere, organizationId } : undefined
  }

  return {
    /**
     * Where the audience is. `prefix` is where the fields of the audience stand in the request.
     * @throws 403, or 422 for an audience that is not there, or not for this writer to see
     */
    async requireAllowed(
      queries: Queries,
      writer: Writer,
      { audience, prefix = '' }: { audience: EventAudience; prefix?: string }
    ): Promise<Place> {
      const place = await findPlace(queries, writer, audience)
      if (!place) throw refusalOf(audience, prefix)
      return place
    },

    /** Later, when some of those who were named may have gone: of users whom they may still write to there is one left. */
    async mayStill(queries: Queries, writer: Writer, audience: EventAudience): Promise<boolean> {
      if (!('userIds' in audience)) return (await findPlace(queries, writer, audience)) !== undefined
      const { userIds } = audience
      const organizationIds = organizationsWhere(writer.grants, 'notification.send')
      return (await countReachable(database, queries, { userIds, organizationIds })) > 0
    }
  }
}

function placeOf(course: { id: string; organizationId: string }): Place {
  return { organizationId: course.organizationId, courseId: course.id }
}

function refusalOf(audience: EventAudience, prefix: string): AppError {
  const unknown = (field: string, message: string) => unprocessable('UNKNOWN_AUDIENCE', `${prefix}${field}`, message)
  if ('userIds' in audience) return unknown('userIds', 'holds users whom you may not write to')
  if ('courseId' in audience) return unknown('courseId', 'is not a course that you may write to')
  if ('cohortId' in audience) return unknown('cohortId', 'is not a cohort that you may write to')
  if ('all' in audience) return forbidden('Only who may write to the whole platform may write to all')
  return forbidden('You may not write to this audience')
}
