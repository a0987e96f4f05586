import { and, asc, desc, eq, getTableColumns, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { notFound } from '../../lib/errors.js'
import { containsPattern } from '../../lib/text.js'
import type { VisibleCourses } from '../courses/index.js'

export type EnrolmentRow = Tables['enrolments']['$inferSelect']
export type EnrolmentStatus = EnrolmentRow['status']

/** An enrolment with the learner whose it is. */
export type LearnerRow = EnrolmentRow & { username: string; fullName: string | null }

/** An enrolment with the course that it is in. */
export type MyEnrolmentRow = EnrolmentRow & {
  slug: string
  title: string
  courseStatus: Tables['courses']['$inferSelect']['status']
  thumbnailUrl: string | null
}

export interface LearnersRequest {
  courseId: string
  status: EnrolmentStatus | undefined
  /** Folded words, all of which the name or e-mail of the learner must have. */
  words: readonly string[]
}

export interface MyEnrolmentsRequest {
  userId: string
  visible: VisibleCourses
  status: EnrolmentStatus | undefined
}

/** The newest first; below the id, if there is one. */
interface Slice {
  limit: number
  beforeId: string | undefined
}

/** In the order of the users, so that two who lock the same ones never wait for each other. */
export async function lockEnrolments(
  database: Database,
  tx: Tx,
  { courseId, userIds }: { courseId: string; userIds: readonly string[] }
): Promise<EnrolmentRow[]> {
  const { enrolments } = database.tables
  return database.lock(
    tx
      .select()
      .from(enrolments)
      .where(and(eq(enrolments.courseId, courseId), inArray(enrolments.userId, [...userIds])))
      .orderBy(asc(enrolments.userId))
  )
}

/** As it stays until the commit. @throws 404 */
export async function requireEnrolment(
  database: Database,
  tx: Tx,
  { courseId, userId }: { courseId: string; userId: string }
): Promise<EnrolmentRow> {
  const [row] = await lockEnrolments(database, tx, { courseId, userIds: [userId] })
  if (!row) throw notFound('Enrolment')
  return row
}

/** Below what either database takes of values in one statement. */
const rowsAtOnce = 500

/** New ones and changed ones, each as it is to be; those that there are have been locked. */
export async function saveEnrolments(
  { tables: { enrolments } }: Database,
  tx: Tx,
  rows: readonly EnrolmentRow[]
): Promise<void> {
  const {
    id: _id,
    courseId: _courseId,
    userId: _userId,
    createdAt: _createdAt,
    ...changing
  } = getTableColumns(enrolments)
  const changes = Object.entries(changing).map(([name, column]) => [name, sql.raw(`excluded.${column.name}`)])
  for (let i = 0; i < rows.length; i += rowsAtOnce) {
    await tx
      .insert(enrolments)
      .values(rows.slice(i, i + rowsAtOnce))
      .onConflictDoUpdate({ target: enrolments.id, set: Object.fromEntries(changes) })
  }
}

/** How many of the users there are; those who were deleted are none. */
export async function countUsers(
  { tables: { users } }: Database,
  queries: Queries,
  userIds: readonly string[]
): Promise<number> {
  return queries.$count(users, and(inArray(users.id, [...userIds]), isNull(users.deletedAt)))
}

/** With the learner; undefined when there is none. */
export async function findEnrolment(
  { read, tables }: Database,
  { courseId, userId }: { courseId: string; userId: string }
): Promise<LearnerRow | undefined> {
  const { enrolments, users } = tables
  const [row] = await read
    .select({ ...enrolmentColumns(tables), username: users.username, fullName: users.fullName })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.userId))
    .where(and(eq(enrolments.courseId, courseId), eq(enrolments.userId, userId)))
  return row
}

export async function listLearners(
  { read, tables }: Database,
  request: LearnersRequest,
  { limit, beforeId }: Slice
): Promise<LearnerRow[]> {
  const { enrolments, users } = tables
  return read
    .select({ ...enrolmentColumns(tables), username: users.username, fullName: users.fullName })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.userId))
    .where(and(isLearner(tables, request), beforeId === undefined ? undefined : lt(enrolments.id, beforeId)))
    .orderBy(desc(enrolments.id))
    .limit(limit)
}

export async function countLearners({ read, tables }: Database, request: LearnersRequest): Promise<number> {
  const { enrolments, users } = tables
  const rows = await read
    .select({ n: sql`count(*)`.mapWith(Number) })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.userId))
    .where(isLearner(tables, request))
  return rows[0]?.n ?? 0
}

/** Of the user, in courses that they see. */
export async function listMyEnrolments(
  { read, tables }: Database,
  request: MyEnrolmentsRequest,
  { limit, beforeId }: Slice
): Promise<MyEnrolmentRow[]> {
  const { enrolments, courses } = tables
  return read
    .select({
      ...enrolmentColumns(tables),
      slug: courses.slug,
      title: courses.title,
      courseStatus: courses.status,
      thumbnailUrl: courses.thumbnailUrl
    })
    .from(enrolments)
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .where(and(isMine(tables, request), beforeId === undefined ? undefined : lt(enrolments.id, beforeId)))
    .orderBy(desc(enrolments.id))
    .limit(limit)
    .prepare('')
    .execute({ ...request.visible.values })
}

export async function countMyEnrolments({ read, tables }: Database, request: MyEnrolmentsRequest): Promise<number> {
  const { enrolments, courses } = tables
  const rows = await read
    .select({ n: sql`count(*)`.mapWith(Number) })
    .from(enrolments)
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .where(isMine(tables, request))
    .prepare('')
    .execute({ ...request.visible.values })
  return rows[0]?.n ?? 0
}

function enrolmentColumns({ enrolments }: Tables) {
  return getTableColumns(enrolments)
}

function isLearner({ enrolments, users }: Tables, { courseId, status, words }: LearnersRequest): SQL | undefined {
  return and(
    eq(enrolments.courseId, courseId),
    status === undefined ? undefined : eq(enrolments.status, status),
    ...words.map((word) => sql`${users.searchKey} like ${containsPattern(word)} escape '\\'`)
  )
}

function isMine({ enrolments }: Tables, { userId, visible, status }: MyEnrolmentsRequest): SQL | undefined {
  return and(
    eq(enrolments.userId, userId),
    status === undefined ? undefined : eq(enrolments.status, status),
    visible.condition
  )
}
