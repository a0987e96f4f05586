import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { foldText } from '../../lib/text.js'
import type { CourseRow, Viewer } from '../courses/index.js'
import type { CohortRules } from './cohorts.access.js'
import { type CohortRow, lockCohortsOfCourse } from './cohorts.repository.js'
import { type CohortTelling, cohortFacts } from './cohorts.telling.js'
import { countMembers, deleteEndedMembers, saveMembers } from './members.repository.js'

export interface CohortPlacingDeps {
  database: Database
  clock: Clock
  rules: Pick<CohortRules, 'mayRun'>
  telling: CohortTelling
}

/** A cohort that new learners may be put into, with the places that it has. */
export interface CohortOffer {
  cohort: Pick<CohortRow, 'id' | 'name'>
  places: number
}

/** Why nobody may be put into a cohort of this name. */
export interface NoOffer {
  code: 'UNKNOWN_COHORT' | 'AMBIGUOUS_COHORT' | 'COHORT_COMPLETED' | 'COHORT_NOT_YOURS'
  message: string
}

export interface Placement {
  enrolmentId: string
  userId: string
  /** As it was offered. */
  cohort: CohortOffer['cohort']
}

/** A statement takes so many members, and an event names no more of them: webhooks carry it. */
const batchSize = 500

export type CohortPlacing = ReturnType<typeof createCohortPlacing>

/** Puts many learners at once into the cohorts of a course, for who enrols them. */
export function createCohortPlacing({ database, clock, rules, telling }: CohortPlacingDeps) {
  async function offerOf(
    tx: Tx,
    actor: Viewer,
    { course, called }: { course: CourseRow; called: readonly CohortRow[] }
  ): Promise<CohortOffer | NoOffer> {
    const [cohort, another] = called
    if (!cohort) return { code: 'UNKNOWN_COHORT', message: 'The course has no cohort of this name' }
    if (another) return { code: 'AMBIGUOUS_COHORT', message: 'The course has more than one cohort of this name' }
    if (!rules.mayRun(actor, { ...cohort, course })) {
      return { code: 'COHORT_NOT_YOURS', message: 'You may not put learners into this cohort' }
    }
    if (cohort.status === 'completed') return { code: 'COHORT_COMPLETED', message: 'The cohort is over' }
    if (cohort.capacity === null) return { cohort, places: Number.POSITIVE_INFINITY }
    await deleteEndedMembers(database, tx, { cohortId: cohort.id, now: clock.now() })
    return { cohort, places: cohort.capacity - (await countMembers(database, tx, cohort.id)) }
  }

  return {
    /** By the folded names. Nobody else joins them until the commit; the enrolments have been locked before. */
    async lockByName(
      tx: Tx,
      actor: Viewer,
      { course, names }: { course: CourseRow; names: readonly string[] }
    ): Promise<Map<string, CohortOffer | NoOffer>> {
      const offers = new Map<string, CohortOffer | NoOffer>()
      const wanted = new Set(names.map(foldText))
      if (wanted.size === 0) return offers
      const cohorts = await lockCohortsOfCourse(database, tx, course.id)
      for (const name of wanted) {
        const called = cohorts.filter((cohort) => foldText(cohort.name) === name)
        offers.set(name, await offerOf(tx, actor, { course, called }))
      }
      return offers
    },

    /** Puts them into cohorts of the course that are locked, and tells them; those of a draft hear nothing yet. */
    async place(
      tx: Tx,
      afterCommit: AfterCommit,
      { actor, course, placements }: { actor: Viewer; course: CourseRow; placements: readonly Placement[] }
    ): Promise<void> {
      const joinedAt = clock.now()
      const rows = placements.map(({ enrolmentId, cohort }) => ({ enrolmentId, cohortId: cohort.id, joinedAt }))
      for (let i = 0; i < rows.length; i += batchSize) await saveMembers(database, tx, rows.slice(i, i + batchSize))
      for (const cohort of new Set(placements.map((placement) => placement.cohort))) {
        const userIds = placements.filter((each) => each.cohort === cohort).map(({ userId }) => userId)
        for (let i = 0; i < userIds.length; i += batchSize) {
          const learnerIds = userIds.slice(i, i + batchSize)
          const data = { ...cohortFacts({ ...cohort, courseId: course.id }), learnerIds }
          const event = { type: 'cohort_member_added', data, actorId: actor.userId, courseId: course.id } as const
          await telling.users(tx, afterCommit, { userIds: course.status === 'draft' ? [] : learnerIds, event })
        }
      }
    }
  }
}
