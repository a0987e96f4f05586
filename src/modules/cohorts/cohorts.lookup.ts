import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { forbidden, notFound } from '../../lib/errors.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { CohortRules } from './cohorts.access.js'
import { type FoundCohort, prepareFindCohort } from './cohorts.repository.js'
import { currentWeek } from './weeks.js'

/** A cohort as somebody sees it now. */
export interface SeenCohort extends FoundCohort {
  isMember: boolean
  currentWeek: number | null
}

export type CohortLookup = ReturnType<typeof createCohortLookup>

/** Cohorts by their id, for who may see them or do something with them. */
export function createCohortLookup({
  database,
  clock,
  rules,
  courses
}: {
  database: Database
  clock: Clock
  rules: CohortRules
  courses: Pick<Courses, 'rules'>
}) {
  const { enrolmentAt, maySee } = courses.rules
  const findCohort = prepareFindCohort(database)

  function asSeen(cohort: FoundCohort, now: Date): SeenCohort {
    const status = enrolmentAt(now, cohort.enrolment?.status, cohort.enrolment?.expiresAt ?? null)
    const isMember = cohort.joinedAt !== null && (status === 'active' || status === 'completed')
    return { ...cohort, isMember, currentWeek: currentWeek(cohort, now) }
  }

  /** For who sees the course an open one and their own; for its staff all. `what` they asked for. @throws 404 */
  async function requireVisible(viewer: Viewer | null, id: string, what = 'Cohort'): Promise<SeenCohort> {
    const now = clock.now()
    const found = await findCohort(id, { memberId: viewer?.userId ?? '', now })
    if (!found) throw notFound(what)
    const cohort = asSeen(found, now)
    if (viewer && rules.mayRead(viewer, cohort)) return cohort
    const status = enrolmentAt(now, found.enrolment?.status, found.enrolment?.expiresAt ?? null)
    if ((cohort.isOpen || cohort.isMember) && maySee(viewer, cohort.course, status)) return cohort
    throw notFound(what)
  }

  return {
    asSeen,
    requireVisible,

    /** For its members and its staff. @throws 404; 403 NOT_A_MEMBER */
    async requireInside(viewer: Viewer, id: string, what?: string): Promise<SeenCohort> {
      const cohort = await requireVisible(viewer, id, what)
      if (cohort.isMember || rules.mayRead(viewer, cohort)) return cohort
      throw forbidden('This is for the members of the cohort', 'NOT_A_MEMBER')
    },

    /** For its staff. @throws 404; 403 */
    async requireRead(viewer: Viewer, id: string, what?: string): Promise<SeenCohort> {
      const cohort = await requireVisible(viewer, id, what)
      if (!rules.mayRead(viewer, cohort)) throw forbidden()
      return cohort
    },

    /** For who runs it. @throws 404; 403 */
    async requireRun(viewer: Viewer, id: string, what?: string): Promise<SeenCohort> {
      const cohort = await requireVisible(viewer, id, what)
      if (!rules.mayRun(viewer, cohort)) throw forbidden()
      return cohort
    }
  }
}
