import { eq } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import { notFound } from '../../lib/errors.js'

/** @throws 404 */
export async function findCourseOfCohort({ read, tables: { cohorts } }: Database, cohortId: string): Promise<string> {
  const [row] = await read.select({ courseId: cohorts.courseId }).from(cohorts).where(eq(cohorts.id, cohortId))
  if (!row) throw notFound('Cohort')
  return row.courseId
}

/** @throws 404 */
export async function findCourseOfProject(
  { read, tables: { projects } }: Database,
  projectId: string
): Promise<string> {
  const [row] = await read.select({ courseId: projects.courseId }).from(projects).where(eq(projects.id, projectId))
  if (!row) throw notFound('Project')
  return row.courseId
}
