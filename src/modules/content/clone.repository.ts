import { and, eq, inArray, ne } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

/** The content of a course. */
export interface ContentRows {
  modules: Tables['modules']['$inferSelect'][]
  lessons: Tables['lessons']['$inferSelect'][]
  materials: Tables['materials']['$inferSelect'][]
  lessonFiles: Tables['lessonFiles']['$inferSelect'][]
}

/** Far below what a statement may hold, and a text of a lesson may be long. */
const rowsAtOnce = 100

/** All that is not archived of a locked course, so that it is all of one moment. */
export async function readContent({ tables }: Database, tx: Tx, courseId: string): Promise<ContentRows> {
  const { modules, lessons, materials, lessonFiles } = tables
  const isKept = (table: typeof modules | typeof lessons) =>
    and(eq(table.courseId, courseId), ne(table.status, 'archived'))
  const foundModules = await tx.select().from(modules).where(isKept(modules))
  const moduleIds = new Set(foundModules.map(({ id }) => id))
  const foundLessons = (await tx.select().from(lessons).where(isKept(lessons))).filter(({ moduleId }) =>
    moduleIds.has(moduleId)
  )
  const lessonIds = foundLessons.map(({ id }) => id)
  return {
    modules: foundModules,
    lessons: foundLessons,
    materials: await tx.select().from(materials).where(inArray(materials.lessonId, lessonIds)),
    lessonFiles: await tx.select().from(lessonFiles).where(inArray(lessonFiles.lessonId, lessonIds))
  }
}

export async function insertContent({ tables }: Database, tx: Tx, rows: ContentRows): Promise<void> {
  const { modules, lessons, materials, lessonFiles } = tables
  for (const some of slices(rows.modules)) await tx.insert(modules).values(some)
  for (const some of slices(rows.lessons)) await tx.insert(lessons).values(some)
  for (const some of slices(rows.materials)) await tx.insert(materials).values(some)
  for (const some of slices(rows.lessonFiles)) await tx.insert(lessonFiles).values(some)
}

function slices<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, i) =>
    rows.slice(i * rowsAtOnce, (i + 1) * rowsAtOnce)
  )
}
