import { asc, eq, getTableColumns, inArray } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type CommentRow = Tables['comments']['$inferSelect']

export interface Person {
  id: string
  username: string
  fullName: string | null
}

/** A comment with who wrote it; null: the account is gone. */
export type FoundComment = CommentRow & { author: Person | null }

export async function findComment(
  { tables }: Database,
  queries: Queries,
  id: string
): Promise<(FoundComment & { submissionId: string }) | undefined> {
  const { comments, commentThreads } = tables
  const [comment] = await queries
    .select({ ...commentColumns(tables), submissionId: commentThreads.submissionId })
    .from(comments)
    .innerJoin(commentThreads, eq(commentThreads.id, comments.threadId))
    .leftJoin(tables.users, eq(tables.users.id, comments.authorId))
    .where(eq(comments.id, id))
  return comment
}

/** Of all the threads, in the order of their making. */
export async function listComments({ read, tables }: Database, threadIds: readonly string[]): Promise<FoundComment[]> {
  const { comments, users } = tables
  return read
    .select(commentColumns(tables))
    .from(comments)
    .leftJoin(users, eq(users.id, comments.authorId))
    .where(inArray(comments.threadId, [...threadIds]))
    .orderBy(asc(comments.id))
}

/** All about the submission, deleted ones too. */
export async function countComments({ tables }: Database, tx: Tx, submissionId: string): Promise<number> {
  const { comments, commentThreads } = tables
  const ofSubmission = tx
    .select({ id: commentThreads.id })
    .from(commentThreads)
    .where(eq(commentThreads.submissionId, submissionId))
  return tx.$count(comments, inArray(comments.threadId, ofSubmission))
}

export async function insertComment({ tables }: Database, tx: Tx, comment: CommentRow): Promise<void> {
  await tx.insert(tables.comments).values(comment)
}

export async function updateComment(
  { tables: { comments } }: Database,
  tx: Tx,
  { id, ...changes }: Pick<CommentRow, 'id'> & Partial<CommentRow>
): Promise<void> {
  await tx.update(comments).set(changes).where(eq(comments.id, id))
}

function commentColumns({ comments, users }: Tables) {
  const { id, username, fullName } = users
  return { ...getTableColumns(comments), author: { id, username, fullName } }
}
