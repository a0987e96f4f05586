import { and, asc, desc, eq, gt, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { SubmissionDraft } from '../../db/schema/submissions.js'
import { type SubmissionRow, submissionColumns } from './moves.repository.js'
import type { SubmissionStatus } from './submissions.status.js'

export interface Person {
  id: string
  username: string
  fullName: string | null
}

/** A submission with its learner, for lists. */
export type LearnerSubmissionRow = SubmissionRow & { user: Person }

/** A submission with what it is of, for its learner. */
export type OwnSubmissionRow = SubmissionRow & {
  project: { id: string; number: string; title: string }
  course: { id: string; slug: string; title: string }
}

export interface LearnersRequest {
  projectId: string
  status: SubmissionStatus | undefined
  cohortId: string | undefined
  userId: string | undefined
}

export interface OwnRequest {
  userId: string
  status: SubmissionStatus | undefined
  courseId: string | undefined
}

function personColumns({ users }: Tables) {
  return { id: users.id, username: users.username, fullName: users.fullName }
}

/** Of one learner and project. */
export function prepareFindOwnId({ read, tables: { submissions } }: Database) {
  const query = read
    .select({ id: submissions.id })
    .from(submissions)
    .where(
      and(eq(submissions.projectId, sql.placeholder('projectId')), eq(submissions.userId, sql.placeholder('userId')))
    )
    .prepare('')
  return async (place: { projectId: string; userId: string }): Promise<string | undefined> =>
    (await query.execute(place))[0]?.id
}

/** The same as it stays until the commit. */
export async function lockOwn(
  database: Database,
  tx: Tx,
  { projectId, userId }: { projectId: string; userId: string }
): Promise<SubmissionRow | undefined> {
  const { submissions } = database.tables
  const [row] = await database.lock(
    tx
      .select(submissionColumns(database.tables))
      .from(submissions)
      .where(and(eq(submissions.projectId, projectId), eq(submissions.userId, userId)))
  )
  return row
}

/** The answer is whether it was inserted: not when another began at the same moment. */
export async function insertSubmission(
  { tables: { submissions } }: Database,
  tx: Tx,
  row: SubmissionRow & { draft: SubmissionDraft }
): Promise<boolean> {
  const made = await tx
    .insert(submissions)
    .values(row)
    .onConflictDoNothing({ target: [submissions.projectId, submissions.userId] })
    .returning({ id: submissions.id })
  return made.length > 0
}

/** Of a locked one. */
export async function updateDraft(
  { tables: { submissions } }: Database,
  tx: Tx,
  { id, version, updatedAt, draft }: SubmissionRow & { draft: SubmissionDraft }
): Promise<void> {
  await tx.update(submissions).set({ version, updatedAt, draft }).where(eq(submissions.id, id))
}

export async function readDraft(
  { tables: { submissions } }: Database,
  queries: Queries,
  id: string
): Promise<SubmissionDraft | undefined> {
  const [row] = await queries.select({ draft: submissions.draft }).from(submissions).where(eq(submissions.id, id))
  return row?.draft
}

export function prepareFindLearner({ read, tables }: Database) {
  const query = read
    .select(personColumns(tables))
    .from(tables.users)
    .where(eq(tables.users.id, sql.placeholder('id')))
    .prepare('')
  return async (id: string): Promise<Person | undefined> => (await query.execute({ id }))[0]
}

/** At most one is open. */
export function prepareFindOpenReviewId({ read, tables: { reviewRequests } }: Database) {
  const { id, submissionId, decidedAt } = reviewRequests
  const query = read
    .select({ id })
    .from(reviewRequests)
    .where(and(eq(submissionId, sql.placeholder('submissionId')), isNull(decidedAt)))
    .prepare('')
  return async (of: string): Promise<string | undefined> => (await query.execute({ submissionId: of }))[0]?.id
}

/** By learner: the order of the index that finds them. */
export async function listLearnersSubmissions(
  { read, tables }: Database,
  request: LearnersRequest,
  { limit, afterUserId }: { limit: number; afterUserId: string | undefined }
): Promise<LearnerSubmissionRow[]> {
  const { submissions, users } = tables
  const rows = await read
    .select({ submission: submissionColumns(tables), user: personColumns(tables) })
    .from(submissions)
    .innerJoin(users, eq(users.id, submissions.userId))
    .where(
      and(ofLearners(tables, request), afterUserId === undefined ? undefined : gt(submissions.userId, afterUserId))
    )
    .orderBy(asc(submissions.userId))
    .limit(limit)
  return rows.map(({ submission, user }) => ({ ...submission, user }))
}

export async function countLearnersSubmissions({ read, tables }: Database, request: LearnersRequest): Promise<number> {
  return read.$count(tables.submissions, ofLearners(tables, request))
}

/** The newest first; below the id, if there is one. */
export async function listOwnSubmissions(
  { read, tables }: Database,
  request: OwnRequest,
  { limit, beforeId }: { limit: number; beforeId: string | undefined }
): Promise<OwnSubmissionRow[]> {
  const { submissions, projects, courses } = tables
  const rows = await read
    .select({
      submission: submissionColumns(tables),
      project: { id: projects.id, number: projects.number, title: projects.title },
      course: { id: courses.id, slug: courses.slug, title: courses.title }
    })
    .from(submissions)
    .innerJoin(projects, eq(projects.id, submissions.projectId))
    .innerJoin(courses, eq(courses.id, submissions.courseId))
    .where(and(ofOneself(tables, request), beforeId === undefined ? undefined : lt(submissions.id, beforeId)))
    .orderBy(desc(submissions.id))
    .limit(limit)
  return rows.map(({ submission, ...of }) => ({ ...submission, ...of }))
}

export async function countOwnSubmissions({ read, tables }: Database, request: OwnRequest): Promise<number> {
  return read.$count(tables.submissions, ofOneself(tables, request))
}

/** What waits for a review, or has one, in the order of the ids. */
export async function findWaitingOf({ tables: { submissions } }: Database, tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: submissions.id })
    .from(submissions)
    .where(and(eq(submissions.userId, userId), inArray(submissions.status, ['submitted', 'in_review'])))
    .orderBy(asc(submissions.id))
  return rows.map(({ id }) => id)
}

function ofLearners({ submissions, enrolments, cohortMembers }: Tables, request: LearnersRequest): SQL | undefined {
  const { projectId, status, cohortId, userId } = request
  return and(
    eq(submissions.projectId, projectId),
    userId === undefined ? undefined : eq(submissions.userId, userId),
    status === undefined ? undefined : eq(submissions.status, status),
    cohortId === undefined
      ? undefined
      : sql`exists (select 1 from ${enrolments}
          inner join ${cohortMembers} on ${cohortMembers.enrolmentId} = ${enrolments.id}
          where ${enrolments.courseId} = ${submissions.courseId} and ${enrolments.userId} = ${submissions.userId}
            and ${cohortMembers.cohortId} = ${cohortId})`
  )
}

function ofOneself({ submissions }: Tables, { userId, status, courseId }: OwnRequest): SQL | undefined {
  return and(
    eq(submissions.userId, userId),
    status === undefined ? undefined : eq(submissions.status, status),
    courseId === undefined ? undefined : eq(submissions.courseId, courseId)
  )
}
