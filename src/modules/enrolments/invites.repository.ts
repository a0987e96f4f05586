import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type InviteRow = Tables['courseInvites']['$inferSelect']

export async function insertInvite({ tables: { courseInvites } }: Database, tx: Tx, invite: InviteRow): Promise<void> {
  await tx.insert(courseInvites).values(invite)
}

export async function findInvite(
  { tables: { courseInvites } }: Database,
  queries: Queries,
  tokenHash: string
): Promise<InviteRow | undefined> {
  const [invite] = await queries.select().from(courseInvites).where(eq(courseInvites.tokenHash, tokenHash))
  return invite
}

/** As it stays until the commit. */
export async function lockInvite(database: Database, tx: Tx, id: string): Promise<InviteRow | undefined> {
  const { courseInvites } = database.tables
  const [invite] = await database.lock(tx.select().from(courseInvites).where(eq(courseInvites.id, id)))
  return invite
}

export async function countUse({ tables: { courseInvites } }: Database, tx: Tx, id: string): Promise<void> {
  await tx
    .update(courseInvites)
    .set({ uses: sql`${courseInvites.uses} + 1` })
    .where(eq(courseInvites.id, id))
}

/** The time of the first revocation stays. The answer is whether there is such an invite. */
export async function revokeInvite(
  { tables: { courseInvites } }: Database,
  tx: Tx,
  { id, courseId, now }: { id: string; courseId: string; now: Date }
): Promise<boolean> {
  const isIt = and(eq(courseInvites.id, id), eq(courseInvites.courseId, courseId))
  const revoked = await tx
    .update(courseInvites)
    .set({ revokedAt: now })
    .where(and(isIt, isNull(courseInvites.revokedAt)))
    .returning({ id: courseInvites.id })
  return revoked.length > 0 || (await tx.$count(courseInvites, isIt)) > 0
}

/** The newest first. */
export async function listInvites(
  { read, tables: { courseInvites } }: Database,
  { courseId, limit, beforeId }: { courseId: string; limit: number; beforeId: string | undefined }
): Promise<InviteRow[]> {
  const isBefore = beforeId === undefined ? undefined : lt(courseInvites.id, beforeId)
  return read
    .select()
    .from(courseInvites)
    .where(and(eq(courseInvites.courseId, courseId), isBefore))
    .orderBy(desc(courseInvites.id))
    .limit(limit)
}

export async function countInvites({ read, tables: { courseInvites } }: Database, courseId: string): Promise<number> {
  return read.$count(courseInvites, eq(courseInvites.courseId, courseId))
}

/** Of the course to which an invite leads. */
export async function findInvitedCourse({ read, tables: { courses } }: Database, courseId: string) {
  const { id, title, status, endsAt, enrolmentMode } = courses
  const [course] = await read.select({ id, title, status, endsAt, enrolmentMode }).from(courses).where(eq(id, courseId))
  return course
}
