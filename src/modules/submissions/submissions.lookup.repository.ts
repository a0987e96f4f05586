import { eq, getTableColumns, sql } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { ProjectRow } from '../projects/index.js'
import { type SubmissionRow, submissionColumns } from './moves.repository.js'

export interface FoundSubmission {
  submission: SubmissionRow
  project: ProjectRow
}

/** Asked for before everything that is done with a submission. */
export function prepareFindSubmission({ read, tables }: Database) {
  const { submissions, projects } = tables
  const query = read
    .select({ submission: submissionColumns(tables), project: getTableColumns(projects) })
    .from(submissions)
    .innerJoin(projects, eq(projects.id, submissions.projectId))
    .where(eq(submissions.id, sql.placeholder('id')))
    .prepare('')
  return async (id: string): Promise<FoundSubmission | undefined> => (await query.execute({ id }))[0]
}

/** Whose attempts hold the file, and in which course: as good as always one learner. */
export function prepareFindFileHolders({ read, tables: { attemptFiles, attempts, courses } }: Database) {
  const query = read
    .selectDistinct({
      userId: attempts.userId,
      courseId: courses.id,
      organizationId: courses.organizationId,
      mentorId: courses.mentorId
    })
    .from(attemptFiles)
    .innerJoin(attempts, eq(attempts.id, attemptFiles.attemptId))
    .innerJoin(courses, eq(courses.id, attempts.courseId))
    .where(eq(attemptFiles.fileId, sql.placeholder('fileId')))
    .prepare('')
  return (fileId: string) => query.execute({ fileId })
}
