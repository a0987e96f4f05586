import { and, asc, eq, inArray, ne, or, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { QuizRow } from './quizzes.repository.js'

export type QuestionRecord = Tables['questions']['$inferSelect']
export type PlaceRecord = Tables['quizQuestions']['$inferSelect']

/** A statement takes so many values; a row has up to 17 of them. */
const rowsPerStatement = 500

/** Those that are in use: quizzes of these lessons that are not archived, with their places. */
export async function readQuizzesOf(
  { tables: { quizzes, quizQuestions } }: Database,
  tx: Tx,
  lessonIds: readonly string[]
): Promise<{ quizzes: QuizRow[]; places: PlaceRecord[] }> {
  const rows: QuizRow[] = []
  const places: PlaceRecord[] = []
  for (const ids of chunks(lessonIds)) {
    const isOfThem = and(inArray(quizzes.lessonId, ids), ne(quizzes.status, 'archived'))
    rows.push(...(await tx.select().from(quizzes).where(isOfThem)))
    const found = await tx
      .select({ place: quizQuestions })
      .from(quizQuestions)
      .innerJoin(quizzes, eq(quizzes.id, quizQuestions.quizId))
      .where(isOfThem)
      .orderBy(asc(quizQuestions.quizId), asc(quizQuestions.position))
    places.push(...found.map(({ place }) => place))
  }
  return { quizzes: rows, places }
}

/** The bank of a course: what is in use, and what a quiz of it still asks. In the order in which it was made. */
export async function readBank(
  { tables: { questions, quizQuestions } }: Database,
  tx: Tx,
  courseId: string
): Promise<QuestionRecord[]> {
  const isAsked = sql`exists (select 1 from ${quizQuestions} where ${quizQuestions.questionId} = ${questions.id})`
  return tx
    .select()
    .from(questions)
    .where(and(eq(questions.courseId, courseId), or(eq(questions.isArchived, false), isAsked)))
    .orderBy(asc(questions.id))
}

export async function insertClones(
  { tables: { questions, quizzes, quizQuestions } }: Database,
  tx: Tx,
  rows: { questions: readonly QuestionRecord[]; quizzes: readonly QuizRow[]; places: readonly PlaceRecord[] }
): Promise<void> {
  for (const part of chunks(rows.questions)) await tx.insert(questions).values(part)
  for (const part of chunks(rows.quizzes)) await tx.insert(quizzes).values(part)
  for (const part of chunks(rows.places)) await tx.insert(quizQuestions).values(part)
}

function chunks<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / rowsPerStatement)
  return Array.from({ length: count }, (_, i) => items.slice(i * rowsPerStatement, (i + 1) * rowsPerStatement))
}
