import { and, asc, eq, getTableColumns, gt, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { HandedIn } from '../../db/schema/submissions.js'
import type { Person } from './comments.repository.js'
import type { ThreadStatus } from './threads.status.js'

export type ThreadRow = Tables['commentThreads']['$inferSelect']

/** A thread, and who settled it. */
export type FoundThread = ThreadRow & { resolver: Person | null }

export interface ThreadsRequest {
  submissionId: string
  status?: ThreadStatus | undefined
  /** Those that are about this attempt: that began on it, or were carried to it. */
  attemptNumber?: number | undefined
}

/** The last step of handing in: threads that are open are about the new attempt, too. */
export function prepareCarryThreads(database: Database) {
  const { commentThreads } = database.tables
  const statement = database.prepareForTx((queries) =>
    queries
      .update(commentThreads)
      .set({ carriedTo: sql`${sql.placeholder('number')}` })
      .where(and(eq(commentThreads.submissionId, sql.placeholder('submissionId')), isNull(commentThreads.resolvedAt)))
      .prepare('')
  )
  return async (tx: Tx, attempt: { submissionId: string; number: number }): Promise<void> => {
    await statement(tx).execute(attempt)
  }
}

export async function findThread({ tables }: Database, queries: Queries, id: string): Promise<FoundThread | undefined> {
  const [thread] = await selectThreads(tables, queries).where(eq(tables.commentThreads.id, id))
  return thread
}

/** In the order of their making. */
export async function listThreads(
  { read, tables }: Database,
  request: ThreadsRequest,
  { limit, afterId }: { limit: number; afterId: string | undefined }
): Promise<FoundThread[]> {
  const { commentThreads } = tables
  const beyond = afterId === undefined ? undefined : gt(commentThreads.id, afterId)
  return selectThreads(tables, read)
    .where(and(matches(tables, request), beyond))
    .orderBy(asc(commentThreads.id))
    .limit(limit)
}

export async function countThreads({ read, tables }: Database, request: ThreadsRequest): Promise<number> {
  return read.$count(tables.commentThreads, matches(tables, request))
}

export async function insertThread({ tables }: Database, tx: Tx, thread: ThreadRow): Promise<void> {
  await tx.insert(tables.commentThreads).values(thread)
}

export async function updateThread(
  { tables: { commentThreads } }: Database,
  tx: Tx,
  { id, resolvedAt, resolvedBy, carriedTo }: ThreadRow
): Promise<void> {
  await tx.update(commentThreads).set({ resolvedAt, resolvedBy, carriedTo }).where(eq(commentThreads.id, id))
}

/** What was handed in with the attempt. */
export async function findItems(
  { read, tables: { attempts } }: Database,
  { submissionId, number }: { submissionId: string; number: number }
): Promise<HandedIn[] | undefined> {
  const [attempt] = await read
    .select({ content: attempts.content })
    .from(attempts)
    .where(and(eq(attempts.submissionId, submissionId), eq(attempts.number, number)))
  return attempt?.content.items
}

/** The first words of each thread. */
export async function listFirstTexts(
  { read, tables: { comments } }: Database,
  threadIds: readonly string[]
): Promise<Map<string, string>> {
  const first = read
    .select({ id: sql`min(${comments.id})` })
    .from(comments)
    .where(inArray(comments.threadId, [...threadIds]))
    .groupBy(comments.threadId)
  const rows = await read
    .select({ threadId: comments.threadId, text: comments.text })
    .from(comments)
    .where(inArray(comments.id, first))
  return new Map(rows.map(({ threadId, text }) => [threadId, text]))
}

function selectThreads({ commentThreads, users }: Tables, queries: Queries) {
  const { id, username, fullName } = users
  return queries
    .select({ ...getTableColumns(commentThreads), resolver: { id, username, fullName } })
    .from(commentThreads)
    .leftJoin(users, eq(users.id, commentThreads.resolvedBy))
    .$dynamic()
}

function matches(
  { commentThreads }: Tables,
  { submissionId, status, attemptNumber: number }: ThreadsRequest
): SQL | undefined {
  const { resolvedAt, attemptNumber, carriedTo } = commentThreads
  return and(
    eq(commentThreads.submissionId, submissionId),
    status && (status === 'open' ? isNull(resolvedAt) : isNotNull(resolvedAt)),
    number === undefined ? undefined : sql`${number} between ${attemptNumber} and ${carriedTo}`
  )
}
