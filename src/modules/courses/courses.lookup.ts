import type { Database, Tx } from '../../db/database.js'
import { forbidden, notFound } from '../../lib/errors.js'
import { mayManage, maySee, type Viewer } from './courses.access.js'
import {
  type CourseHead,
  type CourseRow,
  type FoundCourse,
  lockCourse,
  prepareFindCourse,
  prepareFindCourseHead
} from './courses.repository.js'
import { findEnrolmentStatus } from './enrolments.repository.js'

/** Whether the viewer may do what they are about to do with the course. */
export type CourseRule = (viewer: Viewer, course: CourseRow) => boolean

export type CourseLookup = ReturnType<typeof createCourseLookup>

/** One course, by its id or slug, for who may see it or do something with it. */
export function createCourseLookup(database: Database) {
  const find = prepareFindCourse(database)
  const findHead = prepareFindCourseHead(database)

  function requireSeen<T extends CourseHead>(viewer: Viewer | null, course: T | undefined): T {
    if (!course || !maySee(viewer, course, course.enrolmentStatus === 'active')) throw notFound('Course')
    return course
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
      if (!course) throw notFound('Course')
      const status = await findEnrolmentStatus(database, tx, { courseId: course.id, userId: viewer.userId })
      if (!maySee(viewer, course, status === 'active')) throw notFound('Course')
      throw forbidden()
    }
  }
}
