import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { CourseRow } from '../courses/index.js'
import type { NotificationContent, Notifications } from '../notifications/index.js'
import { findMembersToTell } from './members.repository.js'
import { mayFacilitate } from './staff.repository.js'

/** A notification names so many users at most. */
const batchSize = 500

export type CohortTelling = ReturnType<typeof createCohortTelling>

/** Tells those whom a cohort concerns, but not who did it. Last in the transaction. */
export function createCohortTelling({
  database,
  clock,
  notifications
}: {
  database: Database
  clock: Clock
  notifications: Pick<Notifications, 'notify'>
}) {
  async function users(
    tx: Tx,
    afterCommit: AfterCommit,
    { userIds, content }: { userIds: readonly string[]; content: NotificationContent }
  ): Promise<void> {
    const told = userIds.filter((userId) => userId !== content.createdBy)
    for (let i = 0; i < told.length; i += batchSize) {
      await notifications.notify(tx, afterCommit, content, { userIds: told.slice(i, i + batchSize) })
    }
  }

  return {
    users,

    async members(
      tx: Tx,
      afterCommit: AfterCommit,
      { cohortId, content }: { cohortId: string; content: NotificationContent }
    ): Promise<void> {
      const userIds = await findMembersToTell(database, tx, { cohortId, now: clock.now() })
      await users(tx, afterCommit, { userIds, content })
    },

    /** The first of them who did not do it themselves: whoever may run cohorts there no more hears nothing of learners. */
    async staff(
      tx: Tx,
      afterCommit: AfterCommit,
      {
        anyOf,
        course,
        content
      }: {
        anyOf: readonly (string | null)[]
        course: Pick<CourseRow, 'organizationId' | 'mentorId'>
        content: NotificationContent
      }
    ): Promise<void> {
      for (const userId of anyOf) {
        if (userId === null || userId === content.createdBy) continue
        if (!(await mayFacilitate(database, tx, userId, course))) continue
        return users(tx, afterCommit, { userIds: [userId], content })
      }
    }
  }
}
