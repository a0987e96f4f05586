import { and, asc, eq, getTableColumns, gt } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type ExtensionRow = Tables['projectExtensions']['$inferSelect']

export interface Learner {
  username: string
  fullName: string | null
}

/** An extension, and who has it. */
export type ListedExtension = ExtensionRow & Learner

/** Somebody who has an enrolment of the course, with what decides whether that still holds. */
export async function findLearner(
  { tables: { enrolments, users } }: Database,
  tx: Tx,
  { courseId, userId }: { courseId: string; userId: string }
) {
  const [learner] = await tx
    .select({
      username: users.username,
      fullName: users.fullName,
      status: enrolments.status,
      expiresAt: enrolments.expiresAt
    })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.userId))
    .where(and(eq(enrolments.courseId, courseId), eq(enrolments.userId, userId)))
  return learner
}

export async function findExtension(
  { tables: { projectExtensions } }: Database,
  tx: Tx,
  { projectId, userId }: { projectId: string; userId: string }
): Promise<ExtensionRow | undefined> {
  const [row] = await tx
    .select()
    .from(projectExtensions)
    .where(and(eq(projectExtensions.projectId, projectId), eq(projectExtensions.userId, userId)))
  return row
}

/** In place of the one that the learner may have. */
export async function putExtension(
  { tables: { projectExtensions } }: Database,
  tx: Tx,
  row: ExtensionRow
): Promise<void> {
  const { dueAt, reason, createdBy, createdAt } = row
  await tx
    .insert(projectExtensions)
    .values(row)
    .onConflictDoUpdate({
      target: [projectExtensions.projectId, projectExtensions.userId],
      set: { dueAt, reason, createdBy, createdAt }
    })
}

/** The answer is whether there was one. */
export async function deleteExtension(
  { tables: { projectExtensions } }: Database,
  tx: Tx,
  { projectId, userId }: { projectId: string; userId: string }
): Promise<boolean> {
  const gone = await tx
    .delete(projectExtensions)
    .where(and(eq(projectExtensions.projectId, projectId), eq(projectExtensions.userId, userId)))
    .returning({ userId: projectExtensions.userId })
  return gone.length > 0
}

/** By the ids of the learners. */
export async function listExtensions(
  { read, tables: { projectExtensions, users } }: Database,
  projectId: string,
  { limit, afterId }: { limit: number; afterId: string | undefined }
): Promise<ListedExtension[]> {
  return read
    .select({ ...getTableColumns(projectExtensions), username: users.username, fullName: users.fullName })
    .from(projectExtensions)
    .innerJoin(users, eq(users.id, projectExtensions.userId))
    .where(
      and(
        eq(projectExtensions.projectId, projectId),
        afterId === undefined ? undefined : gt(projectExtensions.userId, afterId)
      )
    )
    .orderBy(asc(projectExtensions.userId))
    .limit(limit)
}

export async function countExtensions(
  { read, tables: { projectExtensions } }: Database,
  projectId: string
): Promise<number> {
  return read.$count(projectExtensions, eq(projectExtensions.projectId, projectId))
}
