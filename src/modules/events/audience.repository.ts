import { and, asc, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries } from '../../db/database.js'
import type { EventAudience } from '../../db/schema/events.js'

/** Users whom one step serves: a large audience is served slice by slice, and others have a turn between. */
export const sliceSize = 1_000

/** The next users of the audience after that id, in the order of their ids. */
export async function nextOfAudience(
  database: Database,
  queries: Queries,
  { audience, after, limit = sliceSize }: { audience: EventAudience; after: string; limit?: number }
): Promise<string[]> {
  // Those who are named need no query: whether they are there, whoever reads their wishes sees.
  if ('userIds' in audience)
    return [...new Set(audience.userIds)]
      .filter((id) => id > after)
      .sort()
      .slice(0, limit)
  const { users } = database.tables
  const rows = await queries
    .select({ id: users.id })
    .from(users)
    .where(and(gt(users.id, after), isNull(users.deletedAt), condition(database, audience)))
    .orderBy(asc(users.id))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** How many the audience is now. */
export async function countAudience(database: Database, queries: Queries, audience: EventAudience): Promise<number> {
  const { users } = database.tables
  return queries.$count(users, and(isNull(users.deletedAt), condition(database, audience)))
}

function condition({ tables }: Database, audience: EventAudience): SQL {
  const { users, enrolments, cohortMembers, roleAssignments, roles } = tables
  if ('all' in audience) return eq(users.status, 'active')
  if ('userIds' in audience) {
    const ids = [...new Set(audience.userIds)].map((id) => sql`${id}`)
    return ids.length === 0 ? sql`1 = 0` : sql`${users.id} in (${sql.join(ids, sql`, `)})`
  }
  if ('courseId' in audience) {
    return sql`${users.id} in (select ${enrolments.userId} from ${enrolments}
      where ${enrolments.courseId} = ${audience.courseId} and ${enrolments.status} in ('active', 'completed'))`
  }
  if ('cohortId' in audience) {
    return sql`${users.id} in (select ${enrolments.userId} from ${cohortMembers}
      inner join ${enrolments} on ${enrolments.id} = ${cohortMembers.enrolmentId}
      where ${cohortMembers.cohortId} = ${audience.cohortId} and ${enrolments.status} in ('active', 'completed'))`
  }
  const inOrganization =
    audience.organizationId === undefined
      ? sql``
      : sql` and ${roleAssignments.organizationId} = ${audience.organizationId}`
  if ('role' in audience) {
    return sql`${users.id} in (select ${roleAssignments.userId} from ${roleAssignments}
      inner join ${roles} on ${roles.id} = ${roleAssignments.roleId} where ${roles.key} = ${audience.role}${inOrganization})`
  }
  return sql`${users.id} in (select ${roleAssignments.userId} from ${roleAssignments}
    where ${roleAssignments.organizationId} = ${audience.organizationId})`
}
