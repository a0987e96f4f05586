import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries } from '../../db/database.js'

/** To whom a notification goes. */
export type Audience =
  | { userIds: readonly string[] }
  | { courseId: string }
  | { role: string; organizationId?: string | undefined }
  | { organizationId: string }
  | { all: true }

/** Bound one by one: far below what either database takes in one statement. */
export const maxNamedUsers = 1_000

/** The condition on `users` that the audience means. */
export function audienceCondition({ tables }: Database, audience: Audience): SQL {
  const { users, enrolments, roleAssignments, roles } = tables
  if ('all' in audience) return eq(users.status, 'active')
  if ('userIds' in audience) {
    const ids = sql.join(
      [...new Set(audience.userIds)].map((id) => sql`${id}`),
      sql`, `
    )
    return audience.userIds.length === 0 ? sql`1 = 0` : sql`${users.id} in (${ids})`
  }
  if ('courseId' in audience) {
    return sql`${users.id} in (select ${enrolments.userId} from ${enrolments}
      where ${enrolments.courseId} = ${audience.courseId} and ${enrolments.status} in ('active', 'completed'))`
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

/** Of what decides who may write to its learners. */
export async function findCourseOwnership({ read, tables: { courses } }: Database, courseId: string) {
  const [course] = await read
    .select({ organizationId: courses.organizationId, mentorId: courses.mentorId })
    .from(courses)
    .where(eq(courses.id, courseId))
  return course
}

/** How many of these users there are, and how many of them are members of one of the organisations. */
export async function countReachable(
  { tables: { users, roleAssignments } }: Database,
  queries: Queries,
  { userIds, organizationIds }: { userIds: readonly string[]; organizationIds: readonly string[] | 'all' }
): Promise<number> {
  const named = sql`${users.id} in (${sql.join(
    userIds.map((id) => sql`${id}`),
    sql`, `
  )})`
  if (organizationIds === 'all') return queries.$count(users, and(named, isNull(users.deletedAt)))
  if (organizationIds.length === 0) return 0
  const organizations = sql.join(
    organizationIds.map((id) => sql`${id}`),
    sql`, `
  )
  const isMember = sql`exists (select 1 from ${roleAssignments}
    where ${roleAssignments.userId} = ${users.id} and ${roleAssignments.organizationId} in (${organizations}))`
  return queries.$count(users, and(named, isNull(users.deletedAt), isMember))
}
