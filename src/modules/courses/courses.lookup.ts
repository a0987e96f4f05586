import type { Database, Tx } from '../../db/database.js'
import { forbidden, notFound } from '../../lib/errors.js'
import { mayManage, maySee, type Viewer } from './courses.access.js'
import { type CourseRow, type FoundCourse, lockCourse, prepareFindCourse } from './courses.repository.js'
import { findEnrolmentStatus } from './enrolments.repository.js'

/** Whether the viewer may do what they are about to do with the course. */
export type CourseRule = (viewer: Viewer, course: CourseRow) => boolean

export type CourseLookup = ReturnType<typeof createCourseLookup>

/** One course, by its id or slug, for who may see it or do something with it. */
export function createCourseLookup(database: Database) {
  const find = prepareFindCourse(database)

  /** @throws 404 for who may not see it */
  async function requireVisible(viewer: Viewer | null, ref: string): Promise<FoundCourse> {
    const course = await find(ref, viewer?.userId)
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
    if (!course || !maySee(viewer, course, course.enrolmentStatus === 'active')) throw notFound('Course')
    throw forbidden()
  }

  return {
    requireVisible,
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
