import { and, asc, eq, getTableColumns, gt, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { GradeRow } from './grades.repository.js'

export type AppealRow = Tables['gradeAppeals']['$inferSelect']
export type AppealStatus = AppealRow['status']

interface Person {
  id: string
  username: string
  fullName: string | null
}

/** With who answered it, if their account is still there. */
export interface SeenAppeal extends AppealRow {
  answerer: Person | null
}

/** With what staff needs to answer it. */
export interface ListedAppeal extends SeenAppeal {
  learner: Person
  grade: GradeRow
  /** Null: the item is gone. */
  title: string | null
}

/** That of the grade, if there is one: of a grade there is at most one. */
export async function findAppealOf(
  { tables: { gradeAppeals, users } }: Database,
  queries: Queries,
  gradeId: string
): Promise<SeenAppeal | undefined> {
  const { id, username, fullName } = users
  const [row] = await queries
    .select({ ...getTableColumns(gradeAppeals), answerer: { id, username, fullName } })
    .from(gradeAppeals)
    .leftJoin(users, eq(users.id, gradeAppeals.answeredBy))
    .where(eq(gradeAppeals.gradeId, gradeId))
  return row
}

export async function findAppeal(database: Database, queries: Queries, id: string): Promise<ListedAppeal | undefined> {
  const [row] = await selectListed(database, queries).where(eq(database.tables.gradeAppeals.id, id))
  return row
}

/** As it stays until the commit: it is answered once. */
export async function lockAppeal(database: Database, tx: Tx, id: string): Promise<AppealRow | undefined> {
  const { gradeAppeals } = database.tables
  const [row] = await database.lock(tx.select().from(gradeAppeals).where(eq(gradeAppeals.id, id)))
  return row
}

/** The answer is whether it was inserted: not when the grade has one. */
export async function insertAppeal({ tables: { gradeAppeals } }: Database, tx: Tx, row: AppealRow): Promise<boolean> {
  const made = await tx
    .insert(gradeAppeals)
    .values(row)
    .onConflictDoNothing({ target: gradeAppeals.gradeId })
    .returning({ id: gradeAppeals.id })
  return made.length > 0
}

/** Of a locked appeal. */
export async function updateAppeal(
  { tables: { gradeAppeals } }: Database,
  tx: Tx,
  { id, changes }: { id: string; changes: Partial<AppealRow> }
): Promise<void> {
  await tx.update(gradeAppeals).set(changes).where(eq(gradeAppeals.id, id))
}

export interface AppealsRequest {
  courseId: string
  status: AppealStatus | undefined
}

/** The oldest first. */
export async function listAppeals(
  database: Database,
  request: AppealsRequest,
  { limit, afterId }: { limit: number; afterId: string | undefined }
): Promise<ListedAppeal[]> {
  const { gradeAppeals } = database.tables
  return selectListed(database, database.read)
    .where(and(isAsked(database, request), afterId === undefined ? undefined : gt(gradeAppeals.id, afterId)))
    .orderBy(asc(gradeAppeals.id))
    .limit(limit)
}

export function countAppeals(database: Database, request: AppealsRequest): Promise<number> {
  return database.read.$count(database.tables.gradeAppeals, isAsked(database, request))
}

function isAsked({ tables: { gradeAppeals } }: Database, { courseId, status }: AppealsRequest) {
  // Those that are open have an index of their own: it is used when the word stands in the text.
  const isStatus = status === 'open' ? sql`${gradeAppeals.status} = 'open'` : status && eq(gradeAppeals.status, status)
  return and(eq(gradeAppeals.courseId, courseId), isStatus)
}

function selectListed({ tables }: Database, queries: Queries) {
  const { gradeAppeals, grades, users, projects, quizzes, checkpoints } = tables
  const { id, username, fullName } = users
  const answerers = alias(users, 'answerers')
  return queries
    .select({
      ...getTableColumns(gradeAppeals),
      answerer: { id: answerers.id, username: answerers.username, fullName: answerers.fullName },
      learner: { id, username, fullName },
      grade: getTableColumns(grades),
      title: sql<string | null>`coalesce(${projects.title}, ${quizzes.title}, ${checkpoints.title})`
    })
    .from(gradeAppeals)
    .innerJoin(grades, eq(grades.id, gradeAppeals.gradeId))
    .innerJoin(users, eq(users.id, gradeAppeals.userId))
    .leftJoin(answerers, eq(answerers.id, gradeAppeals.answeredBy))
    .leftJoin(projects, and(eq(grades.kind, 'project'), eq(projects.id, grades.itemId)))
    .leftJoin(quizzes, and(eq(grades.kind, 'quiz'), eq(quizzes.id, grades.itemId)))
    .leftJoin(checkpoints, and(eq(grades.kind, 'checkpoint'), eq(checkpoints.id, grades.itemId)))
}
