import { asc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

type LessonRow = Tables['lessons']['$inferSelect']
type ModuleRow = Tables['modules']['$inferSelect']
type RuleColumns = 'releaseKind' | 'releaseAt' | 'releaseNumber' | 'releaseLessonId'

export type TreeLesson = Pick<
  LessonRow,
  'id' | 'moduleId' | 'title' | 'position' | 'isFree' | 'isRequired' | 'status' | 'minutes' | RuleColumns
>
export type TreeModule = Pick<
  ModuleRow,
  'id' | 'title' | 'summary' | 'position' | 'isFree' | 'status' | RuleColumns
> & { lessons: TreeLesson[] }

/** All modules and lessons of a course in their order, whatever their state. One statement: all of one moment. */
export function prepareReadTree({ read, tables }: Database): (courseId: string) => Promise<TreeModule[]> {
  const { modules, lessons } = tables
  const query = read
    .select({ module: moduleColumns(tables), lesson: lessonColumns(tables) })
    .from(modules)
    .leftJoin(lessons, eq(lessons.moduleId, modules.id))
    .where(eq(modules.courseId, sql.placeholder('courseId')))
    .orderBy(asc(modules.position), asc(modules.id), asc(lessons.position), asc(lessons.id))
    .prepare('')
  return async (courseId) => {
    const tree = new Map<string, TreeModule>()
    for (const { module, lesson } of await query.execute({ courseId })) {
      const known = tree.get(module.id) ?? { ...module, lessons: [] }
      tree.set(module.id, known)
      if (lesson) known.lessons.push(lesson)
    }
    return [...tree.values()]
  }
}

/** A course whose content was never touched has none. */
export function prepareReadOutlineVersion({ read, tables: { courseOutlines } }: Database) {
  const { courseId, version } = courseOutlines
  const query = read
    .select({ version })
    .from(courseOutlines)
    .where(eq(courseId, sql.placeholder('courseId')))
    .prepare('')
  return async (course: string): Promise<number> => (await query.execute({ courseId: course }))[0]?.version ?? 0
}

function moduleColumns({ modules }: Tables) {
  const { courseId, announcedAt, version, createdBy, createdAt, updatedAt, ...columns } = getTableColumns(modules)
  return columns
}

function lessonColumns({ lessons }: Tables) {
  const { id, moduleId, title, position, isFree, isRequired, status, minutes } = lessons
  const { releaseKind, releaseAt, releaseNumber, releaseLessonId } = lessons
  return {
    id,
    moduleId,
    title,
    position,
    isFree,
    isRequired,
    status,
    minutes,
    releaseKind,
    releaseAt,
    releaseNumber,
    releaseLessonId
  }
}
