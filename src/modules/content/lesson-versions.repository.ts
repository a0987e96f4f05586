import { and, desc, eq, lt, max, type SQL } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { ReadLesson } from './lessons.repository.js'

export type LessonVersionRow = Tables['lessonVersions']['$inferSelect']

/** A former text of a lesson, without its content, and who wrote it. */
export interface ListedVersion extends Pick<LessonVersionRow, 'number' | 'title' | 'savedAt'> {
  savedBy: { id: string; username: string; fullName: string | null } | null
}

export interface FoundVersion extends ListedVersion {
  content: string
}

/** With which a lesson begins. */
const firstNumber = 1

/**
 * Keeps the text that a lesson gets now. Its first one is kept when another takes its place: whoever made the lesson wrote
 * it then.
 */
export async function keepText(
  { tables: { lessonVersions } }: Database,
  tx: Tx,
  { former, text }: { former: ReadLesson; text: LessonVersionRow }
): Promise<void> {
  const known = await tx.$count(lessonVersions, eq(lessonVersions.lessonId, former.id))
  const { id: lessonId, title, content, createdBy: savedBy, createdAt: savedAt } = former
  const first = { lessonId, number: firstNumber, title, content, savedBy, savedAt }
  await tx.insert(lessonVersions).values(known === 0 ? [first, text] : [text])
}

/** The newest first, without the text that the lesson has now. */
export async function listVersions(
  database: Database,
  lessonId: string,
  { limit, before }: { limit: number; before: number | undefined }
): Promise<ListedVersion[]> {
  const { read, tables } = database
  const { lessonVersions, users } = tables
  const older = before === undefined ? undefined : lt(lessonVersions.number, before)
  return read
    .select(listedColumns(tables))
    .from(lessonVersions)
    .leftJoin(users, eq(users.id, lessonVersions.savedBy))
    .where(and(isFormer(database, lessonId), older))
    .orderBy(desc(lessonVersions.number))
    .limit(limit)
}

export async function countVersions(database: Database, lessonId: string): Promise<number> {
  return database.read.$count(database.tables.lessonVersions, isFormer(database, lessonId))
}

export async function findVersion(
  database: Database,
  { lessonId, number }: { lessonId: string; number: number }
): Promise<FoundVersion | undefined> {
  const { read, tables } = database
  const { lessonVersions, users } = tables
  const [row] = await read
    .select({ ...listedColumns(tables), content: lessonVersions.content })
    .from(lessonVersions)
    .leftJoin(users, eq(users.id, lessonVersions.savedBy))
    .where(and(isFormer(database, lessonId), eq(lessonVersions.number, number)))
  return row
}

function listedColumns({ lessonVersions, users }: Tables) {
  const { number, title, savedAt } = lessonVersions
  return { number, title, savedAt, savedBy: { id: users.id, username: users.username, fullName: users.fullName } }
}

function isFormer({ read, tables: { lessonVersions } }: Database, lessonId: string): SQL | undefined {
  const { number } = lessonVersions
  const newest = read
    .select({ number: max(number) })
    .from(lessonVersions)
    .where(eq(lessonVersions.lessonId, lessonId))
  return and(eq(lessonVersions.lessonId, lessonId), lt(number, newest))
}
