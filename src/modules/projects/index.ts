import type { FastifyPluginAsync } from 'fastify'
import type { AfterCommit, Database, Queries, Tx } from '../../db/database.js'
import type { Tables } from '../../db/schema/index.js'
import type { Clock } from '../../lib/clock.js'
import type { Lessons } from '../content/index.js'
import type { Courses, FoundCourse, Viewer } from '../courses/index.js'
import type { Notifications } from '../notifications/index.js'
import type { Progress } from '../progress/index.js'
import type { Reviewers } from '../reviewers/index.js'
import type { Rubrics } from '../rubrics/index.js'

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

export type ProjectRow = Tables['projects']['$inferSelect']

/** A project, and what its viewer is to it. */
export interface SeenProject {
  project: ProjectRow
  course: FoundCourse
  isManager: boolean
  /** Also whoever manages the course. */
  isReviewer: boolean
  /** Whoever works on the course in any way: also its reviewers, and who reads its enrolments. */
  isStaff: boolean
}

/** When it is due for one learner; null: whenever they like. */
export interface DueTerms {
  dueAt: Date | null
  /** From then on nothing is taken. */
  closesAt: Date | null
}

export interface Lateness {
  isLate: boolean
  /** Days begun since it was due, in the calendar of the course. */
  daysLate: number
  /** Per cent that are taken off the points. */
  latePercent: number
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
  /** Staff; learners with access whose lesson is open. @throws 404; 401; 403 NOT_ENROLLED; 409 LESSON_LOCKED */
  requireReadable(viewer: Viewer | null, projectId: string): Promise<SeenProject>
  /** For who learns here: enrolled with access, the project published, its lesson open. @throws 404; 403 NOT_ENROLLED; 409 LESSON_LOCKED, PROJECT_NOT_OPEN */
  requireLearnable(viewer: Viewer, projectId: string): Promise<SeenProject>
  /** @throws 403; 404 */
  requireManaged(viewer: Viewer, projectId: string): Promise<SeenProject>
  /** With the extension that the learner may have. */
  termsOf(queries: Queries, asked: { project: ProjectRow; timeZone: string; userId: string }): Promise<DueTerms>
  latenessOf(project: ProjectRow, lateness: { dueAt: Date | null; timeZone: string; at: Date }): Lateness
}

const notBuilt = async (): Promise<never> => {
  throw new Error('not built yet')
}

export function createProjectsModule(_deps: ProjectsModuleDeps) {
  const routes: FastifyPluginAsync = async () => {}
  const projects: Projects = {
    requireReadable: notBuilt,
    requireLearnable: notBuilt,
    requireManaged: notBuilt,
    termsOf: notBuilt,
    latenessOf: () => ({ isLate: false, daysLate: 0, latePercent: 0 })
  }
  const cloneProjects: CloneProjects = async () => {}
  return { ...projects, cloneProjects, routes, schemas: [] }
}
