import { and, asc, eq, getTableColumns, gt, isNull, type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { ResultRow } from './checkpoints.repository.js'
import { isLearning } from './cohorts.repository.js'
import type { ResultStatus } from './results.status.js'

export interface ListedResult {
  user: { id: string; username: string; fullName: string | null }
  /** Null: they have not done it. */
  result: ResultRow | null
}

export interface ResultsRequest {
  checkpointId: string
  status: ResultStatus | undefined
}

export interface MissingRequest {
  checkpointId: string
  cohortId: string
  now: Date
}

/** In the order of the users' ids. */
interface Slice {
  limit: number
  afterId: string | undefined
}

/** Of a locked checkpoint, so that it stays as it is. */
export async function findResult(
  { tables: { checkpointResults } }: Database,
  tx: Tx,
  { checkpointId, userId }: { checkpointId: string; userId: string }
): Promise<ResultRow | undefined> {
  const [result] = await tx
    .select()
    .from(checkpointResults)
    .where(and(eq(checkpointResults.checkpointId, checkpointId), eq(checkpointResults.userId, userId)))
  return result
}

export async function saveResult({ tables: { checkpointResults } }: Database, tx: Tx, row: ResultRow): Promise<void> {
  const { checkpointId: _, userId: __, ...changes } = row
  await tx
    .insert(checkpointResults)
    .values(row)
    .onConflictDoUpdate({ target: [checkpointResults.checkpointId, checkpointResults.userId], set: changes })
}

/** All who have done it, those too who have left the cohort since. */
export async function listResults(
  { read, tables }: Database,
  request: ResultsRequest,
  { limit, afterId }: Slice
): Promise<ListedResult[]> {
  const { checkpointResults, users } = tables
  const { id, username, fullName } = users
  return read
    .select({ user: { id, username, fullName }, result: getTableColumns(checkpointResults) })
    .from(checkpointResults)
    .innerJoin(users, eq(users.id, checkpointResults.userId))
    .where(and(isAsked(tables, request), afterId === undefined ? undefined : gt(checkpointResults.userId, afterId)))
    .orderBy(asc(checkpointResults.userId))
    .limit(limit)
}

export async function countResults({ read, tables }: Database, request: ResultsRequest): Promise<number> {
  return read.$count(tables.checkpointResults, isAsked(tables, request))
}

function isAsked({ checkpointResults }: Tables, { checkpointId, status }: ResultsRequest): SQL | undefined {
  return and(
    eq(checkpointResults.checkpointId, checkpointId),
    status === undefined ? undefined : eq(checkpointResults.status, status)
  )
}

/** The members who have not done it. */
export async function listMissing(
  database: Database,
  request: MissingRequest,
  { limit, afterId }: Slice
): Promise<ListedResult[]> {
  const { users, enrolments } = database.tables
  const rows = await selectMissing(
    database,
    request,
    afterId === undefined ? undefined : gt(enrolments.userId, afterId)
  )
    .orderBy(asc(users.id))
    .limit(limit)
  return rows.map((user) => ({ user, result: null }))
}

export async function countMissing(database: Database, request: MissingRequest): Promise<number> {
  const [row] = await database.read
    .select({ n: sql`count(*)`.mapWith(Number) })
    .from(selectMissing(database, request).as('missing'))
  return row?.n ?? 0
}

function selectMissing({ read, tables }: Database, { checkpointId, cohortId, now }: MissingRequest, after?: SQL) {
  const { cohortMembers, enrolments, users, checkpointResults } = tables
  return read
    .select({ id: users.id, username: users.username, fullName: users.fullName })
    .from(cohortMembers)
    .innerJoin(enrolments, eq(enrolments.id, cohortMembers.enrolmentId))
    .innerJoin(users, eq(users.id, enrolments.userId))
    .leftJoin(
      checkpointResults,
      and(eq(checkpointResults.checkpointId, checkpointId), eq(checkpointResults.userId, enrolments.userId))
    )
    .where(and(eq(cohortMembers.cohortId, cohortId), isLearning(tables, now), isNull(checkpointResults.userId), after))
}
