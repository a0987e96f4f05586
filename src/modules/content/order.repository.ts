import { and, asc, eq, inArray, ne, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { WaitingTree } from './release-cycle.js'

/** Where a lesson is to stand. */
export interface LessonPosition {
  id: string
  moduleId: string
  position: number
}

/** What of a course has an order: archived modules and lessons have none. */
export async function readOrdered({ tables }: Database, tx: Tx, courseId: string): Promise<WaitingTree> {
  const { modules, lessons } = tables
  const ofModules = { id: modules.id, releaseKind: modules.releaseKind, releaseLessonId: modules.releaseLessonId }
  const ofLessons = {
    id: lessons.id,
    moduleId: lessons.moduleId,
    releaseKind: lessons.releaseKind,
    releaseLessonId: lessons.releaseLessonId
  }
  const foundModules = await tx
    .select(ofModules)
    .from(modules)
    .where(and(eq(modules.courseId, courseId), ne(modules.status, 'archived')))
    .orderBy(asc(modules.position))
  const foundLessons = await tx
    .select(ofLessons)
    .from(lessons)
    .innerJoin(modules, eq(modules.id, lessons.moduleId))
    .where(and(eq(lessons.courseId, courseId), ne(lessons.status, 'archived'), ne(modules.status, 'archived')))
    .orderBy(asc(lessons.position))
  return { modules: foundModules, lessons: foundLessons }
}

/** From 0, in this order. One statement, whatever their number. */
export async function writeModuleOrder(
  { tables: { modules } }: Database,
  tx: Tx,
  ids: readonly string[]
): Promise<void> {
  if (ids.length === 0) return
  const position = byId(
    modules.id,
    ids.map((id, i) => [id, number(i)])
  )
  await tx
    .update(modules)
    .set({ position })
    .where(inArray(modules.id, [...ids]))
}

export async function writeLessonOrder(
  { tables: { lessons } }: Database,
  tx: Tx,
  places: readonly LessonPosition[]
): Promise<void> {
  if (places.length === 0) return
  await tx
    .update(lessons)
    .set({
      position: byId(
        lessons.id,
        places.map(({ id, position }) => [id, number(position)])
      ),
      moduleId: byId(
        lessons.id,
        places.map(({ id, moduleId }) => [id, sql`${moduleId}`])
      )
    })
    .where(
      inArray(
        lessons.id,
        places.map(({ id }) => id)
      )
    )
}

function byId(column: SQLWrapper, values: readonly (readonly [id: string, value: SQL])[]): SQL {
  const cases = values.map(([id, value]) => sql`when ${id} then ${value}`)
  return sql`case ${column} ${sql.join(cases, sql` `)} end`
}

/** In the text: PostgreSQL takes a parameter of a `case` for text. */
function number(value: number): SQL {
  return sql.raw(String(value))
}
