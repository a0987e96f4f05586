import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Precondition } from '../../http/etag.js'
import type { Clock } from '../../lib/clock.js'
import { notFound, unprocessable } from '../../lib/errors.js'
import { toHundredths } from '../../lib/points.js'
import type { Audit } from '../audit/index.js'
import type { Courses, Viewer } from '../courses/index.js'
import type { Events } from '../events/index.js'
import { findAppealOf, type SeenAppeal } from './appeals.repository.js'
import type { GradebookAccess } from './gradebook.access.js'
import type { GradebookReader } from './gradebook.repository.js'
import { gradesReleased } from './grades.events.js'
import {
  findGrade,
  findItemTitle,
  listChanges,
  releaseGrades,
  type SeenChange,
  type SeenGrade
} from './grades.repository.js'
import type { GivenGrade, ReleaseFields } from './grades.schemas.js'
import { type Grading, unknownItem } from './grading.service.js'
import { findLearning } from './learners.repository.js'

export interface GradesDeps {
  database: Database
  clock: Clock
  audit: Pick<Audit, 'record'>
  courses: Pick<Courses, 'lock' | 'lockPermitted' | 'requirePermitted' | 'rules'>
  access: GradebookAccess
  reader: GradebookReader
  grading: Pick<Grading, 'set'>
  events: Pick<Events, 'emit'>
}

export type GradesService = ReturnType<typeof createGradesService>

/** A grade with all that has ever become of it. */
export interface GradeView {
  grade: SeenGrade
  /** Of what is graded. */
  title: string
  changes: SeenChange[]
  appeal: SeenAppeal | undefined
}

/** Below what either database takes of values in one statement. */
const batchSize = 500

/** Single grades: what became of them, setting them by hand, releasing them. */
export function createGradesService(deps: GradesDeps) {
  const { database, clock, audit, courses, access, reader, grading, events } = deps

  async function read(gradeId: string): Promise<GradeView | undefined> {
    const grade = await findGrade(database, gradeId)
    if (!grade) return undefined
    const [title, changes, appeal] = await Promise.all([
      findItemTitle(database, database.read, grade),
      listChanges(database, gradeId),
      findAppealOf(database, database.read, gradeId)
    ])
    return { grade, title, changes, appeal }
  }

  /** @throws 422 NOT_ENROLLED */
  async function requireLearning(tx: Tx, { courseId, userId }: { courseId: string; userId: string }): Promise<void> {
    const learning = await findLearning(database, tx, { courseId, userIds: [userId], now: clock.now() })
    if (learning.length === 0) throw unprocessable('NOT_ENROLLED', 'userId', 'must be of somebody who takes the course')
  }

  /** Who has left the course is told nothing. */
  async function tellReleased(
    tx: Tx,
    afterCommit: AfterCommit,
    released: Omit<Parameters<typeof gradesReleased>[0], 'userIds'>
  ): Promise<void> {
    const { course, learnerIds, actorId } = released
    const told: string[] = []
    for (let i = 0; i < learnerIds.length; i += batchSize) {
      const batch = learnerIds.slice(i, i + batchSize)
      told.push(...(await findLearning(database, tx, { courseId: course.id, userIds: batch, now: clock.now() })))
    }
    const userIds = told.filter((userId) => userId !== actorId)
    await events.emit(tx, afterCommit, gradesReleased({ ...released, userIds }))
  }

  return {
    /** For its learner once it is released, and for the staff of the course. @throws 404 */
    async get(viewer: Viewer, id: string): Promise<GradeView> {
      const view = await read(id)
      if (!view) throw notFound('Grade')
      const { userId, courseId, releasedAt } = view.grade
      if (userId === viewer.userId && releasedAt !== null) return view
      const course = await courses.requirePermitted(viewer, { ref: courseId, rule: () => true })
      if (!(await access.isStaff(viewer, course))) throw notFound('Grade')
      return view
    },

    /**
     * By who judges work there, for a learner of the course, also without any work.
     * @throws 403 OWN_WORK; 404; 412; 422 NOT_ENROLLED, UNKNOWN_ITEM, INVALID_POINTS
     */
    async set(
      actor: Viewer,
      ref: string,
      { fields, check }: { fields: GivenGrade; check: Precondition }
    ): Promise<GradeView> {
      const { id: courseId } = await access.requireReviewed(actor, ref)
      const { userId, kind, itemId, reason } = fields
      const points = fields.points === null ? null : toHundredths(fields.points)
      if (points === undefined) throw unprocessable('INVALID_POINTS', 'points', 'must have at most two decimals')
      const { id } = await database.transaction(async (tx, afterCommit) => {
        await courses.lock(tx, courseId)
        if (userId !== actor.userId) await requireLearning(tx, { courseId, userId })
        const cause = { source: 'manual', reason: reason.trim(), actorId: actor.userId } as const
        return grading.set(tx, afterCommit, { courseId, userId, kind, itemId, points, ...cause, check })
      })
      const view = await read(id)
      if (!view) throw notFound('Grade')
      return view
    },

    /** Tells each learner once. Returns how many grades were held back until now. @throws 403; 404; 422 UNKNOWN_ITEM */
    async release(actor: Viewer, ref: string, { kind, itemId, userIds }: ReleaseFields): Promise<number> {
      await access.requireManaged(actor, ref)
      return database.transaction(async (tx, afterCommit) => {
        const course = await courses.lockPermitted(tx, actor, { ref, rule: courses.rules.mayManage })
        const items = await reader.items(tx, course.id)
        const item = items.find((each) => each.kind === kind && each.itemId === itemId)
        if (!item) throw unknownItem('itemId')
        const place = { courseId: course.id, kind, itemId }
        const released = await releaseGrades(database, tx, { ...place, userIds, now: clock.now() })
        if (released.length > 0) {
          const after = { count: released.length, users: released }
          const resource = { type: kind, id: itemId }
          audit.record(tx, { action: 'grade.release', resource, courseId: course.id, after })
          await tellReleased(tx, afterCommit, { course, item, learnerIds: released, actorId: actor.userId })
        }
        return released.length
      })
    }
  }
}
