import type { Database } from '../../db/database.js'
import type { Principal } from '../../http/principal.js'
import { forbidden, unprocessable } from '../../lib/errors.js'
import { holds, organizationsWhere } from '../../lib/permissions.js'
import { type Audience, countReachable, findCourseOwnership } from './audience.repository.js'
import type { NotificationContent, NotificationsService } from './notifications.service.js'

export interface SendingDeps {
  database: Database
  notifications: Pick<NotificationsService, 'send'>
}

export type Sending = ReturnType<typeof createSending>

/** Notifications that people write, to those whom they may write to. */
export function createSending({ database, notifications }: SendingDeps) {
  /** @throws 403, or 422 for an audience that is not there, or not for this caller to see */
  async function requireAllowed({ grants, userId }: Principal, audience: Audience): Promise<void> {
    const reach = organizationsWhere(grants, 'notification.send')
    if (reach === 'all' && !('courseId' in audience) && !('userIds' in audience)) return
    if ('all' in audience) throw forbidden('Only who may write to the whole platform may write to all')
    if ('courseId' in audience) {
      const course = await findCourseOwnership(database, audience.courseId)
      const isMentor = course?.mentorId === userId && holds(grants, 'course.create', course.organizationId)
      if (course && (isMentor || holds(grants, 'notification.send', course.organizationId))) return
      throw unprocessable('UNKNOWN_AUDIENCE', 'courseId', 'is not a course that you may write to')
    }
    if ('userIds' in audience) {
      const userIds = [...new Set(audience.userIds)]
      const reachable = await countReachable(database, database.read, { userIds, organizationIds: reach })
      if (reachable === userIds.length) return
      throw unprocessable('UNKNOWN_AUDIENCE', 'userIds', 'holds users whom you may not write to')
    }
    if (audience.organizationId !== undefined && holds(grants, 'notification.send', audience.organizationId)) return
    throw forbidden('You may not write to this audience')
  }

  return {
    /** Returns the notification's id and how many receive it. */
    async send(caller: Principal, content: NotificationContent, audience: Audience) {
      await requireAllowed(caller, audience)
      return database.transaction((tx, afterCommit) =>
        notifications.send(tx, afterCommit, { ...content, createdBy: caller.userId }, audience)
      )
    }
  }
}
