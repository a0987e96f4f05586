import type { AfterCommit, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { idAfter } from '../../lib/ids.js'
import type { Mails } from '../mails/index.js'
import type { Notifications } from '../notifications/index.js'
import type { Preferences } from '../preferences/index.js'
import { type EventWords, isEventType, wordsOf } from './catalogue.js'
import type { EventRow } from './events.repository.js'

/** An event, as it is told. */
export type ToldEvent = Pick<
  EventRow,
  'id' | 'type' | 'data' | 'actorId' | 'courseId' | 'organizationId' | 'occurredAt'
>

export interface TellingDeps {
  clock: Clock
  notifications: Pick<Notifications, 'deliver'>
  preferences: Pick<Preferences, 'sort'>
  mails: Pick<Mails, 'queueEvent'>
}

export type Telling = ReturnType<typeof createTelling>

/** Tells users of an event as they want to be told: at once by the stream, by mail, or later. */
export function createTelling({ clock, notifications, preferences, mails }: TellingDeps) {
  return {
    /**
     * Each event to up to a thousand users; many events to few each. Last in the transaction: it locks the counters of all
     * who are notified.
     */
    async tell(
      tx: Tx,
      afterCommit: AfterCommit,
      told: readonly { event: ToldEvent; userIds: readonly string[] }[]
    ): Promise<void> {
      const now = clock.now()
      const batch = []
      for (const { event, userIds } of told) {
        if (!isEventType(event.type)) throw new Error(`no event of the type ${event.type} in the catalogue`)
        if (userIds.length === 0) continue
        const words = wordsOf(event)
        const wanted = await preferences.sort(tx, { event: { ...event, type: event.type }, userIds, now })
        if (wanted.mail.length > 0) await mails.queueEvent(tx, afterCommit, { event, words, recipients: wanted.mail })
        batch.push({ notification: notificationOf(event, words), userIds: wanted.inApp })
      }
      await notifications.deliver(tx, afterCommit, batch)
    },

    /** What was held back until now: the same by the stream alone, without asking again who wants it. */
    async deliverHeld(
      tx: Tx,
      afterCommit: AfterCommit,
      held: readonly { event: ToldEvent; userIds: readonly string[] }[]
    ): Promise<void> {
      const batch = held.map(({ event, userIds }) => ({ notification: notificationOf(event, wordsOf(event)), userIds }))
      await notifications.deliver(tx, afterCommit, batch)
    }
  }
}

/** The notification has the id of its event, in its own kind: told twice, it is one. */
function notificationOf({ id, type, data, actorId, occurredAt }: ToldEvent, { title, message, link }: EventWords) {
  return {
    id: idAfter('notification', id),
    type: type === 'announcement' && typeof data.type === 'string' ? data.type : type,
    title: title.en,
    message: message.en,
    titleId: title.id === title.en ? null : title.id,
    messageId: message.id === message.en ? null : message.id,
    link,
    createdBy: actorId,
    createdAt: occurredAt
  }
}
