import { and, asc, eq, ne } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { ProjectRow } from './projects.repository.js'

/** Those that are not archived, in the order in which they were made. */
export async function readForClone(
  { tables: { projects } }: Database,
  tx: Tx,
  courseId: string
): Promise<ProjectRow[]> {
  return tx
    .select()
    .from(projects)
    .where(and(eq(projects.courseId, courseId), ne(projects.status, 'archived')))
    .orderBy(asc(projects.id))
}

export async function readTimeZone({ tables: { courses } }: Database, tx: Tx, courseId: string): Promise<string> {
  const [row] = await tx.select({ timeZone: courses.timeZone }).from(courses).where(eq(courses.id, courseId))
  if (!row) throw new Error(`there is no course ${courseId}`)
  return row.timeZone
}
