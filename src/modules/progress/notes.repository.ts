import { and, asc, desc, eq, gt, inArray, lt, type SQL } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type NoteRow = Tables['notes']['$inferSelect']

export interface NotesRequest {
  userId: string
  courseId?: string | undefined
  lessonId?: string | undefined
}

/** Where a note is in the export, and under which titles. */
export interface NoteHead {
  id: string
  courseId: string
  courseTitle: string
  lessonId: string
  lessonTitle: string
}

/** Of the user alone: for anybody else it is not there. */
export async function findNote(
  { tables: { notes } }: Database,
  queries: Queries,
  { id, userId }: { id: string; userId: string }
): Promise<NoteRow | undefined> {
  const [note] = await queries
    .select()
    .from(notes)
    .where(and(eq(notes.id, id), eq(notes.userId, userId)))
  return note
}

export async function lockNote(
  database: Database,
  tx: Tx,
  { id, userId }: { id: string; userId: string }
): Promise<NoteRow | undefined> {
  const { notes } = database.tables
  const [note] = await database.lock(
    tx
      .select()
      .from(notes)
      .where(and(eq(notes.id, id), eq(notes.userId, userId)))
  )
  return note
}

/** A slice in the order of their making, or the newest first; beyond the id, if there is one. */
export async function listNotes(
  { read, tables: { notes } }: Database,
  request: NotesRequest,
  { limit, isDescending, afterId }: { limit: number; isDescending: boolean; afterId: string | undefined }
): Promise<NoteRow[]> {
  const beyond = afterId === undefined ? undefined : isDescending ? lt(notes.id, afterId) : gt(notes.id, afterId)
  return read
    .select()
    .from(notes)
    .where(and(matches(notes, request), beyond))
    .orderBy(isDescending ? desc(notes.id) : asc(notes.id))
    .limit(limit)
}

export async function countNotes(
  { tables: { notes } }: Database,
  queries: Queries,
  request: NotesRequest
): Promise<number> {
  return queries.$count(notes, matches(notes, request))
}

/** Until the commit the user makes no other note. */
export async function lockWriter(database: Database, tx: Tx, userId: string): Promise<void> {
  const { users } = database.tables
  await database.lock(tx.select({ id: users.id }).from(users).where(eq(users.id, userId)))
}

export async function insertNote({ tables: { notes } }: Database, tx: Tx, note: NoteRow): Promise<void> {
  await tx.insert(notes).values(note)
}

/** Of a locked note. */
export async function updateNote(
  { tables: { notes } }: Database,
  tx: Tx,
  { id, ...changes }: Pick<NoteRow, 'id'> & Partial<NoteRow>
): Promise<void> {
  await tx.update(notes).set(changes).where(eq(notes.id, id))
}

/** Of a locked note. */
export async function deleteNote({ tables: { notes } }: Database, tx: Tx, id: string): Promise<void> {
  await tx.delete(notes).where(eq(notes.id, id))
}

/** All of the user's, in the order of the courses, their lessons and their making; without the texts. */
export async function listNoteHeads({ read, tables }: Database, request: NotesRequest): Promise<NoteHead[]> {
  const { notes, courses, modules, lessons } = tables
  return read
    .select({
      id: notes.id,
      courseId: notes.courseId,
      courseTitle: courses.title,
      lessonId: notes.lessonId,
      lessonTitle: lessons.title
    })
    .from(notes)
    .innerJoin(courses, eq(courses.id, notes.courseId))
    .innerJoin(lessons, eq(lessons.id, notes.lessonId))
    .innerJoin(modules, eq(modules.id, lessons.moduleId))
    .where(matches(notes, request))
    .orderBy(
      asc(courses.titleKey),
      asc(courses.id),
      asc(modules.position),
      asc(lessons.position),
      asc(lessons.id),
      asc(notes.id)
    )
}

export async function findNotes(
  { read, tables: { notes } }: Database,
  { userId, ids }: { userId: string; ids: readonly string[] }
): Promise<NoteRow[]> {
  return read
    .select()
    .from(notes)
    .where(and(eq(notes.userId, userId), inArray(notes.id, [...ids])))
}

function matches(notes: Tables['notes'], { userId, courseId, lessonId }: NotesRequest): SQL | undefined {
  return and(
    eq(notes.userId, userId),
    courseId === undefined ? undefined : eq(notes.courseId, courseId),
    lessonId === undefined ? undefined : eq(notes.lessonId, lessonId)
  )
}
