import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import { type Standing, standingOf } from './standing.repository.js'

type LessonRow = Tables['lessons']['$inferSelect']
type ModuleRow = Tables['modules']['$inferSelect']
type RuleColumns = 'releaseKind' | 'releaseAt' | 'releaseNumber' | 'releaseLessonId'

/** A lesson with all that decides who may read it, but for what the viewer has done. */
export interface FoundLesson extends Standing {
  lesson: Pick<LessonRow, 'id' | 'courseId' | 'moduleId' | 'title' | 'isRequired' | 'isFree' | 'status' | RuleColumns>
  module: Pick<ModuleRow, 'id' | 'isFree' | 'status' | RuleColumns>
}

export interface LessonState {
  id: string
  isPublished: boolean
  isCompleted: boolean
}

/** More are asked for in turns: a statement takes so many values. */
const maxAtOnce = 256

/** The query of every request about a lesson. Lessons that are not there are left out. */
export function prepareFindLessons({ read, tables }: Database) {
  const { lessons, modules, courses, enrolments, cohortMembers, cohorts } = tables
  const standing = standingOf(tables)
  const columns = {
    ...standing.columns,
    lesson: {
      id: lessons.id,
      courseId: lessons.courseId,
      moduleId: lessons.moduleId,
      title: lessons.title,
      isRequired: lessons.isRequired,
      isFree: lessons.isFree,
      status: lessons.status,
      ...ruleOf(lessons)
    },
    module: { id: modules.id, isFree: modules.isFree, status: modules.status, ...ruleOf(modules) }
  }
  const find = preparedByLength((ids) =>
    read
      .select(columns)
      .from(lessons)
      .innerJoin(modules, eq(modules.id, lessons.moduleId))
      .innerJoin(courses, eq(courses.id, lessons.courseId))
      .leftJoin(enrolments, standing.isOfViewer)
      .leftJoin(cohortMembers, standing.isMember)
      .leftJoin(cohorts, standing.isTheirCohort)
      .where(inArray(lessons.id, ids))
      .prepare('')
  )
  return (viewerId: string | undefined, lessonIds: readonly string[]): Promise<FoundLesson[]> =>
    find(lessonIds, { viewerId: viewerId ?? '' })
}

/** Whether learners can see the lessons, and whether this one has completed them. */
export function prepareFindLessonStates({ read, tables }: Database) {
  const { lessons, modules, lessonProgress } = tables
  const find = preparedByLength((ids) =>
    read
      .select({
        id: lessons.id,
        status: lessons.status,
        moduleStatus: modules.status,
        completedAt: lessonProgress.completedAt
      })
      .from(lessons)
      .innerJoin(modules, eq(modules.id, lessons.moduleId))
      .leftJoin(
        lessonProgress,
        and(eq(lessonProgress.userId, sql.placeholder('userId')), eq(lessonProgress.lessonId, lessons.id))
      )
      .where(inArray(lessons.id, ids))
      .prepare('')
  )
  return async (userId: string, lessonIds: readonly string[]): Promise<LessonState[]> =>
    (await find(lessonIds, { userId })).map(({ id, status, moduleStatus, completedAt }) => ({
      id,
      isPublished: status === 'published' && moduleStatus === 'published',
      isCompleted: completedAt !== null
    }))
}

/** The modules and lessons of these courses that are open for the user whatever the rule. */
export function prepareFindExceptions({ read, tables: { releaseExceptions } }: Database) {
  const { courseId, moduleId, lessonId, userId } = releaseExceptions
  const find = preparedByLength((ids) =>
    read
      .select({ moduleId, lessonId })
      .from(releaseExceptions)
      .where(and(inArray(courseId, ids), eq(userId, sql.placeholder('userId'))))
      .prepare('')
  )
  return async (user: string, courseIds: readonly string[]): Promise<Set<string>> => {
    const rows = await find(courseIds, { userId: user })
    return new Set(rows.flatMap(({ moduleId, lessonId }) => moduleId ?? lessonId ?? []))
  }
}

/** The lessons that show the file, and the course whose library it is in. */
export function prepareFindFileUses({ read, tables }: Database) {
  const { files, courses, lessonFiles } = tables
  const { organizationId, mentorId } = courses
  const query = read
    .select({ course: { organizationId, mentorId }, lessonId: lessonFiles.lessonId })
    .from(files)
    .leftJoin(courses, eq(courses.id, files.courseId))
    .leftJoin(lessonFiles, eq(lessonFiles.fileId, files.id))
    .where(eq(files.id, sql.placeholder('fileId')))
    .prepare('')
  return async (fileId: string) => {
    const rows = await query.execute({ fileId })
    return { course: rows[0]?.course ?? null, lessonIds: rows.flatMap(({ lessonId }) => lessonId ?? []) }
  }
}

function ruleOf({ releaseKind, releaseAt, releaseNumber, releaseLessonId }: Tables['modules'] | Tables['lessons']) {
  return { releaseKind, releaseAt, releaseNumber, releaseLessonId }
}

type Prepared<Row> = { execute(values: Record<string, unknown>): Promise<Row[]> }
type Placeholder = ReturnType<typeof sql.placeholder>

/** For a list of ids, a statement for each power of two: the list is filled up with its last. */
function preparedByLength<Row>(prepare: (ids: Placeholder[]) => Prepared<Row>) {
  const statements = new Map<number, Prepared<Row>>()
  return async (ids: readonly string[], values: Record<string, unknown>): Promise<Row[]> => {
    const rows: Row[] = []
    for (let from = 0; from < ids.length; from += maxAtOnce) {
      const some = ids.slice(from, from + maxAtOnce)
      const length = 2 ** Math.ceil(Math.log2(some.length))
      const names = Array.from({ length }, (_, i) => `id${i}`)
      const statement = statements.get(length) ?? prepare(names.map((name) => sql.placeholder(name)))
      statements.set(length, statement)
      const named = Object.fromEntries(names.map((name, i) => [name, some[i] ?? some.at(-1)]))
      rows.push(...(await statement.execute({ ...values, ...named })))
    }
    return rows
  }
}
