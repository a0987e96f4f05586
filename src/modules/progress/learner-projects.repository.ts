import { and, asc, eq, inArray, isNull, or } from 'drizzle-orm'
import type { Database } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'

export type SubmissionStatus = Tables['submissions']['$inferSelect']['status']

/** A project, and how far a learner is with it. */
export interface LearnerProject {
  id: string
  courseId: string
  lessonId: string | null
  number: string
  title: string
  isRequired: boolean
  /** For this learner; null: whenever they like. */
  dueAt: Date | null
  /** Null: not begun. */
  status: SubmissionStatus | null
}

/** The published projects of the courses, but for those of withdrawn lessons, in their order. */
export async function listProjects(
  { read, tables }: Database,
  { courseIds, userId }: { courseIds: readonly string[]; userId: string }
): Promise<LearnerProject[]> {
  if (courseIds.length === 0) return []
  const { projects, projectExtensions, submissions, lessons, modules } = tables
  const { id, courseId, lessonId, number, title, isRequired, dueAt } = projects
  const rows = await read
    .select({
      project: { id, courseId, lessonId, number, title, isRequired, dueAt },
      extendedTo: projectExtensions.dueAt,
      status: submissions.status
    })
    .from(projects)
    .leftJoin(lessons, eq(lessons.id, lessonId))
    .leftJoin(modules, eq(modules.id, lessons.moduleId))
    .leftJoin(submissions, and(eq(submissions.projectId, id), eq(submissions.userId, userId)))
    .leftJoin(projectExtensions, and(eq(projectExtensions.projectId, id), eq(projectExtensions.userId, userId)))
    .where(
      and(
        inArray(courseId, [...courseIds]),
        eq(projects.status, 'published'),
        or(isNull(lessonId), and(eq(lessons.status, 'published'), eq(modules.status, 'published')))
      )
    )
    .orderBy(asc(courseId), asc(projects.position), asc(id))
  return rows.map(({ project, extendedTo, status }) => {
    // An extension gives time and never takes any.
    const isLonger = project.dueAt !== null && extendedTo !== null && extendedTo > project.dueAt
    return { ...project, dueAt: isLonger ? extendedTo : project.dueAt, status }
  })
}
