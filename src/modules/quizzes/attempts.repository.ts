import { and, asc, eq, getTableColumns, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { Answer } from './grading.js'
import type { Paper } from './papers.js'

type AttemptRecord = Tables['quizAttempts']['$inferSelect']
export type AttemptRow = Omit<AttemptRecord, 'paper'> & { paper: Paper }
/** Without its questions: most of what is asked of an attempt needs none. */
export type AttemptHead = Omit<AttemptRecord, 'paper'>
export type AttemptChanges = Partial<Pick<AttemptHead, 'status' | 'submittedAt' | 'gradedAt' | 'points' | 'isPassed'>>

type AnswerRecord = Tables['quizAnswers']['$inferSelect']
export type AnswerRow = Omit<AnswerRecord, 'attemptId' | 'answer'> & { answer: Answer }

/** What is saved of an answer while the attempt runs. */
export interface SavedAnswer {
  questionId: string
  answer: Answer
  maxPoints: number
}

export interface AttemptsRequest {
  quizId: string
  userId: string | undefined
  status: AttemptHead['status'] | undefined
}

export type AttemptListRow = AttemptHead & { username: string; fullName: string | null }

function headColumns({ quizAttempts }: Tables) {
  const { paper: _paper, ...columns } = getTableColumns(quizAttempts)
  return columns
}

export function prepareFindAttempt({ read, tables: { quizAttempts } }: Database) {
  const query = read
    .select()
    .from(quizAttempts)
    .where(eq(quizAttempts.id, sql.placeholder('id')))
    .prepare('')
  return async (id: string): Promise<AttemptRow | undefined> =>
    (await query.execute({ id }))[0] as AttemptRow | undefined
}

/** The attempt as it stays until the commit: whoever saves, submits or grades waits for each other. */
export async function lockAttempt(database: Database, tx: Tx, id: string): Promise<AttemptRow | undefined> {
  const { quizAttempts } = database.tables
  const [row] = await database.lock(tx.select().from(quizAttempts).where(eq(quizAttempts.id, id)))
  return row as AttemptRow | undefined
}

/** All of one learner at one quiz, in their order. */
export async function listHeads(
  { tables }: Database,
  queries: Queries,
  { quizId, userId }: { quizId: string; userId: string }
): Promise<AttemptHead[]> {
  const { quizAttempts } = tables
  return queries
    .select(headColumns(tables))
    .from(quizAttempts)
    .where(and(eq(quizAttempts.quizId, quizId), eq(quizAttempts.userId, userId)))
    .orderBy(asc(quizAttempts.number))
}

/** The attempts at a quiz whose points are final, by learner in the order of their ids, and each one's in their order. */
export async function listGraded(
  { tables }: Database,
  tx: Tx,
  quizId: string
): Promise<Map<string, (AttemptHead & { points: number })[]>> {
  const { quizAttempts } = tables
  const rows = await tx
    .select(headColumns(tables))
    .from(quizAttempts)
    .where(and(eq(quizAttempts.quizId, quizId), eq(quizAttempts.status, 'graded')))
    .orderBy(asc(quizAttempts.userId), asc(quizAttempts.number))
  const found = new Map<string, (AttemptHead & { points: number })[]>()
  for (const row of rows) {
    const graded = { ...row, points: row.points ?? 0 }
    const known = found.get(row.userId)
    if (known) known.push(graded)
    else found.set(row.userId, [graded])
  }
  return found
}

/** The answer is whether it was inserted: not when another began at the same moment. */
export async function insertAttempt({ tables: { quizAttempts } }: Database, tx: Tx, row: AttemptRow): Promise<boolean> {
  const made = await tx.insert(quizAttempts).values(row).onConflictDoNothing().returning({ id: quizAttempts.id })
  return made.length > 0
}

export async function updateAttempts(
  { tables: { quizAttempts } }: Database,
  tx: Tx,
  { ids, changes }: { ids: readonly string[]; changes: AttemptChanges }
): Promise<void> {
  await tx
    .update(quizAttempts)
    .set(changes)
    .where(inArray(quizAttempts.id, [...ids]))
}

/** Those that are still open although their time was up before. The status stands in the text: the index is for it. */
export async function listOverdue(
  { read, tables: { quizAttempts } }: Database,
  { before, quizId, userId }: { before: Date; quizId?: string; userId?: string },
  limit: number
): Promise<string[]> {
  const rows = await read
    .select({ id: quizAttempts.id })
    .from(quizAttempts)
    .where(
      and(
        sql`${quizAttempts.status} = 'in_progress'`,
        lt(quizAttempts.deadlineAt, before),
        quizId === undefined ? undefined : eq(quizAttempts.quizId, quizId),
        userId === undefined ? undefined : eq(quizAttempts.userId, userId)
      )
    )
    .orderBy(asc(quizAttempts.deadlineAt))
    .limit(limit)
  return rows.map(({ id }) => id)
}

/**
 * By question. An answer is kept within an object: of a text alone the driver of PostgreSQL would make what it looks like,
 * a number of `"42"`.
 */
export async function readAnswers(
  { tables: { quizAnswers } }: Database,
  queries: Queries,
  attemptId: string
): Promise<Map<string, AnswerRow>> {
  const rows = await queries.select().from(quizAnswers).where(eq(quizAnswers.attemptId, attemptId))
  return new Map(
    rows.map(({ attemptId: _, answer, ...row }) => [row.questionId, { ...row, answer: (answer as Kept).value }])
  )
}

interface Kept {
  value: Answer
}

/** Of a locked attempt that is in progress; an answer that is there gives way. */
export async function saveAnswers(
  { tables: { quizAnswers } }: Database,
  tx: Tx,
  { attemptId, answers, savedAt }: { attemptId: string; answers: readonly SavedAnswer[]; savedAt: Date }
): Promise<void> {
  if (answers.length === 0) return
  await tx
    .insert(quizAnswers)
    .values(answers.map(({ answer, ...rest }) => ({ attemptId, savedAt, answer: { value: answer }, ...rest })))
    .onConflictDoUpdate({
      target: [quizAnswers.attemptId, quizAnswers.questionId],
      set: { answer: sql`excluded.answer`, savedAt: sql`excluded.saved_at` }
    })
}

/** All answers of a locked attempt with their grades, also to questions that got none. */
export async function writeGrades(
  { tables: { quizAnswers } }: Database,
  tx: Tx,
  { attemptId, answers }: { attemptId: string; answers: readonly AnswerRow[] }
): Promise<void> {
  if (answers.length === 0) return
  await tx
    .insert(quizAnswers)
    .values(answers.map(({ answer, ...row }) => ({ attemptId, answer: { value: answer }, ...row })))
    .onConflictDoUpdate({
      target: [quizAnswers.attemptId, quizAnswers.questionId],
      set: {
        answer: sql`excluded.answer`,
        savedAt: sql`excluded.saved_at`,
        points: sql`excluded.points`,
        gradedBy: sql`excluded.graded_by`,
        gradedAt: sql`excluded.graded_at`,
        feedback: sql`excluded.feedback`
      }
    })
}

/** By learner, and each one's in their order: the order of an index. */
export async function listAttempts(
  { read, tables }: Database,
  request: AttemptsRequest,
  { limit, after }: { limit: number; after: { userId: string; number: number } | undefined }
): Promise<AttemptListRow[]> {
  const { quizAttempts, users } = tables
  return read
    .select({ ...headColumns(tables), username: users.username, fullName: users.fullName })
    .from(quizAttempts)
    .innerJoin(users, eq(users.id, quizAttempts.userId))
    .where(
      and(
        isAsked(tables, request),
        after && sql`(${quizAttempts.userId}, ${quizAttempts.number}) > (${after.userId}, ${after.number})`
      )
    )
    .orderBy(asc(quizAttempts.userId), asc(quizAttempts.number))
    .limit(limit)
}

export async function countAttempts({ read, tables }: Database, request: AttemptsRequest): Promise<number> {
  return read.$count(tables.quizAttempts, isAsked(tables, request))
}

function isAsked({ quizAttempts }: Tables, { quizId, userId, status }: AttemptsRequest): SQL | undefined {
  return and(
    eq(quizAttempts.quizId, quizId),
    userId === undefined ? undefined : eq(quizAttempts.userId, userId),
    status === undefined ? undefined : eq(quizAttempts.status, status)
  )
}
