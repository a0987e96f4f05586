import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { createId } from '../../lib/ids.js'
import type { ToldEvent } from '../events/index.js'
import { type DeliveryRow, insertDeliveries } from './deliveries.repository.js'
import { everyType, payloadOf } from './payload.js'
import { prepareFindListeners } from './webhooks.repository.js'

export interface EnqueueDeps {
  database: Database
  clock: Clock
  /** There is something to send. */
  kick: () => void
}

export type Enqueue = (tx: Tx, afterCommit: AfterCommit, event: ToldEvent) => Promise<void>

/** Called for every event there is: where nobody listens, it is one query and no more. */
export function createEnqueue({ database, clock, kick }: EnqueueDeps): Enqueue {
  const findListeners = prepareFindListeners(database)

  return async (tx, afterCommit, event) => {
    const listeners = await findListeners(tx, event)
    const wanting = listeners.filter(({ eventTypes }) => wants(eventTypes, event.type))
    const [first] = wanting
    if (!first) return
    // An event of a course names the course alone; whoever listens for several organisations asks which one it was.
    const payload = payloadOf({ ...event, organizationId: first.organizationId })
    const now = clock.now()
    const rows = wanting.map(({ id }) =>
      newDelivery({ endpointId: id, eventId: event.id, type: event.type, payload }, now)
    )
    await insertDeliveries(database, tx, rows)
    afterCommit(kick)
  }
}

/** To be sent at once. */
export function newDelivery(
  what: Pick<DeliveryRow, 'endpointId' | 'eventId' | 'type' | 'payload'>,
  now: Date
): DeliveryRow {
  const fresh = { state: 'pending' as const, attempts: 0, nextAttemptAt: now, createdAt: now, deliveredAt: null }
  return { id: createId('webhookDelivery', now.getTime()), ...what, ...fresh }
}

function wants(eventTypes: readonly string[], type: string): boolean {
  return eventTypes.includes(everyType) || eventTypes.includes(type)
}
