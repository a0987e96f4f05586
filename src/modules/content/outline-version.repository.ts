import { sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'

/**
 * Whoever changes the tree of a course does this first: it holds the tree until the commit, so that two who change it do
 * so one after the other, and tells all readers that what they remember is old. Gives the version that it has now.
 */
export async function raiseOutline(
  { tables: { courseOutlines } }: Database,
  tx: Tx,
  courseId: string
): Promise<number> {
  const [row] = await tx
    .insert(courseOutlines)
    .values({ courseId, version: 1 })
    .onConflictDoUpdate({ target: courseOutlines.courseId, set: { version: sql`${courseOutlines.version} + 1` } })
    .returning({ version: courseOutlines.version })
  if (!row) throw new Error('the outline was neither inserted nor updated')
  return row.version
}
