import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import { isUniqueViolation } from '../../db/errors.js'
import type { Tables } from '../../db/schema/index.js'
import { conflict } from '../../lib/errors.js'

type CourseRecord = Tables['courses']['$inferSelect']
/** What serves sorting and searching alone is never read. */
export type CourseRow = Omit<CourseRecord, 'titleKey' | 'searchKey'>
export type NewDraft = Omit<CourseRecord, 'publishedAt' | 'archivedAt'>
type NewCourse = Tables['courses']['$inferInsert']
export type CourseChanges = Partial<Omit<NewCourse, 'id' | 'createdBy' | 'createdAt'>>
type EnrolmentStatus = Tables['enrolments']['$inferSelect']['status']

/** A course, and how its viewer stands to it. */
export interface FoundCourse extends CourseRow {
  enrolmentStatus: EnrolmentStatus | null
}

/** Of two ways to name a course, the id has a `_` and the slug never has. */
function refColumn({ courses }: Tables, ref: string) {
  return ref.includes('_') ? courses.id : courses.slug
}

function courseColumns({ courses }: Tables) {
  const { titleKey: _titleKey, searchKey: _searchKey, ...columns } = getTableColumns(courses)
  return columns
}

/** The one query of `GET /api/courses/:id`, prepared for each of the two ways to name a course. */
export function prepareFindCourse({ read, tables }: Database) {
  const { courses, enrolments } = tables
  const prepare = (column: typeof courses.id | typeof courses.slug, name: string) =>
    read
      .select({ ...courseColumns(tables), enrolmentStatus: enrolments.status })
      .from(courses)
      .leftJoin(enrolments, and(eq(enrolments.courseId, courses.id), eq(enrolments.userId, sql.placeholder('userId'))))
      .where(eq(column, sql.placeholder('ref')))
      .prepare(name)
  const byId = prepare(courses.id, 'find_course_by_id')
  const bySlug = prepare(courses.slug, 'find_course_by_slug')

  return async (ref: string, viewerId: string | undefined): Promise<FoundCourse | undefined> => {
    const query = refColumn(tables, ref) === courses.id ? byId : bySlug
    const [course] = await query.execute({ ref, userId: viewerId ?? '' })
    return course
  }
}

/** The course as it stays until the commit. */
export async function lockCourse(database: Database, tx: Tx, ref: string): Promise<CourseRow | undefined> {
  const { tables } = database
  const [course] = await database.lock(
    tx
      .select(courseColumns(tables))
      .from(tables.courses)
      .where(eq(refColumn(tables, ref), ref))
  )
  return course
}

/** A course that is not published yet. The answer is whether it was inserted: not when its slug is taken. */
export function prepareInsertCourse(database: Database): (tx: Tx, draft: NewDraft) => Promise<boolean> {
  const { courses } = database.tables
  const { publishedAt: _publishedAt, archivedAt: _archivedAt, ...columns } = getTableColumns(courses)
  const placeholders = Object.fromEntries(Object.keys(columns).map((name) => [name, sql.placeholder(name)]))
  const statement = database.prepareWrite((queries) =>
    queries
      .insert(courses)
      .values(placeholders as never) // one for each column: the types of values cannot say so
      .onConflictDoNothing({ target: courses.slug })
      .returning({ id: courses.id })
      .prepare('')
  )
  return async (tx, draft) => (await statement(tx).execute({ ...draft })).length > 0
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
    database.prepareWrite((queries) =>
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
