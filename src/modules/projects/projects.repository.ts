import { and, asc, eq, getTableColumns, inArray, max, ne, sql } from 'drizzle-orm'
import type { Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { FoundCourse } from '../courses/index.js'

export type ProjectRow = Tables['projects']['$inferSelect']
export type ProjectChanges = Partial<Omit<ProjectRow, 'id' | 'number' | 'courseId' | 'createdBy' | 'createdAt'>>
export type ProjectStatus = ProjectRow['status']

/** What somebody has handed in, as far as a project tells of it. */
export type OwnSubmission = Pick<
  Tables['submissions']['$inferSelect'],
  'id' | 'status' | 'attempts' | 'countedAttempts'
>

/** A project, the course that it is of, and how its viewer stands to both. */
export interface FoundProject {
  project: ProjectRow
  course: FoundCourse
  own: OwnSubmission | null
}

/** A statement takes so many values, and a row has two dozen of them. */
const rowsPerStatement = 500

/** The query of every request about a project. The enrolment is as it was noted last: whoever asks holds it to the clock. */
export function prepareFindProject({ read, tables }: Database) {
  const { projects, courses, enrolments } = tables
  const { titleKey: _titleKey, searchKey: _searchKey, ...course } = getTableColumns(courses)
  const query = read
    .select({
      project: getTableColumns(projects),
      course,
      enrolment: { status: enrolments.status, expiresAt: enrolments.expiresAt },
      own: ownColumns(tables)
    })
    .from(projects)
    .innerJoin(courses, eq(courses.id, projects.courseId))
    .leftJoin(enrolments, and(eq(enrolments.courseId, courses.id), eq(enrolments.userId, sql.placeholder('viewerId'))))
    .leftJoin(tables.submissions, isOwnSubmission(tables))
    .where(eq(projects.id, sql.placeholder('id')))
    .prepare('')
  return async (id: string, viewerId: string | undefined): Promise<FoundProject | undefined> => {
    const [row] = await query.execute({ id, viewerId: viewerId ?? '' })
    if (!row) return undefined
    const { project, course, enrolment, own } = row
    const standing = { enrolmentStatus: enrolment?.status ?? null, enrolmentExpiresAt: enrolment?.expiresAt ?? null }
    return { project, course: { ...course, ...standing }, own }
  }
}

export function ownColumns({ submissions: { id, status, attempts, countedAttempts } }: Tables) {
  return { id, status, attempts, countedAttempts }
}

/** Of `viewerId`. */
export function isOwnSubmission({ projects, submissions }: Tables) {
  return and(eq(submissions.projectId, projects.id), eq(submissions.userId, sql.placeholder('viewerId')))
}

/** Until when the learner has time, where that was given to them. */
export async function findExtendedDueAt(
  { tables: { projectExtensions } }: Database,
  queries: Queries,
  { projectId, userId }: { projectId: string; userId: string }
): Promise<Date | undefined> {
  const [row] = await queries
    .select({ dueAt: projectExtensions.dueAt })
    .from(projectExtensions)
    .where(and(eq(projectExtensions.projectId, projectId), eq(projectExtensions.userId, userId)))
  return row?.dueAt
}

/** The project as it stays until the commit; `shared` with others who only need it to stay so. */
export async function lockProject(
  database: Database,
  tx: Tx,
  id: string,
  { shared = false } = {}
): Promise<ProjectRow | undefined> {
  const { projects } = database.tables
  const [row] = await database.lock(tx.select().from(projects).where(eq(projects.id, id)), { shared })
  return row
}

export async function insertProjects(
  { tables: { projects } }: Database,
  tx: Tx,
  rows: readonly ProjectRow[]
): Promise<void> {
  for (let i = 0; i < rows.length; i += rowsPerStatement) {
    await tx.insert(projects).values(rows.slice(i, i + rowsPerStatement))
  }
}

/** Of a locked project. */
export async function updateProject(
  { tables: { projects } }: Database,
  tx: Tx,
  { id, changes }: { id: string; changes: ProjectChanges }
): Promise<void> {
  await tx.update(projects).set(changes).where(eq(projects.id, id))
}

/** The first of so many numbers of the month: nobody else gets these, and what is rolled back leaves a gap. */
export async function takeNumbers(
  { tables: { projectNumbers } }: Database,
  tx: Tx,
  { month, count }: { month: string; count: number }
): Promise<number> {
  const [row] = await tx
    .insert(projectNumbers)
    .values({ month, last: count })
    .onConflictDoUpdate({
      target: projectNumbers.month,
      set: { last: sql`${projectNumbers.last} + ${sql.raw(String(count))}` }
    })
    .returning({ last: projectNumbers.last })
  return (row?.last ?? count) - count + 1
}

/** Whether anybody has ever handed anything in, withdrawn or not. */
export async function hasAttempts({ tables: { attempts } }: Database, tx: Tx, projectId: string): Promise<boolean> {
  const [row] = await tx.select({ id: attempts.id }).from(attempts).where(eq(attempts.projectId, projectId)).limit(1)
  return row !== undefined
}

/** Whether it is a lesson of the course that is not archived. */
export async function isLessonInUse(
  { tables: { lessons } }: Database,
  tx: Tx,
  { lessonId, courseId }: { lessonId: string; courseId: string }
): Promise<boolean> {
  const [row] = await tx
    .select({ id: lessons.id })
    .from(lessons)
    .where(and(eq(lessons.id, lessonId), eq(lessons.courseId, courseId), ne(lessons.status, 'archived')))
  return row !== undefined
}

/** Behind all others of the locked course. */
export async function nextPosition({ tables: { projects } }: Database, tx: Tx, courseId: string): Promise<number> {
  const [row] = await tx
    .select({ last: max(projects.position) })
    .from(projects)
    .where(eq(projects.courseId, courseId))
  return (row?.last ?? -1) + 1
}

/** The projects of the locked course in their order: what is archived has none. */
export async function readOrder({ tables: { projects } }: Database, tx: Tx, courseId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: projects.id })
    .from(projects)
    .where(and(eq(projects.courseId, courseId), ne(projects.status, 'archived')))
    .orderBy(asc(projects.position), asc(projects.id))
  return rows.map(({ id }) => id)
}

/** From 0, in this order. One statement, whatever their number. */
export async function writeOrder({ tables: { projects } }: Database, tx: Tx, ids: readonly string[]): Promise<void> {
  // The place in the text: PostgreSQL takes a parameter of a `case` for text.
  const places = ids.map((id, i) => sql`when ${id} then ${sql.raw(String(i))}`)
  await tx
    .update(projects)
    .set({ position: sql`case ${projects.id} ${sql.join(places, sql` `)} end` })
    .where(inArray(projects.id, [...ids]))
}
