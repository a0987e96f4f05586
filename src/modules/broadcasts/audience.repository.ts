import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Database, Queries } from '../../db/database.js'

/** Of what decides who may write to its learners. */
export async function findCourse({ tables: { courses } }: Database, queries: Queries, id: string) {
  const [course] = await queries
    .select({ id: courses.id, organizationId: courses.organizationId, mentorId: courses.mentorId })
    .from(courses)
    .where(eq(courses.id, id))
  return course
}

/** The same of a cohort. */
export async function findCohort({ tables: { cohorts, courses } }: Database, queries: Queries, id: string) {
  const [cohort] = await queries
    .select({
      facilitatorId: cohorts.facilitatorId,
      course: { id: courses.id, organizationId: courses.organizationId, mentorId: courses.mentorId }
    })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(cohorts.id, id))
  return cohort
}

/** How many of these users there are, or are members of one of the organisations. */
export async function countReachable(
  { tables: { users, roleAssignments } }: Database,
  queries: Queries,
  { userIds, organizationIds }: { userIds: readonly string[]; organizationIds: readonly string[] | 'all' }
): Promise<number> {
  const areThere = and(inArray(users.id, [...userIds]), isNull(users.deletedAt))
  if (organizationIds === 'all') return queries.$count(users, areThere)
  if (organizationIds.length === 0) return 0
  const organizations = sql.join(
    organizationIds.map((id) => sql`${id}`),
    sql`, `
  )
  const isMember = sql`exists (select 1 from ${roleAssignments}
    where ${roleAssignments.userId} = ${users.id} and ${roleAssignments.organizationId} in (${organizations}))`
  return queries.$count(users, and(areThere, isMember))
}

/** How they are called, in the order of their ids. */
export async function listNames(
  { read, tables: { users } }: Database,
  userIds: readonly string[]
): Promise<{ id: string; name: string }[]> {
  const rows = await read
    .select({ id: users.id, username: users.username, fullName: users.fullName })
    .from(users)
    .where(inArray(users.id, [...userIds]))
    .orderBy(asc(users.id))
  return rows.map(({ id, username, fullName }) => ({ id, name: fullName ?? username }))
}

/** Whether the account is there and may be used. */
export async function isActive({ tables: { users } }: Database, queries: Queries, userId: string): Promise<boolean> {
  const isIt = and(eq(users.id, userId), eq(users.status, 'active'), isNull(users.deletedAt))
  return (await queries.$count(users, isIt)) > 0
}
