import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { LessonRow } from './content-changes.repository.js'
import { filesIn } from './markdown.js'

/** A lesson without what serves searching alone. */
export type ReadLesson = Omit<LessonRow, 'contentText'>

export function prepareFindLesson({ read, tables }: Database) {
  const query = read
    .select(lessonColumns(tables))
    .from(tables.lessons)
    .where(eq(tables.lessons.id, sql.placeholder('id')))
    .prepare('')
  return async (id: string): Promise<ReadLesson | undefined> => (await query.execute({ id }))[0]
}

/** Of a locked course. */
export async function readLesson(
  { tables }: Database,
  tx: Tx,
  { id, courseId }: { id: string; courseId: string }
): Promise<ReadLesson | undefined> {
  const { lessons } = tables
  const [row] = await tx
    .select(lessonColumns(tables))
    .from(lessons)
    .where(and(eq(lessons.id, id), eq(lessons.courseId, courseId)))
  return row
}

export async function insertLesson({ tables: { lessons } }: Database, tx: Tx, row: LessonRow): Promise<void> {
  await tx.insert(lessons).values(row)
}

export async function updateLesson(
  { tables: { lessons } }: Database,
  tx: Tx,
  { id, changes }: { id: string; changes: Partial<LessonRow> }
): Promise<void> {
  await tx.update(lessons).set(changes).where(eq(lessons.id, id))
}

/** Something that belongs to the lessons has changed. */
export async function touchLessons(
  { tables: { lessons } }: Database,
  tx: Tx,
  { ids, updatedAt }: { ids: readonly string[]; updatedAt: Date }
): Promise<void> {
  await tx
    .update(lessons)
    .set({ version: sql`${lessons.version} + 1`, updatedAt })
    .where(inArray(lessons.id, [...ids]))
}

/** Once its text or its materials are written: whoever may read the lesson may read these files, and no others. */
export async function noteLessonFiles({ tables }: Database, tx: Tx, lessonId: string): Promise<void> {
  const { lessons, materials, lessonFiles } = tables
  const ofMaterials = await tx
    .select({ fileId: materials.fileId, html: materials.bodyHtml })
    .from(materials)
    .where(eq(materials.lessonId, lessonId))
  const ofText = await tx.select({ html: lessons.contentHtml }).from(lessons).where(eq(lessons.id, lessonId))
  const noted = await tx
    .select({ fileId: lessonFiles.fileId })
    .from(lessonFiles)
    .where(eq(lessonFiles.lessonId, lessonId))
  const shown = new Set([
    ...ofMaterials.flatMap(({ fileId }) => fileId ?? []),
    ...[...ofText, ...ofMaterials].flatMap(({ html }) => filesIn(html ?? ''))
  ])
  const known = new Set(noted.map(({ fileId }) => fileId))
  const gone = [...known].filter((fileId) => !shown.has(fileId))
  const added = [...shown].filter((fileId) => !known.has(fileId))
  if (gone.length > 0) {
    await tx.delete(lessonFiles).where(and(eq(lessonFiles.lessonId, lessonId), inArray(lessonFiles.fileId, gone)))
  }
  if (added.length > 0) await tx.insert(lessonFiles).values(added.map((fileId) => ({ lessonId, fileId })))
}

function lessonColumns({ lessons }: Tables) {
  const { contentText: _contentText, ...columns } = getTableColumns(lessons)
  return columns
}
