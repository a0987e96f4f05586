import { and, desc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { containsPattern } from '../../lib/text.js'
import type { Key, Option, QuestionKind } from './grading.js'

type QuestionRecord = Tables['questions']['$inferSelect']

/** What never leaves the server before it may: the right answer, and the explanation of it, rendered. */
export interface QuestionKey {
  answer: Key
  explanationHtml: string
}

export type QuestionRow = Omit<QuestionRecord, 'options' | 'key'> & { options: Option[]; key: QuestionKey }
export type QuestionChanges = Partial<Omit<QuestionRow, 'id' | 'courseId' | 'kind' | 'createdBy' | 'createdAt'>>

/** Whose a course is. */
export interface CourseOwner {
  organizationId: string
  mentorId: string | null
}

export interface BankRequest {
  courseId: string
  kind: QuestionKind | undefined
  tag: string | undefined
  isArchived: boolean
}

export async function insertQuestion({ tables: { questions } }: Database, tx: Tx, row: QuestionRow): Promise<void> {
  await tx.insert(questions).values(row)
}

/** With what decides who manages its course. */
export async function findQuestion(
  { read, tables: { questions, courses } }: Database,
  id: string
): Promise<{ question: QuestionRow; course: CourseOwner } | undefined> {
  const [row] = await read
    .select({ question: questions, course: { organizationId: courses.organizationId, mentorId: courses.mentorId } })
    .from(questions)
    .innerJoin(courses, eq(courses.id, questions.courseId))
    .where(eq(questions.id, id))
  return row as { question: QuestionRow; course: CourseOwner } | undefined
}

/** The question as it stays until the commit. */
export async function lockQuestion(database: Database, tx: Tx, id: string): Promise<QuestionRow | undefined> {
  const { questions } = database.tables
  const [row] = await database.lock(tx.select().from(questions).where(eq(questions.id, id)))
  return row as QuestionRow | undefined
}

export async function updateQuestion(
  { tables: { questions } }: Database,
  tx: Tx,
  { id, changes }: { id: string; changes: QuestionChanges }
): Promise<void> {
  await tx.update(questions).set(changes).where(eq(questions.id, id))
}

/** Those of the questions that are of the course, and whether they are archived. */
export async function findQuestionsOf(
  { tables: { questions } }: Database,
  queries: Queries,
  { courseId, ids }: { courseId: string; ids: readonly string[] }
): Promise<Map<string, { isArchived: boolean }>> {
  const rows = await queries
    .select({ id: questions.id, isArchived: questions.isArchived })
    .from(questions)
    .where(and(inArray(questions.id, [...ids]), eq(questions.courseId, courseId)))
  return new Map(rows.map(({ id, isArchived }) => [id, { isArchived }]))
}

/** The newest first. */
export async function listQuestions(
  { read, tables }: Database,
  request: BankRequest,
  { limit, beforeId }: { limit: number; beforeId: string | undefined }
): Promise<QuestionRow[]> {
  const { questions } = tables
  const rows = await read
    .select()
    .from(questions)
    .where(and(isInBank(tables, request), beforeId === undefined ? undefined : lt(questions.id, beforeId)))
    .orderBy(desc(questions.id))
    .limit(limit)
  return rows as QuestionRow[]
}

export async function countQuestions({ read, tables }: Database, request: BankRequest): Promise<number> {
  return read.$count(tables.questions, isInBank(tables, request))
}

/** A tag is looked for in the text of the list: the one form in which both databases have it. */
function isInBank({ questions }: Tables, { courseId, kind, tag, isArchived }: BankRequest): SQL | undefined {
  return and(
    eq(questions.courseId, courseId),
    eq(questions.isArchived, isArchived),
    kind === undefined ? undefined : eq(questions.kind, kind),
    tag === undefined
      ? undefined
      : sql`cast(${questions.tags} as text) like ${containsPattern(JSON.stringify(tag))} escape '\\'`
  )
}
