import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { GradeChangeRow, GradeRow } from './grades.repository.js'
import { isLearning } from './learners.repository.js'

export interface TableLearner {
  userId: string
  username: string
  usernameKey: string
  cohortId: string | null
}

/** Below what either database takes of values in one statement. */
const rowsAtOnce = 500

/** By their keys, those of the users who take the course or have completed it. */
export async function findLearnersByKeys(
  { tables }: Database,
  tx: Tx,
  { courseId, usernameKeys, now }: { courseId: string; usernameKeys: readonly string[]; now: Date }
): Promise<Map<string, TableLearner>> {
  const { users, enrolments, cohortMembers } = tables
  const found = new Map<string, TableLearner>()
  for (const keys of slices(usernameKeys)) {
    const rows = await tx
      .select({
        userId: users.id,
        username: users.username,
        usernameKey: users.usernameKey,
        cohortId: cohortMembers.cohortId
      })
      .from(users)
      .innerJoin(enrolments, and(eq(enrolments.courseId, courseId), eq(enrolments.userId, users.id)))
      .leftJoin(cohortMembers, eq(cohortMembers.enrolmentId, enrolments.id))
      .where(and(inArray(users.usernameKey, keys), isLearning(enrolments, now)))
    for (const row of rows) found.set(row.usernameKey, row)
  }
  return found
}

/** All grades of these learners in the course, as they stay until the commit. */
export async function lockGrades(
  database: Database,
  tx: Tx,
  { courseId, userIds }: { courseId: string; userIds: readonly string[] }
): Promise<GradeRow[]> {
  const { grades } = database.tables
  const found: GradeRow[] = []
  for (const ids of slices([...userIds].sort())) {
    const query = tx
      .select()
      .from(grades)
      .where(and(eq(grades.courseId, courseId), inArray(grades.userId, ids)))
      .orderBy(asc(grades.id))
    found.push(...(await database.lock(query)))
  }
  return found
}

/** Of locked grades, and of new ones. */
export async function saveGrades({ tables: { grades } }: Database, tx: Tx, rows: readonly GradeRow[]): Promise<void> {
  for (const some of slices(rows)) {
    await tx
      .insert(grades)
      .values(some)
      .onConflictDoUpdate({
        target: grades.id,
        set: {
          maxPoints: sql`excluded.max_points`,
          setPoints: sql`excluded.set_points`,
          setBy: sql`excluded.set_by`,
          releasedAt: sql`excluded.released_at`,
          version: sql`excluded.version`,
          updatedAt: sql`excluded.updated_at`
        }
      })
  }
}

export async function insertChanges(
  { tables: { gradeChanges } }: Database,
  tx: Tx,
  rows: readonly GradeChangeRow[]
): Promise<void> {
  for (const some of slices(rows)) await tx.insert(gradeChanges).values(some)
}

function slices<T>(all: readonly T[]): T[][] {
  const found: T[][] = []
  for (let i = 0; i < all.length; i += rowsAtOnce) found.push(all.slice(i, i + rowsAtOnce))
  return found
}
