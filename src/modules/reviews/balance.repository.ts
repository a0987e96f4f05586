import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'

/** What a reviewer has to do, and when somebody last got a review that was meant for them. */
export interface Load {
  userId: string
  open: number
  lastAt: Date | null
}

/** More than that is counted for nobody: to hand in costs the same however long the queue is. */
const maxCounted = 200

/** Until the commit nobody else shares out to these reviewers: two who count at once would choose the same one. */
export async function lockReviewers(database: Database, tx: Tx, userIds: readonly string[]): Promise<void> {
  const { users } = database.tables
  await database.lock(
    tx
      .select({ id: users.id })
      .from(users)
      .where(inArray(users.id, [...userIds]))
      .orderBy(asc(users.id))
  )
}

export async function findLoads(
  { tables: { users, reviewRequests } }: Database,
  tx: Tx,
  { userIds, now }: { userIds: readonly string[]; now: Date }
): Promise<Load[]> {
  const { assignedTo, claimedBy, claimExpiresAt, status, queuedAt } = reviewRequests
  const waiting = sql`(select count(*) from (select 1 from ${reviewRequests}
    where ${assignedTo} = ${users.id} and ${status} = 'waiting' limit ${sql.raw(String(maxCounted))}) as counted)`
  const claimed = sql`(select count(*) from ${reviewRequests}
    where ${claimedBy} = ${users.id} and ${claimExpiresAt} > ${sql.param(now, claimExpiresAt)})`
  // Of two who have as much to do.
  const last = sql`(select ${queuedAt} from ${reviewRequests}
    where ${assignedTo} = ${users.id} order by ${queuedAt} desc limit 1)`
  return tx
    .select({
      userId: users.id,
      open: sql`${waiting} + ${claimed}`.mapWith(Number),
      lastAt: sql<Date | null>`${last}`.mapWith(queuedAt)
    })
    .from(users)
    .where(inArray(users.id, [...userIds]))
}

/** The cohort of a learner in the course. */
export async function findCohortOf(
  { tables: { cohortMembers, enrolments } }: Database,
  tx: Tx,
  { courseId, userId }: { courseId: string; userId: string }
): Promise<string | null> {
  const [row] = await tx
    .select({ cohortId: cohortMembers.cohortId })
    .from(enrolments)
    .innerJoin(cohortMembers, eq(cohortMembers.enrolmentId, enrolments.id))
    .where(and(eq(enrolments.courseId, courseId), eq(enrolments.userId, userId)))
  return row?.cohortId ?? null
}
