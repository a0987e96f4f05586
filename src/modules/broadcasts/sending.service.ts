import type { Database } from '../../db/database.js'
import { idAfter } from '../../lib/ids.js'
import type { EventAudience, EventData, Events } from '../events/index.js'
import type { AudienceRules, Place, Writer } from './audience.rules.js'

export interface SendingDeps {
  database: Database
  events: Pick<Events, 'emit' | 'countAudience'>
  rules: Pick<AudienceRules, 'requireAllowed'>
}

export type Sending = ReturnType<typeof createSending>

/** What people write to others at once, without a job to watch. */
export function createSending({ database, events, rules }: SendingDeps) {
  return {
    /** Returns the notification's id and how many the audience is. @throws 403; 422 */
    send(
      writer: Writer,
      { data, audience }: { data: EventData<'announcement'>; audience: EventAudience }
    ): Promise<{ id: string; recipients: number }> {
      return database.transaction(async (tx, afterCommit) => {
        const place = await rules.requireAllowed(tx, writer, { audience })
        const recipients = await events.countAudience(tx, audience)
        const announcement = {
          type: 'announcement' as const,
          data,
          audience,
          actorId: writer.userId,
          ...whereOf(place)
        }
        const id = await events.emit(tx, afterCommit, announcement)
        return { id: idAfter('notification', id), recipients }
      })
    }
  }
}

/** As an event says it: a course says which organisation it is of. */
export function whereOf({ courseId, organizationId }: Place): { courseId?: string; organizationId?: string } {
  if (courseId !== null) return { courseId }
  return organizationId === null ? {} : { organizationId }
}
