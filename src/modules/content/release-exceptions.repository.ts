import { and, desc, eq, getTableColumns, inArray, lt } from 'drizzle-orm'
import type { Database, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type ReleaseExceptionRow = Tables['releaseExceptions']['$inferSelect']

/** An exception with the learner who has it, and what it opens. */
export interface ListedException extends ReleaseExceptionRow {
  username: string
  fullName: string | null
  /** Of the module or the lesson. */
  title: string
}

/** What an exception may open: learners can see it. */
export async function findReleasable(
  { tables: { modules, lessons } }: Database,
  tx: Tx,
  { courseId, moduleId, lessonId }: Pick<ReleaseExceptionRow, 'courseId' | 'moduleId' | 'lessonId'>
): Promise<{ title: string } | undefined> {
  const isOpenModule = and(eq(modules.courseId, courseId), eq(modules.status, 'published'))
  const [found] =
    lessonId === null
      ? await tx
          .select({ title: modules.title })
          .from(modules)
          .where(and(eq(modules.id, moduleId ?? ''), isOpenModule))
      : await tx
          .select({ title: lessons.title })
          .from(lessons)
          .innerJoin(modules, eq(modules.id, lessons.moduleId))
          .where(and(eq(lessons.id, lessonId), eq(lessons.status, 'published'), isOpenModule))
  return found
}

/** Who takes the course or has completed it. */
export async function findLearner(
  { tables: { enrolments, users } }: Database,
  tx: Tx,
  { courseId, userId }: { courseId: string; userId: string }
): Promise<{ username: string; fullName: string | null } | undefined> {
  const [learner] = await tx
    .select({ username: users.username, fullName: users.fullName })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.userId))
    .where(
      and(
        eq(enrolments.courseId, courseId),
        eq(enrolments.userId, userId),
        inArray(enrolments.status, ['active', 'completed'])
      )
    )
  return learner
}

/** Whether it was inserted: not when the learner has the same one already. */
export async function insertException(
  { tables: { releaseExceptions } }: Database,
  tx: Tx,
  row: ReleaseExceptionRow
): Promise<boolean> {
  const made = await tx
    .insert(releaseExceptions)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: releaseExceptions.id })
  return made.length > 0
}

/** Whether there was one. */
export async function deleteException(
  { tables: { releaseExceptions } }: Database,
  tx: Tx,
  { courseId, id }: { courseId: string; id: string }
): Promise<boolean> {
  const deleted = await tx
    .delete(releaseExceptions)
    .where(and(eq(releaseExceptions.id, id), eq(releaseExceptions.courseId, courseId)))
    .returning({ id: releaseExceptions.id })
  return deleted.length > 0
}

export interface ExceptionsRequest {
  courseId: string
  userId: string | undefined
}

/** The newest first; below the id, if there is one. */
export async function listExceptions(
  { read, tables }: Database,
  request: ExceptionsRequest,
  { limit, beforeId }: { limit: number; beforeId: string | undefined }
): Promise<ListedException[]> {
  const { releaseExceptions, users, modules, lessons } = tables
  const rows = await read
    .select({
      ...getTableColumns(releaseExceptions),
      username: users.username,
      fullName: users.fullName,
      moduleTitle: modules.title,
      lessonTitle: lessons.title
    })
    .from(releaseExceptions)
    .innerJoin(users, eq(users.id, releaseExceptions.userId))
    .leftJoin(modules, eq(modules.id, releaseExceptions.moduleId))
    .leftJoin(lessons, eq(lessons.id, releaseExceptions.lessonId))
    .where(and(isAsked(tables, request), beforeId === undefined ? undefined : lt(releaseExceptions.id, beforeId)))
    .orderBy(desc(releaseExceptions.id))
    .limit(limit)
  return rows.map(({ moduleTitle, lessonTitle, ...row }) => ({ ...row, title: moduleTitle ?? lessonTitle ?? '' }))
}

export async function countExceptions({ read, tables }: Database, request: ExceptionsRequest): Promise<number> {
  return read.$count(tables.releaseExceptions, isAsked(tables, request))
}

function isAsked({ releaseExceptions }: Tables, { courseId, userId }: ExceptionsRequest) {
  return and(
    eq(releaseExceptions.courseId, courseId),
    userId === undefined ? undefined : eq(releaseExceptions.userId, userId)
  )
}
