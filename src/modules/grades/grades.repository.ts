import { and, eq, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
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
