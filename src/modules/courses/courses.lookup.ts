import type { Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { forbidden, notFound } from '../../lib/errors.js'
import {
  enrolmentAt,
  mayEnrolOthers,
  mayManage,
  mayReadEnrolments,
  maySee,
  sightOf,
  type Viewer
} from './courses.access.js'
import {
  type CourseHead,
  type CourseRow,
  type FindCourse,
  type FoundCourse,
  lockCourse,
  prepareFindCourse,
  prepareFindCourseHead
} from './courses.repository.js'
import { type VisibleCourses, visibleCourses } from './courses.visibility.repository.js'
import { lockEnrolment } from './learners.repository.js'

/** Whether the viewer may do what they are about to do with the course. */
export type CourseRule = (viewer: Viewer, course: CourseRow) => boolean

export type CourseLookup = ReturnType<typeof createCourseLookup>

/** Courses, one of them by its id or slug, for who may see them or do something with them. */
export function createCourseLookup(database: Database, clock: Clock) {
  const find = byTheClock(prepareFindCourse(database))
  const findHead = byTheClock(prepareFindCourseHead(database))

  function byTheClock<T extends CourseHead>(findRow: FindCourse<T>): FindCourse<T> {
    return async (ref, viewerId) => {
      const course = await findRow(ref, viewerId)
      if (!course?.enrolmentExpiresAt) return course
      return { ...course, enrolmentStatus: enrolmentAt(clock.now(), course.enrolmentStatus, course.enrolmentExpiresAt) }
    }
  }

  function requireSeen<T extends CourseHead>(viewer: Viewer | null, course: T | undefined): T {
    if (!course || !maySee(viewer, course, course.enrolmentStatus)) throw notFound('Course')
    return course
  }

  /** The same of a locked course: the enrolment that may let them see it stays too. @throws 404 */
  async function requireSeenLocked(tx: Tx, viewer: Viewer, course: CourseRow | undefined): Promise<FoundCourse> {
    if (!course) throw notFound('Course')
    const enrolment = await lockEnrolment(database, tx, { courseId: course.id, userId: viewer.userId })
    const enrolmentExpiresAt = enrolment?.expiresAt ?? null
    const enrolmentStatus = enrolmentAt(clock.now(), enrolment?.status, enrolmentExpiresAt)
    return requireSeen(viewer, { ...course, enrolmentStatus, enrolmentExpiresAt })
  }

  /** @throws 404 for who may not see it, 403 for who may and the rule says no */
  async function requirePermitted(
    viewer: Viewer,
    { ref, rule }: { ref: string; rule: CourseRule }
  ): Promise<FoundCourse> {
    const course = await find(ref, viewer.userId)
    if (course && rule(viewer, course)) return course
    requireSeen(viewer, course)
    throw forbidden()
  }

  return {
    /** @throws 404 for who may not see it */
    requireVisible: async (viewer: Viewer | null, ref: string): Promise<FoundCourse> =>
      requireSeen(viewer, await find(ref, viewer?.userId)),

    /** The same without its content. @throws 404 for who may not see it */
    requireVisibleHead: async (viewer: Viewer | null, ref: string): Promise<CourseHead> =>
      requireSeen(viewer, await findHead(ref, viewer?.userId)),

    requirePermitted,
    requireManaged: (viewer: Viewer, ref: string) => requirePermitted(viewer, { ref, rule: mayManage }),

    /** The same inside a transaction: the course stays as it is until the commit. @throws 404, 403 */
    async lockPermitted(tx: Tx, viewer: Viewer, { ref, rule }: { ref: string; rule: CourseRule }): Promise<CourseRow> {
      const course = await lockCourse(database, tx, ref)
      if (course && rule(viewer, course)) return course
      await requireSeenLocked(tx, viewer, course)
      throw forbidden()
    },

    /** For who need not manage it; their own enrolment stays as it is too. @throws 404 */
    lockVisible: async (tx: Tx, viewer: Viewer, ref: string): Promise<FoundCourse> =>
      requireSeenLocked(tx, viewer, await lockCourse(database, tx, ref)),

    /** All that the viewer sees, for a join in somebody else's repository. */
    visibleTo: (viewer: Viewer | null): VisibleCourses =>
      visibleCourses(database.tables, viewer && sightOf(viewer, clock.now())),

    /** For what happens by itself: the course stays as it is until the commit. */
    lock: (tx: Tx, courseId: string): Promise<CourseRow | undefined> => lockCourse(database, tx, courseId),

    rules: { mayManage, mayEnrolOthers, mayReadEnrolments, maySee, enrolmentAt }
  }
}
