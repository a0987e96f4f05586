import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { VisibleCourses } from '../courses/index.js'
import { timingColumns } from './wishes.repository.js'

export type SettingsRow = Database['tables']['notificationSettings']['$inferSelect']
export type UserWithSettings = Awaited<ReturnType<typeof findUsers>>[number]
export type PreferenceRow = Database['tables']['notificationPreferences']['$inferSelect']

/** Undefined for who has set nothing. */
export async function findSettings(
  { tables: { notificationSettings: settings } }: Database,
  queries: Queries,
  userId: string
): Promise<SettingsRow | undefined> {
  const [row] = await queries.select().from(settings).where(eq(settings.userId, userId))
  return row
}

/** The user, whose settings stay as they are until the commit. Undefined when they are not there. */
export async function lockUser(database: Database, tx: Tx, userId: string): Promise<{ timeZone: string } | undefined> {
  const { users } = database.tables
  const query = tx
    .select({ timeZone: users.timeZone })
    .from(users)
    .where(and(eq(users.id, userId), isNull(users.deletedAt)))
  return (await database.lock(query))[0]
}

export async function saveSettings(
  { tables: { notificationSettings: settings } }: Database,
  tx: Tx,
  row: SettingsRow
): Promise<void> {
  const { userId: _, ...changes } = row
  await tx.insert(settings).values(row).onConflictDoUpdate({ target: settings.userId, set: changes })
}

export async function findPreferences(
  { tables: { notificationPreferences: preferences } }: Database,
  queries: Queries,
  userIds: readonly string[]
): Promise<PreferenceRow[]> {
  return queries
    .select()
    .from(preferences)
    .where(inArray(preferences.userId, [...userIds]))
}

/** These and no others. */
export async function replacePreferences(
  { tables: { notificationPreferences: preferences } }: Database,
  tx: Tx,
  { userId, rows }: { userId: string; rows: readonly PreferenceRow[] }
): Promise<void> {
  await tx.delete(preferences).where(eq(preferences.userId, userId))
  if (rows.length > 0) await tx.insert(preferences).values([...rows])
}

/** Users as they are now, with their settings; who is deleted is not there. */
export async function findUsers({ tables }: Database, tx: Tx, userIds: readonly string[]) {
  const { users, notificationSettings: settings } = tables
  return tx
    .select({
      userId: users.id,
      email: users.email,
      status: users.status,
      language: users.language,
      timeZone: users.timeZone,
      settings: timingColumns(tables)
    })
    .from(users)
    .leftJoin(settings, eq(settings.userId, users.id))
    .where(and(inArray(users.id, [...userIds]), isNull(users.deletedAt)))
}

export async function findMutes({ tables: { courseMutes: mutes } }: Database, tx: Tx, userIds: readonly string[]) {
  return tx
    .select({ userId: mutes.userId, courseId: mutes.courseId })
    .from(mutes)
    .where(inArray(mutes.userId, [...userIds]))
}

/** The courses that the user has muted and still sees, the first muted first. */
export async function listMutes(
  { read, tables: { courseMutes: mutes, courses } }: Database,
  userId: string,
  visible: VisibleCourses
) {
  return read
    .select({ courseId: mutes.courseId, title: courses.title, mutedAt: mutes.createdAt })
    .from(mutes)
    .innerJoin(courses, eq(courses.id, mutes.courseId))
    .where(and(eq(mutes.userId, sql.placeholder('muterId')), visible.condition))
    .orderBy(asc(mutes.createdAt), asc(mutes.courseId))
    .prepare('')
    .execute({ ...visible.values, muterId: userId })
}

export async function insertMute(
  { tables: { courseMutes: mutes } }: Database,
  tx: Tx,
  mute: { userId: string; courseId: string; createdAt: Date }
): Promise<void> {
  await tx.insert(mutes).values(mute).onConflictDoNothing()
}

/** Whether it was muted. */
export async function deleteMute(
  { tables: { courseMutes: mutes } }: Database,
  tx: Tx,
  { userId, courseId }: { userId: string; courseId: string }
): Promise<boolean> {
  const gone = await tx
    .delete(mutes)
    .where(and(eq(mutes.userId, userId), eq(mutes.courseId, courseId)))
    .returning({ courseId: mutes.courseId })
  return gone.length > 0
}
