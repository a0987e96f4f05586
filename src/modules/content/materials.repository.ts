import { asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { FileFacts } from '../files/index.js'

export type MaterialRow = Tables['materials']['$inferSelect']

/** A material, and what there is to say of its file. */
export interface ShownMaterial extends MaterialRow {
  file: FileFacts | null
}

export function prepareFindMaterials({ read, tables: { materials, files } }: Database) {
  const { id, name, contentType, size } = files
  const select = () =>
    read
      .select({ ...getTableColumns(materials), file: { id, name, contentType, size } })
      .from(materials)
      .leftJoin(files, eq(files.id, materials.fileId))
  const ofLesson = select()
    .where(eq(materials.lessonId, sql.placeholder('lessonId')))
    .orderBy(asc(materials.position), asc(materials.id))
    .prepare('')
  const one = select()
    .where(eq(materials.id, sql.placeholder('id')))
    .prepare('')
  return {
    /** In their order. */
    ofLesson: (lessonId: string): Promise<ShownMaterial[]> => ofLesson.execute({ lessonId }),
    one: async (id: string): Promise<ShownMaterial | undefined> => (await one.execute({ id }))[0]
  }
}

/** Of a lesson of a locked course, in their order. */
export async function readMaterials(
  { tables: { materials } }: Database,
  tx: Tx,
  lessonId: string
): Promise<MaterialRow[]> {
  return tx
    .select()
    .from(materials)
    .where(eq(materials.lessonId, lessonId))
    .orderBy(asc(materials.position), asc(materials.id))
}

export async function insertMaterial({ tables: { materials } }: Database, tx: Tx, row: MaterialRow): Promise<void> {
  await tx.insert(materials).values(row)
}

export async function updateMaterial(
  { tables: { materials } }: Database,
  tx: Tx,
  { id, changes }: { id: string; changes: Partial<MaterialRow> }
): Promise<void> {
  await tx.update(materials).set(changes).where(eq(materials.id, id))
}

export async function deleteMaterial({ tables: { materials } }: Database, tx: Tx, id: string): Promise<void> {
  await tx.delete(materials).where(eq(materials.id, id))
}

/** From 0, in this order. One statement, whatever their number. */
export async function writeMaterialOrder(
  { tables: { materials } }: Database,
  tx: Tx,
  ids: readonly string[]
): Promise<void> {
  if (ids.length === 0) return
  const cases = ids.map((id, i) => sql`when ${id} then ${sql.raw(String(i))}`)
  await tx
    .update(materials)
    .set({ position: sql`case ${materials.id} ${sql.join(cases, sql` `)} end` })
    .where(inArray(materials.id, [...ids]))
}
