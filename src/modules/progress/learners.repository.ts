import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull, lte, max, or, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { CursorValues } from '../../lib/pages.js'
import { containsPattern } from '../../lib/text.js'
import { isCompletedAndCounted } from './completion.repository.js'

export type EnrolmentStatus = Tables['enrolments']['$inferSelect']['status']

export interface LearnerRow {
  userId: string
  username: string
  fullName: string | null
  status: EnrolmentStatus
  expiresAt: Date | null
  cohortName: string | null
  /** What the list is in order of. */
  sortKey: string | number | Date
}

/** What a learner has done in the course. */
export interface Activity {
  completed: Set<string>
  lastActivityAt: Date | null
}

/** The orders of the list, each with its opposite. Ties are in the order of the users. */
export const learnerSorts = {
  name: { key: 'name', isDescending: false },
  '-name': { key: 'name', isDescending: true },
  progress: { key: 'progress', isDescending: false },
  '-progress': { key: 'progress', isDescending: true },
  lastActivity: { key: 'lastActivity', isDescending: false },
  '-lastActivity': { key: 'lastActivity', isDescending: true }
} as const
export type LearnerSort = keyof typeof learnerSorts
type SortKey = (typeof learnerSorts)[LearnerSort]['key']

export interface LearnersRequest {
  courseId: string
  /** By this moment an enrolment whose time is over has expired. */
  now: Date
  status: EnrolmentStatus | undefined
  cohortId: string | undefined
  /** Folded words, all of which the name or e-mail of the learner must have. */
  words: readonly string[]
}

/** A cursor by name carries it: it must fit. What is cut off, the id decides. */
const maxNameLength = 100

/**
 * A page of learners in their order, one more than the limit when there is one. For all orders but that by name every
 * learner of the course is looked at, by one index.
 */
export async function listLearners(
  { read, tables }: Database,
  request: LearnersRequest,
  { sort, limit, after }: { sort: LearnerSort; limit: number; after: CursorValues | undefined }
): Promise<LearnerRow[]> {
  const { enrolments, users, cohortMembers, cohorts } = tables
  const { key, isDescending } = learnerSorts[sort]
  const { value, activity } = orderBy(read, tables, key)
  const direction = isDescending ? desc : asc
  const beyond =
    after &&
    sql`(${value}, ${users.id}) ${sql.raw(isDescending ? '<' : '>')} (${encoded(tables, key, after[0])}, ${after[1]})`
  const query = read
    .select({
      userId: users.id,
      username: users.username,
      fullName: users.fullName,
      status: enrolments.status,
      expiresAt: enrolments.expiresAt,
      cohortName: cohorts.name,
      sortKey: value
    })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.userId))
    .leftJoin(cohortMembers, eq(cohortMembers.enrolmentId, enrolments.id))
    .leftJoin(cohorts, eq(cohorts.id, cohortMembers.cohortId))
    .$dynamic()
  if (activity) query.leftJoin(activity, eq(activity.userId, users.id))
  return query
    .where(and(matches(tables, request), beyond))
    .orderBy(direction(value), direction(users.id))
    .limit(limit)
    .prepare('')
    .execute({ courseId: request.courseId })
}

export async function countLearners({ read, tables }: Database, request: LearnersRequest): Promise<number> {
  const { enrolments, users, cohortMembers } = tables
  const rows = await read
    .select({ n: count() })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.userId))
    .leftJoin(cohortMembers, eq(cohortMembers.enrolmentId, enrolments.id))
    .where(matches(tables, request))
  return rows[0]?.n ?? 0
}

/** What each of these learners has done in the course; who has done nothing is not in it. */
export async function findActivity(
  { read, tables: { lessonProgress } }: Database,
  { courseId, userIds }: { courseId: string; userIds: readonly string[] }
): Promise<Map<string, Activity>> {
  if (userIds.length === 0) return new Map()
  const { userId, lessonId, completedAt, updatedAt } = lessonProgress
  const rows = await read
    .select({
      userId,
      completed: sql<string | null>`string_agg(${lessonId}, ' ') filter (where ${isNotNull(completedAt)})`,
      lastActivityAt: max(updatedAt)
    })
    .from(lessonProgress)
    .where(and(eq(lessonProgress.courseId, courseId), inArray(userId, [...userIds])))
    .groupBy(userId)
  return new Map(
    rows.map(({ userId, completed, lastActivityAt }) => [
      userId,
      { completed: new Set(completed?.split(' ')), lastActivityAt }
    ])
  )
}

/** What the list is in order of, and what must be joined for it: what each learner of the course has done. */
function orderBy(read: Queries, tables: Tables, key: SortKey) {
  const { users, lessonProgress } = tables
  const { userId, courseId, updatedAt } = lessonProgress
  if (key === 'name') {
    const name = sql<string>`substr(lower(coalesce(${users.fullName}, ${users.username})), 1, ${sql.raw(String(maxNameLength))})`
    return { value: name, activity: undefined }
  }
  const activity = read
    .select({ userId, value: (key === 'progress' ? count() : max(updatedAt)).as('value') })
    .from(lessonProgress)
    .where(
      and(
        eq(courseId, sql.placeholder('courseId')),
        key === 'progress' ? isCompletedAndCounted(read, tables) : undefined
      )
    )
    .groupBy(userId)
    .as('activity')
  const none = encoded(tables, key, 0)
  const value = sql<number | Date>`coalesce(${activity.value}, ${none})`
  return { value: key === 'progress' ? value.mapWith(Number) : value.mapWith(updatedAt), activity }
}

/** A value of the order, as the database has it: the cursor has times in milliseconds. */
function encoded({ lessonProgress }: Tables, key: SortKey, value: CursorValues[number] | undefined) {
  return key === 'lastActivity' ? sql.param(new Date(Number(value)), lessonProgress.updatedAt) : sql`${value}`
}

function matches({ enrolments, users, cohortMembers }: Tables, request: LearnersRequest): SQL | undefined {
  const { courseId, cohortId, words } = request
  return and(
    eq(enrolments.courseId, courseId),
    hasStatus(enrolments, request),
    cohortId === undefined ? undefined : eq(cohortMembers.cohortId, cohortId),
    ...words.map((word) => sql`${users.searchKey} like ${containsPattern(word)} escape '\\'`)
  )
}

/** The same by the clock as `enrolmentAt` of the courses. */
function hasStatus({ status, expiresAt }: Tables['enrolments'], request: LearnersRequest): SQL | undefined {
  const { now, status: wanted } = request
  if (wanted === undefined) return undefined
  const isOver = and(eq(status, 'active'), lte(expiresAt, now))
  if (wanted === 'expired') return or(eq(status, 'expired'), isOver)
  if (wanted === 'active') return and(eq(status, 'active'), or(isNull(expiresAt), gt(expiresAt, now)))
  return eq(status, wanted)
}
