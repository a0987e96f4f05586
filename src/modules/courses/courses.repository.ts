import { and, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import { isUniqueViolation } from '../../db/errors.js'
import type { Tables } from '../../db/schema/index.js'
import { conflict } from '../../lib/errors.js'
import type { EnrolmentStatus } from './learners.repository.js'

type CourseRecord = Tables['courses']['$inferSelect']
/** What serves sorting and searching alone is never read. */
export type CourseRow = Omit<CourseRecord, 'titleKey' | 'searchKey'>
export type NewDraft = Omit<CourseRecord, 'publishedAt' | 'archivedAt'>
type NewCourse = Tables['courses']['$inferInsert']
export type CourseChanges = Partial<Omit<NewCourse, 'id' | 'createdBy' | 'createdAt'>>

/** A course, and how its viewer stands to it. */
export interface FoundCourse extends CourseRow {
  /** By the clock: `expired` as soon as its time is over. */
  enrolmentStatus: EnrolmentStatus | null
  enrolmentExpiresAt: Date | null
}

/** What decides who sees a course and what they may do with it, and its version. */
export type CourseHead = Pick<
  FoundCourse,
  'id' | 'organizationId' | 'mentorId' | 'status' | 'visibility' | 'version' | 'enrolmentStatus' | 'enrolmentExpiresAt'
>

export type FindCourse<T> = (ref: string, viewerId: string | undefined) => Promise<T | undefined>

/** A hot query: prepared once for each of the two ways to name a course. */
export function prepareFindCourse({ read, tables }: Database): FindCourse<FoundCourse> {
  const { courses, enrolments } = tables
  const columns = { ...courseColumns(tables), ...standing(tables) }
  return byRef(tables, (isIt, name) =>
    read
      .select(columns)
      .from(courses)
      .leftJoin(enrolments, isOfViewer(tables))
      .where(isIt)
      .prepare(`find_course_by_${name}`)
  )
}

/** The same without the content: whoever has this version already needs no more. */
export function prepareFindCourseHead({ read, tables }: Database): FindCourse<CourseHead> {
  const { courses, enrolments } = tables
  const { id, organizationId, mentorId, status, visibility, version } = courses
  const columns = { id, organizationId, mentorId, status, visibility, version, ...standing(tables) }
  return byRef(tables, (isIt, name) =>
    read
      .select(columns)
      .from(courses)
      .leftJoin(enrolments, isOfViewer(tables))
      .where(isIt)
      .prepare(`find_course_head_by_${name}`)
  )
}

function byRef<T>(
  { courses }: Tables,
  prepare: (isIt: SQL, name: string) => { execute(values: Record<string, unknown>): Promise<T[]> }
): FindCourse<T> {
  const byId = prepare(eq(courses.id, sql.placeholder('ref')), 'id')
  const bySlug = prepare(eq(courses.slug, sql.placeholder('ref')), 'slug')
  return async (ref, viewerId) => {
    const [found] = await (isId(ref) ? byId : bySlug).execute({ ref, viewerId: viewerId ?? '' })
    return found
  }
}

function standing({ enrolments }: Tables) {
  return { enrolmentStatus: enrolments.status, enrolmentExpiresAt: enrolments.expiresAt }
}

function isOfViewer({ courses, enrolments }: Tables): SQL | undefined {
  return and(eq(enrolments.courseId, courses.id), eq(enrolments.userId, sql.placeholder('viewerId')))
}

/** Of two ways to name a course, the id has a `_` and the slug never has. */
function isId(ref: string): boolean {
  return ref.includes('_')
}

function courseColumns({ courses }: Tables) {
  const { titleKey: _titleKey, searchKey: _searchKey, ...columns } = getTableColumns(courses)
  return columns
}

/** The course as it stays until the commit. */
export async function lockCourse(database: Database, tx: Tx, ref: string): Promise<CourseRow | undefined> {
  const { tables } = database
  const [course] = await database.lock(
    tx
      .select(courseColumns(tables))
      .from(tables.courses)
      .where(eq(isId(ref) ? tables.courses.id : tables.courses.slug, ref))
  )
  return course
}

/** A course that is not published yet. The answer is whether it was inserted: not when its slug is taken. */
export function prepareInsertCourse(database: Database): (tx: Tx, draft: NewDraft) => Promise<boolean> {
  const { courses } = database.tables
  const { publishedAt: _publishedAt, archivedAt: _archivedAt, endsAt, ...columns } = getTableColumns(courses)
  const prepare = (named: object) => {
    const placeholders = Object.fromEntries(Object.keys(named).map((name) => [name, sql.placeholder(name)]))
    return database.prepareForTx((queries) =>
      queries
        .insert(courses)
        .values(placeholders as never) // one for each column: the types of values cannot say so
        .onConflictDoNothing({ target: courses.slug })
        .returning({ id: courses.id })
        .prepare('')
    )
  }
  // A placeholder of a time takes no null (see `prepareForTx`).
  const endless = prepare(columns)
  const ending = prepare({ ...columns, endsAt })
  return async (tx, draft) => (await (draft.endsAt ? ending : endless)(tx).execute({ ...draft })).length > 0
}

/** Those of the slugs that courses have. */
export async function findTakenSlugs(
  { tables: { courses } }: Database,
  tx: Tx,
  slugs: readonly string[]
): Promise<Set<string>> {
  const rows = await tx
    .select({ slug: courses.slug })
    .from(courses)
    .where(inArray(courses.slug, [...slugs]))
  return new Set(rows.map(({ slug }) => slug))
}

/** Of a locked course. @throws 409 SLUG_TAKEN, which ends the transaction */
export async function updateCourse(
  { tables: { courses } }: Database,
  tx: Tx,
  { id, version, changes }: { id: string; version: number; changes: CourseChanges }
): Promise<void> {
  try {
    await tx
      .update(courses)
      .set({ ...changes, version: version + 1 })
      .where(and(eq(courses.id, id), eq(courses.version, version)))
  } catch (error) {
    if (isUniqueViolation(error)) throw slugTaken() // the only unique column that can change
    throw error
  }
}

export function prepareInsertTags(database: Database) {
  const { courseTags } = database.tables
  const prepare = (count: number) =>
    database.prepareForTx((queries) =>
      queries
        .insert(courseTags)
        .values(
          Array.from({ length: count }, (_, i) => ({
            courseId: sql.placeholder('courseId'),
            tag: sql.placeholder(`tag${i}`)
          }))
        )
        .prepare('')
    )
  const byCount = new Map<number, ReturnType<typeof prepare>>()

  return async (tx: Tx, { courseId, tags }: { courseId: string; tags: readonly string[] }): Promise<void> => {
    if (tags.length === 0) return
    const statement = byCount.get(tags.length) ?? prepare(tags.length)
    byCount.set(tags.length, statement)
    await statement(tx).execute({ courseId, ...Object.fromEntries(tags.map((tag, i) => [`tag${i}`, tag])) })
  }
}

export async function deleteTags({ tables: { courseTags } }: Database, tx: Tx, courseId: string): Promise<void> {
  await tx.delete(courseTags).where(eq(courseTags.courseId, courseId))
}

/** Whether the user is active and holds `course.create` in the organisation, or everywhere. */
export async function isPossibleMentor(
  { tables: { users, roleAssignments, roles } }: Database,
  queries: Queries,
  { userId, organizationId }: { userId: string; organizationId: string }
): Promise<boolean> {
  const rows = await queries
    .select({ permissions: roles.permissions })
    .from(users)
    .innerJoin(roleAssignments, eq(roleAssignments.userId, users.id))
    .innerJoin(roles, eq(roles.id, roleAssignments.roleId))
    .where(
      and(
        eq(users.id, userId),
        eq(users.status, 'active'),
        sql`${users.deletedAt} is null`,
        sql`(${roleAssignments.organizationId} is null or ${roleAssignments.organizationId} = ${organizationId})`
      )
    )
  return rows.some(({ permissions }) => permissions.includes('course.create'))
}

export function slugTaken(): Error {
  return conflict('SLUG_TAKEN', 'Another course has this slug')
}
