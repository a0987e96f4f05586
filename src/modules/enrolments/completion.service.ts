import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { Courses } from '../courses/index.js'
import type { Notifications } from '../notifications/index.js'
import { enrolmentNotice } from './enrolments.notices.js'
import { lockEnrolments, updateEnrolments } from './enrolments.repository.js'

export interface CompletionDeps {
  database: Database
  clock: Clock
  courses: Pick<Courses, 'lock'>
  notifications: Pick<Notifications, 'notify'>
}

/** How learners come to have completed a course. */
export function createCompletion({ database, clock, courses, notifications }: CompletionDeps) {
  return {
    /** Active ones become completed and end no more; others are left alone. Last in the transaction. */
    async complete(
      tx: Tx,
      afterCommit: AfterCommit,
      { courseId, userIds }: { courseId: string; userIds: readonly string[] }
    ): Promise<number> {
      if (userIds.length === 0) return 0
      const course = await courses.lock(tx, courseId)
      if (!course) return 0
      const now = clock.now()
      const rows = (await lockEnrolments(database, tx, { courseId, userIds })).filter(
        ({ status, expiresAt }) => status === 'active' && (expiresAt === null || expiresAt > now)
      )
      if (rows.length === 0) return 0
      const changes = { status: 'completed' as const, completedAt: now, expiresAt: null, updatedAt: now }
      await updateEnrolments(database, tx, { ids: rows.map(({ id }) => id), changes })
      const content = enrolmentNotice(course, {
        actorId: null,
        title: 'Course completed',
        message: `You completed “${course.title}”.`
      })
      await notifications.notify(tx, afterCommit, content, { userIds: rows.map(({ userId }) => userId) })
      return rows.length
    }
  }
}
