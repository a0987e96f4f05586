import { and, asc, eq, getTableColumns, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { GradedKind } from './gradebook.repository.js'

export type GradeRow = Tables['grades']['$inferSelect']
export type GradeChangeRow = Tables['gradeChanges']['$inferSelect']
export type GradeChanges = Partial<Pick<GradeRow, 'earnedPoints' | 'maxPoints' | 'setPoints' | 'setBy'>>

/** One grade: of a learner, for an item of their course. */
export interface GradePlace {
  courseId: string
  userId: string
  kind: GradedKind
  itemId: string
}

/** As it stays until the commit: whoever changes a grade waits for who changed it before. */
export function prepareLockGrade(database: Database) {
  const { grades } = database.tables
  const statement = database.prepareForTx((queries) =>
    database
      .lock(
        queries
          .select()
          .from(grades)
          .where(
            and(
              eq(grades.courseId, sql.placeholder('courseId')),
              eq(grades.userId, sql.placeholder('userId')),
              eq(grades.kind, sql.placeholder('kind')),
              eq(grades.itemId, sql.placeholder('itemId'))
            )
          )
      )
      .prepare('')
  )
  return async (tx: Tx, { courseId, userId, kind, itemId }: GradePlace): Promise<GradeRow | undefined> =>
    (await statement(tx).execute({ courseId, userId, kind, itemId }))[0]
}

/** As it was committed last. */
export async function findGradeAt(
  { read, tables: { grades } }: Database,
  { courseId, userId, kind, itemId }: GradePlace
): Promise<GradeRow | undefined> {
  const isThere = and(
    eq(grades.courseId, courseId),
    eq(grades.userId, userId),
    eq(grades.kind, kind),
    eq(grades.itemId, itemId)
  )
  const [row] = await read.select().from(grades).where(isThere)
  return row
}

/** The answer is whether it was inserted: not when another has done so since; then it is there to be locked. */
export async function insertGrade({ tables: { grades } }: Database, tx: Tx, row: GradeRow): Promise<boolean> {
  const made = await tx.insert(grades).values(row).onConflictDoNothing().returning({ id: grades.id })
  return made.length > 0
}

/** Of a locked grade, as it is to be. */
export async function updateGrade({ tables: { grades } }: Database, tx: Tx, row: GradeRow): Promise<void> {
  const { earnedPoints, maxPoints, setPoints, setBy, releasedAt, version, updatedAt } = row
  await tx
    .update(grades)
    .set({ earnedPoints, maxPoints, setPoints, setBy, releasedAt, version, updatedAt })
    .where(eq(grades.id, row.id))
}

export async function insertChange({ tables }: Database, tx: Tx, row: GradeChangeRow): Promise<void> {
  await tx.insert(tables.gradeChanges).values(row)
}

/** Whatever has become of it since; empty when it is gone. */
export async function findItemTitle(
  { tables }: Database,
  queries: Queries,
  { kind, itemId }: Pick<GradePlace, 'kind' | 'itemId'>
): Promise<string> {
  const { projects, quizzes, checkpoints } = tables
  const table = { project: projects, quiz: quizzes, checkpoint: checkpoints }[kind]
  const [row] = await queries.select({ title: table.title }).from(table).where(eq(table.id, itemId))
  return row?.title ?? ''
}

export interface Person {
  id: string
  username: string
  fullName: string | null
}

export type SeenGrade = GradeRow & { learner: Person; setter: Person | null }
export type SeenChange = GradeChangeRow & { actor: Person | null }

/** With its learner and who set it. */
export async function findGrade({ read, tables }: Database, id: string): Promise<SeenGrade | undefined> {
  const { grades, users } = tables
  const setters = alias(users, 'setters')
  const [row] = await read
    .select({ ...getTableColumns(grades), learner: personOf(users), setter: personOf(setters) })
    .from(grades)
    .innerJoin(users, eq(users.id, grades.userId))
    .leftJoin(setters, eq(setters.id, grades.setBy))
    .where(eq(grades.id, id))
  return row
}

/** The first one first. */
export async function listChanges({ read, tables }: Database, gradeId: string): Promise<SeenChange[]> {
  const { gradeChanges, users } = tables
  return read
    .select({ ...getTableColumns(gradeChanges), actor: personOf(users) })
    .from(gradeChanges)
    .leftJoin(users, eq(users.id, gradeChanges.actorId))
    .where(eq(gradeChanges.gradeId, gradeId))
    .orderBy(asc(gradeChanges.id))
}

/** Of what is held back of an item: all, or of these learners. Returns whose they are. */
export async function releaseGrades(
  database: Database,
  tx: Tx,
  { courseId, kind, itemId, userIds, now }: Omit<GradePlace, 'userId'> & { userIds: string[] | undefined; now: Date }
): Promise<string[]> {
  const { grades } = database.tables
  const held = await database.lock(
    tx
      .select({ id: grades.id, userId: grades.userId })
      .from(grades)
      .where(
        and(
          eq(grades.courseId, courseId),
          eq(grades.kind, kind),
          eq(grades.itemId, itemId),
          userIds && inArray(grades.userId, userIds),
          isNull(grades.releasedAt),
          or(isNotNull(grades.setPoints), isNotNull(grades.earnedPoints))
        )
      )
      .orderBy(asc(grades.userId))
  )
  for (let i = 0; i < held.length; i += rowsAtOnce) {
    const ids = held.slice(i, i + rowsAtOnce).map(({ id }) => id)
    await tx
      .update(grades)
      .set({ releasedAt: now, updatedAt: now, version: sql`${grades.version} + 1` })
      .where(inArray(grades.id, ids))
  }
  return held.map(({ userId }) => userId)
}

/** Below what either database takes of values in one statement. */
const rowsAtOnce = 500

function personOf<T extends Record<keyof Person, unknown>>({ id, username, fullName }: T): Pick<T, keyof Person> {
  return { id, username, fullName }
}
