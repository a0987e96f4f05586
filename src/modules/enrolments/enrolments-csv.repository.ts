import { and, asc, eq, getTableColumns, gt, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { EnrolmentRow } from './enrolments.repository.js'

export interface FoundUser {
  id: string
  username: string
  usernameKey: string
  emailKey: string | null
}

export interface ExportedRow extends EnrolmentRow {
  username: string
  fullName: string | null
  email: string | null
  cohort: string | null
}

/** Users by their names, and by their e-mails as far as those are members of the organisation (`null`: all of them). */
export async function findUsersByKeys(
  { tables: { users, roleAssignments } }: Database,
  tx: Tx,
  keys: { usernameKeys: readonly string[]; emailKeys: readonly string[]; membersOf: string | null }
): Promise<{ byUsername: Map<string, FoundUser>; byEmail: Map<string, FoundUser> }> {
  const { id, username, usernameKey, emailKey, deletedAt } = users
  const find = (isNamed: SQL | undefined): Promise<FoundUser[]> =>
    tx
      .select({ id, username, usernameKey, emailKey })
      .from(users)
      .where(and(isNull(deletedAt), isNamed))
  const isMember =
    keys.membersOf === null
      ? undefined
      : sql`exists (select 1 from ${roleAssignments} where ${roleAssignments.userId} = ${id}
          and ${roleAssignments.organizationId} = ${keys.membersOf})`
  // Two queries, each by its index.
  const named = keys.usernameKeys.length > 0 ? await find(inArray(usernameKey, [...keys.usernameKeys])) : []
  const mailed = keys.emailKeys.length > 0 ? await find(and(inArray(emailKey, [...keys.emailKeys]), isMember)) : []
  return {
    byUsername: new Map(named.map((user) => [user.usernameKey, user])),
    byEmail: new Map(mailed.map((user) => [user.emailKey ?? '', user]))
  }
}

/** In the order of their making, after the id. */
export async function listExported(
  { read, tables }: Database,
  { courseId, afterId, limit }: { courseId: string; afterId: string; limit: number }
): Promise<ExportedRow[]> {
  const { enrolments, users, cohortMembers, cohorts } = tables
  const { username, fullName, email } = users
  return read
    .select({ ...getTableColumns(enrolments), username, fullName, email, cohort: cohorts.name })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.userId))
    .leftJoin(cohortMembers, eq(cohortMembers.enrolmentId, enrolments.id))
    .leftJoin(cohorts, eq(cohorts.id, cohortMembers.cohortId))
    .where(and(eq(enrolments.courseId, courseId), gt(enrolments.id, afterId)))
    .orderBy(asc(enrolments.id))
    .limit(limit)
}
