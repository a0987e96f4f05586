import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { conflict, notFound } from '../../lib/errors.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import { updateEvent } from './events.repository.js'
import { countEvents, type ListedEvent, listEvents, lockEvent } from './outbox.repository.js'
import type { OutboxParams } from './outbox.schemas.js'

const listOrder = '-id'

export type DeadLetters = ReturnType<typeof createDeadLetters>

/** What could not be told, for who runs the platform. */
export function createDeadLetters({ database, clock, kick }: { database: Database; clock: Clock; kick: () => void }) {
  return {
    /** @throws 400 for a cursor that is none */
    async list({ state = 'dead', limit = defaultPageSize, cursor, total }: OutboxParams): Promise<Page<ListedEvent>> {
      const before = cursor === undefined ? undefined : (decodeCursor(cursor, listOrder, ['string'])[0] as string)
      const rows = await listEvents(database, { state, before, limit: limit + 1 })
      return {
        ...toPage(rows, limit, { sort: listOrder, key: ({ id }) => [id], present: (row) => row }),
        ...(total && { total: await countEvents(database, { state }) })
      }
    },

    /**
     * Tells it once more, to those who were not served yet.
     * @throws 404; 409 when it is not dead
     */
    async replay(id: string): Promise<ListedEvent> {
      return database.transaction(async (tx, afterCommit) => {
        const event = await lockEvent(database, tx, id)
        if (!event) throw notFound('Event')
        if (event.state !== 'dead') throw conflict('ILLEGAL_TRANSITION', `It is ${event.state}, not dead`)
        const revived = { state: 'pending' as const, attempts: 0, nextAttemptAt: clock.now() }
        await updateEvent(database, tx, { id, ...revived })
        afterCommit(kick)
        return { ...event, ...revived }
      })
    }
  }
}
