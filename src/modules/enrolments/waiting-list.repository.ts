import { and, asc, eq, inArray, isNull, lte, notInArray, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { EnrolmentRow } from './enrolments.repository.js'

/** Who takes the course now. A user who was deleted takes no place. */
export async function countActive(
  { tables: { enrolments, users } }: Database,
  queries: Queries,
  courseId: string
): Promise<number> {
  const [row] = await queries
    .select({ n: sql`count(*)`.mapWith(Number) })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.userId))
    .where(and(eq(enrolments.courseId, courseId), eq(enrolments.status, 'active'), isNull(users.deletedAt)))
  return row?.n ?? 0
}

/** The first of those who wait for a place, of a locked course. */
export async function lockFirstInQueue(
  database: Database,
  tx: Tx,
  { courseId, limit }: { courseId: string; limit: number }
): Promise<EnrolmentRow[]> {
  const { enrolments } = database.tables
  const first = tx
    .select()
    .from(enrolments)
    .where(and(isQueued(database.tables), eq(enrolments.courseId, courseId), isOfSomebody(database.tables)))
    .orderBy(asc(enrolments.queuedAt), asc(enrolments.id))
    .limit(limit)
  return database.lock(first)
}

/** How many wait before this one, and itself. */
export async function placeInQueue(
  { tables }: Database,
  queries: Queries,
  { courseId, queuedAt, id }: EnrolmentRow
): Promise<number> {
  const { enrolments } = tables
  const isBefore = sql`(${enrolments.queuedAt}, ${enrolments.id}) <= (${sql.param(queuedAt, enrolments.queuedAt)}, ${id})`
  return queries.$count(
    enrolments,
    and(isQueued(tables), eq(enrolments.courseId, courseId), isBefore, isOfSomebody(tables))
  )
}

/** Of a course, or of a batch of all courses: active ones whose time is over. */
export async function lockOver(
  database: Database,
  tx: Tx,
  { now, ...of }: { now: Date } & ({ courseId: string } | { ids: readonly string[] })
): Promise<EnrolmentRow[]> {
  const { enrolments } = database.tables
  const isOne = 'ids' in of ? inArray(enrolments.id, [...of.ids]) : eq(enrolments.courseId, of.courseId)
  return database.lock(
    tx
      .select()
      .from(enrolments)
      .where(and(isOne, isOver(database.tables, now)))
      .orderBy(asc(enrolments.userId))
  )
}

/** Of all courses, the longest over first: in the order of the index, so that none is read that is not over. */
export async function findOver(
  { read, tables }: Database,
  { now, limit, exceptCourseIds }: { now: Date; limit: number; exceptCourseIds: readonly string[] }
): Promise<{ id: string; courseId: string }[]> {
  const { enrolments } = tables
  const isElsewhere = notInArray(enrolments.courseId, [...exceptCourseIds])
  return read
    .select({ id: enrolments.id, courseId: enrolments.courseId })
    .from(enrolments)
    .where(and(isOver(tables, now), exceptCourseIds.length > 0 ? isElsewhere : undefined))
    .orderBy(asc(enrolments.expiresAt))
    .limit(limit)
}

export async function lockActive(database: Database, tx: Tx, courseId: string): Promise<EnrolmentRow[]> {
  const { enrolments } = database.tables
  return database.lock(
    tx
      .select()
      .from(enrolments)
      .where(and(eq(enrolments.courseId, courseId), eq(enrolments.status, 'active')))
      .orderBy(asc(enrolments.userId))
  )
}

/** Said as the index of the queue says it, and then more narrowly. */
function isQueued({ enrolments }: Tables): SQL {
  return sql`${enrolments.status} = 'pending' and ${enrolments.pendingFor} = 'place'`
}

function isOfSomebody({ enrolments, users }: Tables): SQL {
  return sql`exists (select 1 from ${users} where ${users.id} = ${enrolments.userId} and ${users.deletedAt} is null)`
}

function isOver({ enrolments }: Tables, now: Date): SQL | undefined {
  return and(sql`${enrolments.status} = 'active'`, lte(enrolments.expiresAt, now))
}
