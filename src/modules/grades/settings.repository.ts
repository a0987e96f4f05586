import { sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { GradebookRow, GradeItemRow } from './gradebook.repository.js'

/** Of a locked course. */
export async function saveGradebook({ tables: { gradebooks } }: Database, tx: Tx, row: GradebookRow): Promise<void> {
  const { courseId: _, ...changes } = row
  await tx.insert(gradebooks).values(row).onConflictDoUpdate({ target: gradebooks.courseId, set: changes })
}

/** Of a locked course. */
export async function saveItems(
  { tables: { gradeItems } }: Database,
  tx: Tx,
  rows: readonly GradeItemRow[]
): Promise<void> {
  await tx
    .insert(gradeItems)
    .values([...rows])
    .onConflictDoUpdate({
      target: [gradeItems.courseId, gradeItems.kind, gradeItems.itemId],
      set: { weight: sql`excluded.weight`, isCounted: sql`excluded.is_counted` }
    })
}
