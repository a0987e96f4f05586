import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { PaperQuestion } from './papers.js'
import type { CourseOwner, QuestionRow } from './questions.repository.js'

export type QuizRow = Tables['quizzes']['$inferSelect']
export type QuizChanges = Partial<Omit<QuizRow, 'id' | 'courseId' | 'lessonId' | 'createdBy' | 'createdAt'>>

/** A quiz, with what decides who manages it, and how many questions it has. */
export interface FoundQuiz extends QuizRow, CourseOwner {
  questionCount: number
}

/** A place of a quiz: which question, and for how many hundredths. */
export interface QuizPlace {
  questionId: string
  points: number
}

export type PlacedQuestion = QuestionRow & { points: number }

/** Hot queries, prepared once: by the quiz's own id and by its lesson's. */
export function prepareFindQuiz({ read, tables }: Database) {
  const { quizzes, quizQuestions, courses } = tables
  const prepare = (column: typeof quizzes.id | typeof quizzes.lessonId) =>
    read
      .select({
        ...getTableColumns(quizzes),
        organizationId: courses.organizationId,
        mentorId: courses.mentorId,
        questionCount:
          sql`(select count(*) from ${quizQuestions} where ${quizQuestions.quizId} = ${quizzes.id})`.mapWith(Number)
      })
      .from(quizzes)
      .innerJoin(courses, eq(courses.id, quizzes.courseId))
      .where(eq(column, sql.placeholder('id')))
      .prepare('')
  const byId = prepare(quizzes.id)
  const byLesson = prepare(quizzes.lessonId)
  return {
    byId: async (id: string): Promise<FoundQuiz | undefined> => (await byId.execute({ id }))[0],
    byLesson: async (id: string): Promise<FoundQuiz | undefined> => (await byLesson.execute({ id }))[0]
  }
}

/** One that there is: an attempt is of it. */
export async function readQuiz({ tables: { quizzes } }: Database, tx: Tx, id: string): Promise<QuizRow> {
  const [row] = await tx.select().from(quizzes).where(eq(quizzes.id, id))
  if (!row) throw new Error(`there is no quiz ${id}`)
  return row
}

/** The quiz as it stays until the commit. */
export async function lockQuiz(database: Database, tx: Tx, id: string): Promise<QuizRow | undefined> {
  const { quizzes } = database.tables
  const [row] = await database.lock(tx.select().from(quizzes).where(eq(quizzes.id, id)))
  return row
}

/** The answer is whether it was inserted: not when the lesson has a quiz. */
export async function insertQuiz({ tables: { quizzes } }: Database, tx: Tx, row: QuizRow): Promise<boolean> {
  const made = await tx
    .insert(quizzes)
    .values(row)
    .onConflictDoNothing({ target: quizzes.lessonId })
    .returning({ id: quizzes.id })
  return made.length > 0
}

export async function updateQuiz(
  { tables: { quizzes } }: Database,
  tx: Tx,
  { id, changes }: { id: string; changes: QuizChanges }
): Promise<void> {
  await tx.update(quizzes).set(changes).where(eq(quizzes.id, id))
}

/** In their order. */
export async function listPlaces(
  { tables: { quizQuestions } }: Database,
  tx: Tx,
  quizId: string
): Promise<QuizPlace[]> {
  return tx
    .select({ questionId: quizQuestions.questionId, points: quizQuestions.points })
    .from(quizQuestions)
    .where(eq(quizQuestions.quizId, quizId))
    .orderBy(asc(quizQuestions.position))
}

/** Of a locked quiz. */
export async function replacePlaces(
  { tables: { quizQuestions } }: Database,
  tx: Tx,
  { quizId, places }: { quizId: string; places: readonly QuizPlace[] }
): Promise<void> {
  await tx.delete(quizQuestions).where(eq(quizQuestions.quizId, quizId))
  const rows = places.map((place, position) => ({ quizId, position, ...place }))
  if (rows.length > 0) await tx.insert(quizQuestions).values(rows)
}

/** In their order, with all that the bank has of them. */
export async function listPlacedQuestions(
  { tables: { questions, quizQuestions } }: Database,
  queries: Queries,
  quizId: string
): Promise<PlacedQuestion[]> {
  const rows = await queries
    .select({ ...getTableColumns(questions), points: quizQuestions.points })
    .from(quizQuestions)
    .innerJoin(questions, eq(questions.id, quizQuestions.questionId))
    .where(eq(quizQuestions.quizId, quizId))
    .orderBy(asc(quizQuestions.position))
  return rows as PlacedQuestion[]
}

/** What an attempt that begins now is made of. One statement for the quiz and its questions: they fit together. */
export async function readForPaper(
  { tables: { quizzes, questions, quizQuestions } }: Database,
  tx: Tx,
  quizId: string
): Promise<{ quiz: QuizRow; questions: PaperQuestion[] } | undefined> {
  const rows = await tx
    .select({ quiz: quizzes, question: questions, points: quizQuestions.points })
    .from(quizzes)
    .innerJoin(quizQuestions, eq(quizQuestions.quizId, quizzes.id))
    .innerJoin(questions, eq(questions.id, quizQuestions.questionId))
    .where(and(eq(quizzes.id, quizId), eq(quizzes.status, 'published')))
    .orderBy(asc(quizQuestions.position))
  const quiz = rows[0]?.quiz
  if (!quiz) return undefined
  return { quiz, questions: rows.map(({ question, points }) => toPaperQuestion(question as QuestionRow, points)) }
}

function toPaperQuestion({ id, kind, promptHtml, options, key }: QuestionRow, points: number): PaperQuestion {
  return { questionId: id, kind, promptHtml, options, key: key.answer, explanationHtml: key.explanationHtml, points }
}
