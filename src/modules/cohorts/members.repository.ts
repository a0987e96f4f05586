import { and, asc, eq, gt, inArray, ne, notExists, type SQL, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { containsPattern } from '../../lib/text.js'
import { isLearning } from './cohorts.repository.js'

type Enrolment = Tables['enrolments']['$inferSelect']

export interface MemberRow {
  enrolmentId: string
  enrolmentStatus: Enrolment['status']
  joinedAt: Date
  userId: string
  username: string
  fullName: string | null
}

/** Where a learner is a member already. */
export interface Membership {
  cohortId: string
  name: string
  isOpen: boolean
}

export interface MembersRequest {
  cohortId: string
  now: Date
  /** Folded words, all of which the name or e-mail of the member must have. */
  words: readonly string[]
}

/** The enrolment as it stays until the commit. */
export async function lockEnrolment(
  database: Database,
  tx: Tx,
  { courseId, userId }: { courseId: string; userId: string }
): Promise<Pick<Enrolment, 'id' | 'status' | 'expiresAt'> | undefined> {
  const { enrolments } = database.tables
  const { id, status, expiresAt } = enrolments
  const [enrolment] = await database.lock(
    tx
      .select({ id, status, expiresAt })
      .from(enrolments)
      .where(and(eq(enrolments.courseId, courseId), eq(enrolments.userId, userId)))
  )
  return enrolment
}

export async function findMembership(
  { tables: { cohortMembers, cohorts } }: Database,
  tx: Tx,
  enrolmentId: string
): Promise<Membership | undefined> {
  const [membership] = await tx
    .select({ cohortId: cohorts.id, name: cohorts.name, isOpen: cohorts.isOpen })
    .from(cohortMembers)
    .innerJoin(cohorts, eq(cohorts.id, cohortMembers.cohortId))
    .where(eq(cohortMembers.enrolmentId, enrolmentId))
  return membership
}

export type NewMember = Tables['cohortMembers']['$inferSelect']

/** Makes each a member of that cohort, and of no other. The enrolments are locked. */
export async function saveMembers(
  { tables: { cohortMembers } }: Database,
  tx: Tx,
  members: readonly NewMember[]
): Promise<void> {
  await tx
    .insert(cohortMembers)
    .values([...members])
    .onConflictDoUpdate({
      target: cohortMembers.enrolmentId,
      set: { cohortId: sql`excluded.cohort_id`, joinedAt: sql`excluded.joined_at` }
    })
}

/** The places of those who take the course no more become free. */
export async function deleteEndedMembers(
  { tables }: Database,
  tx: Tx,
  { cohortId, now }: { cohortId: string; now: Date }
): Promise<void> {
  const { cohortMembers, enrolments } = tables
  const learning = tx
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(and(eq(enrolments.id, cohortMembers.enrolmentId), isLearning(tables, now)))
  await tx.delete(cohortMembers).where(and(eq(cohortMembers.cohortId, cohortId), notExists(learning)))
}

/** All rows of a locked cohort, whatever has become of the enrolments. */
export async function countMembers({ tables: { cohortMembers } }: Database, tx: Tx, cohortId: string): Promise<number> {
  return tx.$count(cohortMembers, eq(cohortMembers.cohortId, cohortId))
}

/** Whether the user was a member. */
export async function deleteMember(
  { tables: { cohortMembers, enrolments } }: Database,
  tx: Tx,
  { cohortId, courseId, userId }: { cohortId: string; courseId: string; userId: string }
): Promise<boolean> {
  const enrolment = tx
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(and(eq(enrolments.courseId, courseId), eq(enrolments.userId, userId)))
  const deleted = await tx
    .delete(cohortMembers)
    .where(and(eq(cohortMembers.cohortId, cohortId), sql`${cohortMembers.enrolmentId} in ${enrolment}`))
    .returning({ enrolmentId: cohortMembers.enrolmentId })
  return deleted.length > 0
}

/** Of whatever course, and whatever has become of the enrolments. */
export async function deleteMemberships(
  { tables: { cohortMembers, enrolments } }: Database,
  tx: Tx,
  userId: string
): Promise<void> {
  const ofUser = tx.select({ id: enrolments.id }).from(enrolments).where(eq(enrolments.userId, userId))
  await tx.delete(cohortMembers).where(inArray(cohortMembers.enrolmentId, ofUser))
}

/** The members, as far as they may hear of what happens in it: of a draft course nobody hears. In the order of the users. */
export async function findMembersToTell(
  { tables }: Database,
  tx: Tx,
  { cohortId, now }: { cohortId: string; now: Date }
): Promise<string[]> {
  const { cohortMembers, enrolments, courses } = tables
  const rows = await tx
    .select({ userId: enrolments.userId })
    .from(cohortMembers)
    .innerJoin(enrolments, eq(enrolments.id, cohortMembers.enrolmentId))
    .innerJoin(courses, eq(courses.id, enrolments.courseId))
    .where(and(eq(cohortMembers.cohortId, cohortId), isLearning(tables, now), ne(courses.status, 'draft')))
    .orderBy(asc(enrolments.userId))
  return rows.map(({ userId }) => userId)
}

/** In the order of the enrolments, which the index of the members is in. */
export async function listMembers(
  { read, tables }: Database,
  request: MembersRequest,
  { limit, afterId }: { limit: number; afterId: string | undefined }
): Promise<MemberRow[]> {
  const { cohortMembers, enrolments, users } = tables
  return read
    .select({
      enrolmentId: cohortMembers.enrolmentId,
      enrolmentStatus: enrolments.status,
      joinedAt: cohortMembers.joinedAt,
      userId: enrolments.userId,
      username: users.username,
      fullName: users.fullName
    })
    .from(cohortMembers)
    .innerJoin(enrolments, eq(enrolments.id, cohortMembers.enrolmentId))
    .innerJoin(users, eq(users.id, enrolments.userId))
    .where(and(isMember(tables, request), afterId === undefined ? undefined : gt(cohortMembers.enrolmentId, afterId)))
    .orderBy(asc(cohortMembers.enrolmentId))
    .limit(limit)
}

export async function countListed({ read, tables }: Database, request: MembersRequest): Promise<number> {
  const { cohortMembers, enrolments, users } = tables
  const [row] = await read
    .select({ n: sql`count(*)`.mapWith(Number) })
    .from(cohortMembers)
    .innerJoin(enrolments, eq(enrolments.id, cohortMembers.enrolmentId))
    .innerJoin(users, eq(users.id, enrolments.userId))
    .where(isMember(tables, request))
  return row?.n ?? 0
}

function isMember(tables: Tables, { cohortId, now, words }: MembersRequest): SQL | undefined {
  const { cohortMembers, users } = tables
  return and(
    eq(cohortMembers.cohortId, cohortId),
    isLearning(tables, now),
    ...words.map((word) => sql`${users.searchKey} like ${containsPattern(word)} escape '\\'`)
  )
}
