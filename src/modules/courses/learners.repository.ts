import { and, eq } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type EnrolmentStatus = Tables['enrolments']['$inferSelect']['status']

/** How the user stands to the course, and stays so until the commit. */
export async function lockEnrolment(
  database: Database,
  tx: Tx,
  { courseId, userId }: { courseId: string; userId: string }
): Promise<{ status: EnrolmentStatus; expiresAt: Date | null } | undefined> {
  const { enrolments } = database.tables
  const [row] = await database.lock(
    tx
      .select({ status: enrolments.status, expiresAt: enrolments.expiresAt })
      .from(enrolments)
      .where(and(eq(enrolments.courseId, courseId), eq(enrolments.userId, userId)))
  )
  return row
}

export async function countActiveLearners(
  { tables: { enrolments } }: Database,
  queries: Queries,
  courseId: string
): Promise<number> {
  return queries.$count(enrolments, and(eq(enrolments.courseId, courseId), eq(enrolments.status, 'active')))
}
