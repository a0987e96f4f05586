import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { unprocessable } from '../../lib/errors.js'
import type { CourseRow, Courses, Viewer } from '../courses/index.js'
import { countContent, isAwaitable } from './content-changes.repository.js'
import { readOrdered } from './order.repository.js'
import { raiseOutline } from './outline-version.repository.js'
import { findReleaseCycle } from './release-cycle.js'

export interface ContentChangesDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'lockPermitted' | 'rules'>
  /** After what is required has changed. */
  recheckProgress: (tx: Tx, afterCommit: AfterCommit, courseId: string) => Promise<void>
}

/** A change of the content of a course, which nobody else changes meanwhile. */
export interface ContentChange {
  tx: Tx
  afterCommit: AfterCommit
  actor: Viewer
  /** As it stays until the commit. */
  course: CourseRow
  now: Date
  /** Tells the readers of the tree that it is another one. */
  raise(): Promise<void>
  /** What is required may be other things now: completes those who lack nothing any more. */
  recheck(): void
}

/** Of a course, archived ones apart. */
const limits = { modules: 200, lessons: 500 }

export type ContentChanges = ReturnType<typeof createContentChanges>

/** All that happens to the content of one course happens one after the other: its order and its limits hold. */
export function createContentChanges({ database, clock, courses, recheckProgress }: ContentChangesDeps) {
  return {
    /** For who manages the course. @throws 403; 404; what `body` throws */
    run<T>(actor: Viewer, courseRef: string, body: (change: ContentChange) => Promise<T>): Promise<T> {
      return database.transaction(async (tx, afterCommit) => {
        const course = await courses.lockPermitted(tx, actor, { ref: courseRef, rule: courses.rules.mayManage })
        let isRaised = false
        let isRecheckDue = false
        const result = await body({
          ...{ tx, afterCommit, actor, course, now: clock.now() },
          async raise() {
            if (!isRaised) await raiseOutline(database, tx, course.id)
            isRaised = true
          },
          recheck() {
            isRecheckDue = true
          }
        })
        if (isRecheckDue) await recheckProgress(tx, afterCommit, course.id)
        return result
      })
    },

    /** Once something is added. @throws 422 TOO_MANY naming `modules` or `lessons` */
    async requireLimits({ tx, course }: ContentChange): Promise<void> {
      const counts = await countContent(database, tx, course.id)
      for (const what of ['modules', 'lessons'] as const) {
        if (counts[what] > limits[what]) {
          throw unprocessable('TOO_MANY', what, `of a course must not be more than ${limits[what]}`)
        }
      }
    },

    /**
     * Once a rule is written, or what is in its reach has changed. `awaited` is the lesson that a new rule names.
     * @throws 422 UNKNOWN_LESSON naming `release.lessonId`; 422 RELEASE_CYCLE naming `field`
     */
    async requireOpenable(
      { tx, course }: ContentChange,
      { awaited, field }: { awaited: string | null | undefined; field: string }
    ): Promise<void> {
      if (awaited && !(await isAwaitable(database, tx, { courseId: course.id, lessonId: awaited }))) {
        throw unprocessable(
          'UNKNOWN_LESSON',
          'release.lessonId',
          'must be a lesson of this course that is not archived'
        )
      }
      if (findReleaseCycle(await readOrdered(database, tx, course.id))) {
        throw unprocessable('RELEASE_CYCLE', field, 'would make lessons wait for each other')
      }
    }
  }
}

/** The fields in which the row differs. */
export function changesOf<T extends object>(row: T, wanted: Partial<T>): Partial<T> {
  const isOther = ([name, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(row[name as keyof T])
  return Object.fromEntries(Object.entries(wanted).filter(isOther)) as Partial<T>
}
