import type { FastifyPluginAsync } from 'fastify'
import type { AfterCommit, Database, Queries, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Lessons } from '../content/index.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Notifications } from '../notifications/index.js'
import type { Progress } from '../progress/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { Rubrics } from '../rubrics/index.js'
import { type DueTerms, type Lateness, latenessOf } from './lateness.js'
import { createProjectAccess, type SeenProject } from './projects.access.js'
import type { ProjectRow } from './projects.repository.js'

export type { DueTerms, Lateness } from './lateness.js'
export type { SeenProject } from './projects.access.js'
export type { ProjectRow } from './projects.repository.js'

export interface ProjectsModuleDeps {
  database: Database
  clock: Clock
  courses: Courses
  lessons: Lessons
  rubrics: Rubrics
  reviewers: Pick<Reviewers, 'mayReview'>
  progress: Pick<Progress, 'recheckCourse'>
  notifications: Pick<Notifications, 'notify'>
}

export interface ProjectClone {
  /** Of the lessons: old id -> new id. */
  lessonIds: ReadonlyMap<string, string>
  courseId: string
  newCourseId: string
  newOrganizationId: string
  actorId: string
}
export type CloneProjects = (tx: Tx, afterCommit: AfterCommit, clone: ProjectClone) => Promise<void>

/** Who may read which project, and by when it is due. */
export interface Projects {
  /** Staff; learners with access whose lesson is open, or who have handed in. @throws 404; 401; 403 NOT_ENROLLED; 409 LESSON_LOCKED */
  requireReadable(viewer: Viewer | null, projectId: string): Promise<SeenProject>
  /** For who learns here: enrolled with access, the project published, its lesson open. @throws 404; 403 NOT_ENROLLED; 409 LESSON_LOCKED, PROJECT_NOT_OPEN */
  requireLearnable(viewer: Viewer, projectId: string): Promise<SeenProject>
  /** @throws 403; 404 */
  requireManaged(viewer: Viewer, projectId: string): Promise<SeenProject>
  /** With the extension that the learner may have. */
  termsOf(queries: Queries, asked: { project: ProjectRow; timeZone: string; userId: string }): Promise<DueTerms>
  latenessOf(project: ProjectRow, lateness: { dueAt: Date | null; timeZone: string; at: Date }): Lateness
}

export function createProjectsModule(deps: ProjectsModuleDeps) {
  const routes: FastifyPluginAsync = async () => {}
  const { requireReadable, requireLearnable, requireManaged, termsOf } = createProjectAccess(deps)
  const projects: Projects = { requireReadable, requireLearnable, requireManaged, termsOf, latenessOf }
  const cloneProjects: CloneProjects = async () => {}
  return { ...projects, cloneProjects, routes, schemas: [] }
}
