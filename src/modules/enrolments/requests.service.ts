import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Courses, Viewer } from '../courses/index.js'
import { type EnrolmentRow, requireEnrolment, saveEnrolments } from './enrolments.repository.js'
import { moved, requireNext, standingAt } from './enrolments.status.js'
import type { Telling } from './enrolments.telling.js'
import { requireOpen } from './enrolments.terms.js'
import type { Entry } from './entry.service.js'

export interface RequestsDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'lockPermitted' | 'rules'>
  entry: Entry
  telling: Telling
}

export type RequestsService = ReturnType<typeof createRequestsService>

/** What becomes of those who asked to be let in. */
export function createRequestsService({ database, clock, courses, entry, telling }: RequestsDeps) {
  const rule = courses.rules.mayEnrolOthers

  return {
    /** Who is approved and finds no place waits for one. @throws 403; 404; 409 COURSE_NOT_OPEN, ILLEGAL_TRANSITION */
    async approve(actor: Viewer, ref: string, userId: string): Promise<EnrolmentRow> {
      const { userId: actorId } = actor
      return database.transaction(async (tx, afterCommit) => {
        const course = await courses.lockPermitted(tx, actor, { ref, rule })
        requireOpen(course, clock.now())
        const considered = await entry.consider(tx, afterCommit, { course, userIds: [userId], move: 'approve' })
        for (const { from } of considered.refused) requireNext('approve', from)
        const enrolment = await entry.enterOne(tx, considered, {})
        await telling.approved(tx, afterCommit, { course, enrolment, actorId })
        return enrolment
      })
    },

    /** Also of who was approved and waits for a place. @throws 403; 404; 409 ILLEGAL_TRANSITION */
    async reject(
      actor: Viewer,
      ref: string,
      { userId, reason }: { userId: string; reason: string }
    ): Promise<EnrolmentRow> {
      const { userId: actorId } = actor
      return database.transaction(async (tx, afterCommit) => {
        const course = await courses.lockPermitted(tx, actor, { ref, rule })
        const row = await requireEnrolment(database, tx, { courseId: course.id, userId })
        const now = clock.now()
        const to = requireNext('reject', standingAt(row, now))
        const rejected = moved(row, { to, now, reason })
        await saveEnrolments(database, tx, [rejected])
        await telling.rejected(tx, afterCommit, { course, enrolment: rejected, actorId, reason })
        return rejected
      })
    }
  }
}
