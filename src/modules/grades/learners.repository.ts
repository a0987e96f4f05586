import { and, asc, count, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { CursorValues } from '../../lib/pages.js'
import { containsPattern } from '../../lib/text.js'
import type { AppealStatus } from './appeals.repository.js'

export interface LearnerRow {
  userId: string
  username: string
  fullName: string | null
  status: 'active' | 'completed'
  cohortId: string | null
  cohortName: string | null
  /** In the order of the list. */
  place: string[]
}

export interface LearnersRequest {
  courseId: string
  /** By this moment an enrolment whose time is over has expired. */
  now: Date
  cohortId: string | undefined
  /** Folded words, all of which the name or e-mail of the learner must have. */
  words: readonly string[]
}

/** By name all learners of the course are looked at, by `enrolled` those of the page alone. */
export const learnerSorts = ['name', '-name', 'enrolled'] as const
export type LearnerSort = (typeof learnerSorts)[number]

/** A cursor by name carries it: it must fit. What is cut off, the id decides. */
const maxNameLength = 100

/** A page of those who take the course or have completed it, in their order. */
export async function listLearners(
  { read, tables }: Database,
  request: LearnersRequest,
  { sort, limit, after }: { sort: LearnerSort; limit: number; after: CursorValues | undefined }
): Promise<LearnerRow[]> {
  const { enrolments, users, cohortMembers, cohorts } = tables
  const name = sql<string>`substr(lower(coalesce(${users.fullName}, ${users.username})), 1, ${sql.raw(String(maxNameLength))})`
  const order = sort === 'enrolled' ? [sql`${enrolments.id}`] : [name, sql`${users.id}`]
  const isDescending = sort === '-name'
  const beyond = after && sql`${rowOf(order)} ${sql.raw(isDescending ? '<' : '>')} ${rowOf(after)}`
  const rows = await read
    .select({
      userId: users.id,
      username: users.username,
      fullName: users.fullName,
      status: enrolments.status,
      cohortId: cohorts.id,
      cohortName: cohorts.name,
      name,
      enrolmentId: enrolments.id
    })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.userId))
    .leftJoin(cohortMembers, eq(cohortMembers.enrolmentId, enrolments.id))
    .leftJoin(cohorts, eq(cohorts.id, cohortMembers.cohortId))
    .where(and(matches(tables, request), beyond))
    .orderBy(...order.map((value) => (isDescending ? desc(value) : asc(value))))
    .limit(limit)
  return rows.map(({ name, enrolmentId, status, ...row }) => ({
    ...row,
    status: status === 'completed' ? 'completed' : 'active',
    place: sort === 'enrolled' ? [enrolmentId] : [name, row.userId]
  }))
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

/** What these learners have handed in and nobody has judged yet, in the course: `user item`. */
export async function findHandedIn(
  { read, tables }: Database,
  { courseId, userIds }: { courseId: string; userIds: readonly string[] }
): Promise<Set<string>> {
  if (userIds.length === 0) return new Set()
  const { submissions, quizzes, quizAttempts, cohorts, checkpoints, checkpointResults } = tables
  const ids = [...userIds]
  const rows = await read
    .select({ userId: submissions.userId, itemId: submissions.projectId })
    .from(submissions)
    .where(
      and(
        eq(submissions.courseId, courseId),
        inArray(submissions.userId, ids),
        sql`${submissions.status} in ('submitted', 'in_review')`
      )
    )
    .unionAll(
      read
        .select({ userId: quizAttempts.userId, itemId: quizAttempts.quizId })
        .from(quizzes)
        .innerJoin(quizAttempts, eq(quizAttempts.quizId, quizzes.id))
        .where(
          and(
            eq(quizzes.courseId, courseId),
            inArray(quizAttempts.userId, ids),
            sql`${quizAttempts.status} = 'submitted'`
          )
        )
    )
    .unionAll(
      read
        .select({ userId: checkpointResults.userId, itemId: checkpointResults.checkpointId })
        .from(cohorts)
        .innerJoin(checkpoints, eq(checkpoints.cohortId, cohorts.id))
        .innerJoin(checkpointResults, eq(checkpointResults.checkpointId, checkpoints.id))
        .where(
          and(
            eq(cohorts.courseId, courseId),
            inArray(checkpointResults.userId, ids),
            eq(checkpointResults.status, 'done')
          )
        )
    )
  return new Set(rows.map(({ userId, itemId }) => handedInKey(userId, itemId)))
}

export function handedInKey(userId: string, itemId: string): string {
  return `${userId} ${itemId}`
}

/** Of what the learner has appealed in the course, by the id of the grade. */
export async function listAppealStatuses(
  { read, tables: { gradeAppeals } }: Database,
  { courseId, userId }: { courseId: string; userId: string }
): Promise<Map<string, AppealStatus>> {
  const { gradeId, status } = gradeAppeals
  const rows = await read
    .select({ gradeId, status })
    .from(gradeAppeals)
    .where(and(eq(gradeAppeals.userId, userId), eq(gradeAppeals.courseId, courseId)))
  return new Map(rows.map((row) => [row.gradeId, row.status]))
}

/** Those of the learners who take the course now, or have completed it. */
export async function findLearning(
  { tables: { enrolments } }: Database,
  queries: Queries,
  { courseId, userIds, now }: { courseId: string; userIds: readonly string[]; now: Date }
): Promise<string[]> {
  const rows = await queries
    .select({ userId: enrolments.userId })
    .from(enrolments)
    .where(
      and(eq(enrolments.courseId, courseId), inArray(enrolments.userId, [...userIds]), isLearning(enrolments, now))
    )
  return rows.map(({ userId }) => userId)
}

function matches({ enrolments, users, cohortMembers }: Tables, request: LearnersRequest): SQL | undefined {
  const { courseId, cohortId, words, now } = request
  return and(
    eq(enrolments.courseId, courseId),
    isLearning(enrolments, now),
    cohortId === undefined ? undefined : eq(cohortMembers.cohortId, cohortId),
    ...words.map((word) => sql`${users.searchKey} like ${containsPattern(word)} escape '\\'`)
  )
}

/** The same by the clock as `enrolmentAt` of the courses. */
export function isLearning({ status, expiresAt }: Tables['enrolments'], now: Date): SQL {
  return sql`(${status} = 'completed' or ${status} = 'active'
    and (${expiresAt} is null or ${expiresAt} > ${sql.param(now, expiresAt)}))`
}

function rowOf(values: readonly unknown[]): SQL {
  return sql`(${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `
  )})`
}
