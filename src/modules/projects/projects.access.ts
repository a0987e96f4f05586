import type { Database, Queries, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { type AppError, conflict, forbidden, notFound, unauthenticated } from '../../lib/errors.js'
import type { Lessons } from '../content/index.js'
import type { Courses, FoundCourse, Viewer } from '../courses/index.js'
import type { Reviewers } from '../reviewers/index.js'
import { type DueTerms, dueTerms } from './lateness.js'
import {
  type FoundProject,
  findExtendedDueAt,
  lockProject,
  type OwnSubmission,
  type ProjectRow,
  prepareFindProject
} from './projects.repository.js'

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

/** The same, with what the viewer does there as a learner. */
export interface Sight extends SeenProject {
  /** Learns here, or has completed the course and keeps it. */
  hasAccess: boolean
  own: OwnSubmission | null
}

export interface ProjectAccessDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'rules' | 'requirePermitted'>
  lessons: Pick<Lessons, 'refusals'>
  reviewers: Pick<Reviewers, 'mayReview'>
}

export type ProjectAccess = ReturnType<typeof createProjectAccess>

/** Who may do what with a project, and by when it is due for them. */
export function createProjectAccess({ database, clock, courses, lessons, reviewers }: ProjectAccessDeps) {
  const { rules } = courses
  const find = prepareFindProject(database)

  /** What somebody is to a course. */
  async function standingOf(viewer: Viewer | null, course: FoundCourse) {
    const isManager = viewer !== null && rules.mayManage(viewer, course)
    const isReviewer = isManager || (viewer !== null && (await reviewers.mayReview(viewer, course)))
    const isStaff = isReviewer || (viewer !== null && rules.mayReadEnrolments(viewer, course))
    const { enrolmentStatus } = course
    return {
      isManager,
      isReviewer,
      isStaff,
      hasAccess: enrolmentStatus === 'active' || enrolmentStatus === 'completed'
    }
  }

  function byTheClock({ project, course, own }: FoundProject): FoundProject {
    const enrolmentStatus = rules.enrolmentAt(clock.now(), course.enrolmentStatus, course.enrolmentExpiresAt)
    return { project, course: { ...course, enrolmentStatus }, own }
  }

  /** What the viewer knows to be there, whether they may read it or not. @throws 404 */
  async function requireSeen(viewer: Viewer | null, id: string): Promise<Sight> {
    const found = await find(id, viewer?.userId)
    if (!found) throw notFound('Project')
    const { project, course, own } = byTheClock(found)
    const standing = await standingOf(viewer, course)
    const { isManager, isStaff, hasAccess } = standing
    const isForOthers =
      project.status === 'published' || (project.status === 'archived' && hasAccess && hasHandedIn(own))
    const isSeen =
      isManager ||
      (isStaff && project.status !== 'draft') ||
      (isForOthers && rules.maySee(viewer, course, course.enrolmentStatus))
    if (!isSeen) throw notFound('Project')
    return { project, course, own, ...standing }
  }

  /** What keeps them from the lesson of the project. @throws 404 where learners do not see it */
  async function lockOf(viewer: Viewer, { lessonId }: ProjectRow): Promise<AppError | undefined> {
    if (lessonId === null) return undefined
    const refusal = (await lessons.refusals(viewer, [lessonId])).get(lessonId)
    if (refusal?.statusCode === 404) throw notFound('Project')
    return refusal
  }

  /**
   * Staff; learners with access whose lesson is open. What one has handed in once stays readable, whatever becomes of the
   * lesson or the project. @throws 404; 401; 403 NOT_ENROLLED; 409 LESSON_LOCKED
   */
  async function requireReadable(viewer: Viewer | null, id: string): Promise<Sight> {
    const seen = await requireSeen(viewer, id)
    if (seen.isStaff) return seen
    if (!viewer) throw unauthenticated()
    if (!seen.hasAccess) throw notEnrolled()
    if (hasHandedIn(seen.own)) return seen
    const lock = await lockOf(viewer, seen.project)
    if (lock) throw lock
    return seen
  }

  return {
    requireReadable,

    /** For who learns in the course, and its staff. @throws 403 NOT_ENROLLED; 404 */
    async requireCourse(viewer: Viewer, ref: string): Promise<Omit<Sight, 'project' | 'own'>> {
      // Whether they see the course does not decide alone: reviewers need not.
      const course = await courses.requirePermitted(viewer, { ref, rule: () => true })
      const standing = await standingOf(viewer, course)
      if (!standing.isStaff) {
        if (!rules.maySee(viewer, course, course.enrolmentStatus)) throw notFound('Course')
        if (!standing.hasAccess) throw notEnrolled()
      }
      return { course, ...standing }
    },

    /** For who learns here. @throws 404; 403 NOT_ENROLLED; 409 LESSON_LOCKED, LESSON_NOT_PUBLISHED, PROJECT_NOT_OPEN */
    async requireLearnable(viewer: Viewer, id: string): Promise<Sight> {
      const seen = await requireSeen(viewer, id)
      if (seen.project.status !== 'published') throw notOpen()
      if (!seen.hasAccess) throw notEnrolled()
      const lock = await lockOf(viewer, seen.project)
      if (lock) throw lock
      return seen
    },

    /** As it stays until the commit, for others too who hand in meanwhile. @throws 404; 409 PROJECT_NOT_OPEN */
    async lockOpen(tx: Tx, id: string): Promise<ProjectRow> {
      const project = await lockProject(database, tx, id, { shared: true })
      if (!project) throw notFound('Project')
      if (project.status !== 'published') throw notOpen()
      return project
    },

    /** @throws 403 for who sees it; 404 */
    async requireManaged(viewer: Viewer, id: string): Promise<Sight> {
      const seen = await requireSeen(viewer, id)
      if (!seen.isManager) throw forbidden()
      return seen
    },

    /** For its reviewers, or for all of its staff. @throws 403 for who sees it; 404 */
    async requireInside(viewer: Viewer, id: string, rule: 'isReviewer' | 'isStaff'): Promise<Sight> {
      const seen = await requireSeen(viewer, id)
      if (!seen[rule]) throw forbidden()
      return seen
    },

    /** With the extension that the learner may have. */
    async termsOf(
      queries: Queries,
      { project, timeZone, userId }: { project: ProjectRow; timeZone: string; userId: string }
    ): Promise<DueTerms> {
      const extended = project.dueAt && (await findExtendedDueAt(database, queries, { projectId: project.id, userId }))
      return dueTerms(project, { extended: extended ?? null, timeZone })
    }
  }
}

/** Whatever became of it. */
export function hasHandedIn(own: OwnSubmission | null): boolean {
  return own !== null && own.attempts > 0
}

function notOpen(): AppError {
  return conflict('PROJECT_NOT_OPEN', 'Only a published project takes work')
}

function notEnrolled(): AppError {
  return forbidden('You are not enrolled in this course', 'NOT_ENROLLED')
}
