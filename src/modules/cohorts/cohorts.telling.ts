import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { CourseRow } from '../courses/index.js'
import type { EventInput, Events } from '../events/index.js'
import type { CheckpointRow } from './checkpoints.repository.js'
import type { CohortRow } from './cohorts.repository.js'
import { findMembersToTell } from './members.repository.js'
import { mayFacilitate } from './staff.repository.js'

/** What happened, before it is known who is told. */
type Happened = WithoutAudience<EventInput>
type WithoutAudience<E> = E extends EventInput ? Omit<E, 'audience'> : never

export type CohortTelling = ReturnType<typeof createCohortTelling>

/** Tells those whom a cohort concerns, but not who did it; other systems hear of all of it. */
export function createCohortTelling({
  database,
  clock,
  events
}: {
  database: Database
  clock: Clock
  events: Pick<Events, 'emit'>
}) {
  async function users(
    tx: Tx,
    afterCommit: AfterCommit,
    { userIds, event }: { userIds: readonly string[]; event: Happened }
  ): Promise<void> {
    const told = userIds.filter((userId) => userId !== event.actorId)
    await events.emit(tx, afterCommit, { ...event, audience: told.length > 0 ? { userIds: told } : null })
  }

  return {
    users,

    async members(
      tx: Tx,
      afterCommit: AfterCommit,
      { cohortId, event }: { cohortId: string; event: Happened }
    ): Promise<void> {
      const userIds = await findMembersToTell(database, tx, { cohortId, now: clock.now() })
      await users(tx, afterCommit, { userIds, event })
    },

    /** The first of them who did not do it themselves: whoever may run cohorts there no more hears nothing of learners. */
    async staff(
      tx: Tx,
      afterCommit: AfterCommit,
      {
        anyOf,
        course,
        event
      }: {
        anyOf: readonly (string | null)[]
        course: Pick<CourseRow, 'organizationId' | 'mentorId'>
        event: Happened
      }
    ): Promise<void> {
      for (const userId of anyOf) {
        if (userId === null || userId === event.actorId) continue
        if (await mayFacilitate(database, tx, userId, course))
          return users(tx, afterCommit, { userIds: [userId], event })
      }
      return users(tx, afterCommit, { userIds: [], event })
    }
  }
}

/** What events say of a cohort. */
export function cohortFacts({ id, courseId, name }: Pick<CohortRow, 'id' | 'courseId' | 'name'>) {
  return { courseId, cohortId: id, cohortName: name }
}

/** The same of a checkpoint. */
export function checkpointFacts(
  { id, title, week }: Pick<CheckpointRow, 'id' | 'title' | 'week'>,
  cohort: Parameters<typeof cohortFacts>[0]
) {
  return { ...cohortFacts(cohort), checkpointId: id, checkpointTitle: title, week }
}
