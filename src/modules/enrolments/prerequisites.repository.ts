import { and, asc, eq, getTableColumns, gt, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { VisibleCourses } from '../courses/index.js'

/** A course that must be completed first, and whether the user who asks has. */
export interface PrerequisiteRow {
  id: string
  slug: string
  title: string
  isCompleted: boolean
}

export type ExceptionRow = Tables['prerequisiteExceptions']['$inferSelect'] & {
  username: string
  fullName: string | null
}

/** A course that a user has yet to complete. */
export interface MissingRow {
  userId: string
  username: string
  title: string
}

/** One course requires the other. */
export type Requirement = readonly [courseId: string, requiredCourseId: string]

export function prepareListPrerequisites({ read, tables }: Database) {
  const { coursePrerequisites, courses, enrolments } = tables
  const isCompletedByViewer = and(
    eq(enrolments.courseId, courses.id),
    eq(enrolments.userId, sql.placeholder('viewerId')),
    eq(enrolments.status, 'completed')
  )
  const statement = read
    .select({ id: courses.id, slug: courses.slug, title: courses.title, completedIn: enrolments.id })
    .from(coursePrerequisites)
    .innerJoin(courses, eq(courses.id, coursePrerequisites.requiredCourseId))
    .leftJoin(enrolments, isCompletedByViewer)
    .where(eq(coursePrerequisites.courseId, sql.placeholder('courseId')))
    .orderBy(asc(courses.titleKey), asc(courses.id))
    .prepare('list_prerequisites')
  return async (courseId: string, viewerId: string | undefined): Promise<PrerequisiteRow[]> => {
    const rows = await statement.execute({ courseId, viewerId: viewerId ?? '' })
    return rows.map(({ completedIn, ...row }) => ({ ...row, isCompleted: completedIn !== null }))
  }
}

export async function findRequiredIds(
  { tables: { coursePrerequisites } }: Database,
  tx: Tx,
  courseId: string
): Promise<string[]> {
  const rows = await tx
    .select({ id: coursePrerequisites.requiredCourseId })
    .from(coursePrerequisites)
    .where(eq(coursePrerequisites.courseId, courseId))
  return rows.map(({ id }) => id)
}

/** Those of the courses that the viewer sees. */
export async function findVisibleIds(
  { tables: { courses } }: Database,
  tx: Tx,
  { ids, visible }: { ids: readonly string[]; visible: VisibleCourses }
): Promise<Set<string>> {
  const rows = await tx
    .select({ id: courses.id })
    .from(courses)
    .where(and(inArray(courses.id, [...ids]), visible.condition))
    .prepare('')
    .execute({ ...visible.values })
  return new Set(rows.map(({ id }) => id))
}

/** All that these courses require, and what that requires, and so on, in one query however long the chain is. */
export async function findRequirementsOf(
  { tables: { coursePrerequisites } }: Database,
  tx: Tx,
  courseIds: readonly string[]
): Promise<Requirement[]> {
  const { courseId, requiredCourseId } = coursePrerequisites
  const rows = await tx
    .select({ courseId: sql<string>`chain.course_id`, requiredId: sql<string>`chain.required_id` })
    .from(
      sql`(with recursive requirements(course_id, required_id) as (
        select ${courseId}, ${requiredCourseId} from ${coursePrerequisites} where ${inArray(courseId, [...courseIds])}
        union
        select ${courseId}, ${requiredCourseId} from ${coursePrerequisites}
          inner join requirements on requirements.required_id = ${courseId}
      ) select course_id, required_id from requirements) as chain`
    )
  return rows.map(({ courseId, requiredId }) => [courseId, requiredId])
}

export async function findTitles(
  { tables: { courses } }: Database,
  tx: Tx,
  ids: readonly string[]
): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: courses.id, title: courses.title })
    .from(courses)
    .where(inArray(courses.id, [...ids]))
  return new Map(rows.map(({ id, title }) => [id, title]))
}

export async function replaceRequiredIds(
  { tables: { coursePrerequisites } }: Database,
  tx: Tx,
  { courseId, requiredIds }: { courseId: string; requiredIds: readonly string[] }
): Promise<void> {
  await tx.delete(coursePrerequisites).where(eq(coursePrerequisites.courseId, courseId))
  if (requiredIds.length === 0) return
  await tx.insert(coursePrerequisites).values(requiredIds.map((requiredCourseId) => ({ courseId, requiredCourseId })))
}

/** What each of the users lacks: one query for all of them; prepared for one, which is the usual case. */
export function prepareFindMissing(database: Database) {
  const { tables } = database
  const ofOne = database.prepareForTx((queries) =>
    selectMissing(tables, queries, {
      isOfCourse: eq(tables.coursePrerequisites.courseId, sql.placeholder('courseId')),
      isUser: eq(tables.users.id, sql.placeholder('userId'))
    }).prepare('')
  )
  return async (
    tx: Tx,
    { courseId, userIds }: { courseId: string; userIds: readonly string[] }
  ): Promise<MissingRow[]> => {
    if (userIds.length === 0) return []
    if (userIds.length === 1) return ofOne(tx).execute({ courseId, userId: userIds[0] })
    const isOfCourse = eq(tables.coursePrerequisites.courseId, courseId)
    return selectMissing(tables, tx, { isOfCourse, isUser: inArray(tables.users.id, [...userIds]) })
  }
}

function selectMissing(tables: Tables, queries: Queries, { isOfCourse, isUser }: { isOfCourse: SQL; isUser: SQL }) {
  const { coursePrerequisites, prerequisiteExceptions, courses, enrolments, users } = tables
  return queries
    .select({ userId: users.id, username: users.username, title: courses.title })
    .from(coursePrerequisites)
    .innerJoin(courses, eq(courses.id, coursePrerequisites.requiredCourseId))
    .innerJoin(users, isUser)
    .leftJoin(
      enrolments,
      and(
        eq(enrolments.courseId, coursePrerequisites.requiredCourseId),
        eq(enrolments.userId, users.id),
        eq(enrolments.status, 'completed')
      )
    )
    .leftJoin(
      prerequisiteExceptions,
      and(
        eq(prerequisiteExceptions.courseId, coursePrerequisites.courseId),
        eq(prerequisiteExceptions.userId, users.id)
      )
    )
    .where(and(isOfCourse, isNull(enrolments.id), isNull(prerequisiteExceptions.userId)))
    .orderBy(asc(users.username), asc(courses.titleKey), asc(courses.id))
}

export async function findUser({ tables: { users } }: Database, tx: Tx, userId: string) {
  const [user] = await tx
    .select({ username: users.username, fullName: users.fullName })
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.deletedAt)))
  return user
}

/** The row as it is now, and whether there was none before. */
export async function saveException(
  { tables: { prerequisiteExceptions } }: Database,
  tx: Tx,
  row: Tables['prerequisiteExceptions']['$inferSelect']
): Promise<{ row: Tables['prerequisiteExceptions']['$inferSelect']; isNew: boolean }> {
  const [made] = await tx.insert(prerequisiteExceptions).values(row).onConflictDoNothing().returning()
  if (made) return { row: made, isNew: true }
  const { courseId, userId, reason, createdBy } = row
  const [changed] = await tx
    .update(prerequisiteExceptions)
    .set({ reason, createdBy })
    .where(and(eq(prerequisiteExceptions.courseId, courseId), eq(prerequisiteExceptions.userId, userId)))
    .returning()
  return { row: changed ?? row, isNew: false }
}

/** Whether there was one. */
export async function deleteException(
  { tables: { prerequisiteExceptions } }: Database,
  tx: Tx,
  { courseId, userId }: { courseId: string; userId: string }
): Promise<boolean> {
  const deleted = await tx
    .delete(prerequisiteExceptions)
    .where(and(eq(prerequisiteExceptions.courseId, courseId), eq(prerequisiteExceptions.userId, userId)))
    .returning({ userId: prerequisiteExceptions.userId })
  return deleted.length > 0
}

/** In the order of the users' ids, which the primary key is in. */
export async function listExceptions(
  { read, tables: { prerequisiteExceptions, users } }: Database,
  { courseId, limit, afterId }: { courseId: string; limit: number; afterId: string | undefined }
): Promise<ExceptionRow[]> {
  const { userId } = prerequisiteExceptions
  return read
    .select({ ...getTableColumns(prerequisiteExceptions), username: users.username, fullName: users.fullName })
    .from(prerequisiteExceptions)
    .innerJoin(users, eq(users.id, userId))
    .where(and(eq(prerequisiteExceptions.courseId, courseId), afterId === undefined ? undefined : gt(userId, afterId)))
    .orderBy(asc(userId))
    .limit(limit)
}

export async function countExceptions(
  { read, tables: { prerequisiteExceptions } }: Database,
  courseId: string
): Promise<number> {
  return read.$count(prerequisiteExceptions, eq(prerequisiteExceptions.courseId, courseId))
}
