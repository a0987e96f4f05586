import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { Answer } from './grading.js'
import type { QuestionRow } from './questions.repository.js'
import type { ItemSums } from './statistics.js'

export interface ItemRow extends ItemSums {
  questionId: string
}

export interface PickRow {
  questionId: string
  answer: Answer
  times: number
}

/** What each learner got at their first graded attempt. */
export async function listFirstScores(
  { read, tables }: Database,
  quizId: string
): Promise<{ points: number; maxPoints: number }[]> {
  const { quizAttempts } = tables
  const rows = await read
    .select({ points: quizAttempts.points, maxPoints: quizAttempts.maxPoints })
    .from(quizAttempts)
    .where(isFirstGraded(tables, quizId))
  return rows.map(({ points, maxPoints }) => ({ points: points ?? 0, maxPoints }))
}

export async function countGraded({ read, tables: { quizAttempts } }: Database, quizId: string): Promise<number> {
  return read.$count(quizAttempts, and(eq(quizAttempts.quizId, quizId), eq(quizAttempts.status, 'graded')))
}

/** One row for each question that the first attempts had. */
export async function sumItems({ read, tables }: Database, quizId: string): Promise<ItemRow[]> {
  const { quizAttempts, quizAnswers } = tables
  const item = sql`(cast(${quizAnswers.points} as double precision) / ${quizAnswers.maxPoints})`
  const others = sql`(${quizAttempts.maxPoints} - ${quizAnswers.maxPoints})`
  const rest = sql`(cast(${quizAttempts.points} - ${quizAnswers.points} as double precision) / nullif(${others}, 0))`
  const sum = (value: SQL) => sql`coalesce(sum(${value}), 0)`.mapWith(Number)
  const ofPairs = (value: SQL) => sum(sql`case when ${others} > 0 then ${value} end`)
  return read
    .select({
      questionId: quizAnswers.questionId,
      count: sql`count(*)`.mapWith(Number),
      item: sum(item),
      itemSquares: sum(sql`${item} * ${item}`),
      pairs: ofPairs(sql`1`),
      pairItem: ofPairs(item),
      pairItemSquares: ofPairs(sql`${item} * ${item}`),
      rest: sum(rest),
      restSquares: sum(sql`${rest} * ${rest}`),
      products: sum(sql`${item} * ${rest}`)
    })
    .from(quizAttempts)
    .innerJoin(quizAnswers, eq(quizAnswers.attemptId, quizAttempts.id))
    .where(isFirstGraded(tables, quizId))
    .groupBy(quizAnswers.questionId)
}

/** How often each answer was given to the choices. Answers that mean the same have the same text: see `readAnswer`. */
export async function countPicks({ read, tables }: Database, quizId: string): Promise<PickRow[]> {
  const { quizAttempts, quizAnswers, questions } = tables
  const rows = await read
    .select({
      questionId: quizAnswers.questionId,
      answer: quizAnswers.answer,
      times: sql`count(*)`.mapWith(Number)
    })
    .from(quizAttempts)
    .innerJoin(quizAnswers, eq(quizAnswers.attemptId, quizAttempts.id))
    .innerJoin(questions, eq(questions.id, quizAnswers.questionId))
    .where(and(isFirstGraded(tables, quizId), inArray(questions.kind, ['single_choice', 'multiple_choice'])))
    .groupBy(quizAnswers.questionId, quizAnswers.answer)
  return rows.map(({ answer, ...row }) => ({ ...row, answer: (answer as { value: Answer }).value }))
}

export async function listQuestionsByIds(
  { read, tables: { questions } }: Database,
  ids: readonly string[]
): Promise<QuestionRow[]> {
  return (await read
    .select()
    .from(questions)
    .where(inArray(questions.id, [...ids]))) as QuestionRow[]
}

/** Later attempts are made by who has seen the questions before. */
function isFirstGraded({ quizAttempts }: Tables, quizId: string): SQL | undefined {
  const earlier = alias(quizAttempts, 'earlier')
  return and(
    eq(quizAttempts.quizId, quizId),
    eq(quizAttempts.status, 'graded'),
    sql`not exists (select 1 from ${quizAttempts} ${sql.raw('"earlier"')} where ${earlier.quizId} = ${quizAttempts.quizId}
      and ${earlier.userId} = ${quizAttempts.userId} and ${earlier.number} < ${quizAttempts.number}
      and ${earlier.status} = 'graded')`
  )
}
