import { and, eq, getTableColumns, sql } from 'drizzle-orm'
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

/** The project as it stays until the commit. */
export async function lockProject(database: Database, tx: Tx, id: string): Promise<ProjectRow | undefined> {
  const { projects } = database.tables
  const [row] = await database.lock(tx.select().from(projects).where(eq(projects.id, id)))
  return row
}
