import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { dayMs } from '../../lib/clock.js'
import { notFound } from '../../lib/errors.js'
import { firstIdAt } from '../../lib/ids.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import {
  type AttemptRow,
  countDeliveries,
  type DeliveryRow,
  type DeliverySummary,
  findDelivery,
  giveUpWaiting,
  insertDeliveries,
  listAttempts,
  listDeliveries,
  lockDelivery,
  pruneDeliveries,
  updateDelivery
} from './deliveries.repository.js'
import type { DeliveriesParams } from './deliveries.schemas.js'
import { newDelivery } from './enqueue.service.js'
import { payloadOf, testType } from './payload.js'
import { keptMs } from './retries.js'
import type { Sending } from './sending.service.js'
import { mayManage, type Viewer } from './webhooks.access.js'
import type { WebhooksService } from './webhooks.service.js'
import { nextDeliveryState } from './webhooks.status.js'

export interface DeliveriesDeps {
  database: Database
  clock: Clock
  webhooks: Pick<WebhooksService, 'requireManaged'>
  sending: Pick<Sending, 'kick' | 'ask'>
}

export interface DeliveryView {
  delivery: DeliveryRow
  attempts: AttemptRow[]
}

export type DeliveriesService = ReturnType<typeof createDeliveriesService>

const sort = '-createdAt'
const retentionMs = 30 * dayMs
const pruneBatch = 1_000

/** What was sent to webhooks, and to send it again. */
export function createDeliveriesService({ database, clock, webhooks, sending }: DeliveriesDeps) {
  /** @throws 404 */
  async function requireSeen(viewer: Viewer, id: string): Promise<DeliveryRow> {
    const found = await findDelivery(database, id)
    if (!found || !mayManage(viewer, found.endpoint.organizationId)) throw notFound('Delivery')
    return found.delivery
  }

  return {
    /** The newest first. @throws 400; 404 */
    async list(viewer: Viewer, webhookId: string, query: DeliveriesParams): Promise<Page<DeliverySummary>> {
      const { limit = defaultPageSize, cursor, state, total } = query
      const { id: endpointId } = await webhooks.requireManaged(database.read, viewer, webhookId)
      const beforeId = cursor === undefined ? undefined : String(decodeCursor(cursor, sort, ['string'])[0])
      const rows = await listDeliveries(database, { endpointId, state }, { limit: limit + 1, beforeId })
      const page = toPage(rows, limit, { sort, key: ({ id }) => [id], present: (row) => row })
      return total ? { ...page, total: await countDeliveries(database, { endpointId, state }) } : page
    },

    /** @throws 404 */
    async get(viewer: Viewer, id: string): Promise<DeliveryView> {
      return { delivery: await requireSeen(viewer, id), attempts: await listAttempts(database, id) }
    },

    /** One attempt, at once, also when it is switched off. It decides nothing about that. @throws 404 */
    async test(actor: Viewer, webhookId: string): Promise<DeliveryRow> {
      const { id: endpointId, organizationId } = await webhooks.requireManaged(database.read, actor, webhookId)
      const now = clock.now()
      const about = { id: null, courseId: null, organizationId, actorId: actor.userId, occurredAt: now }
      const payload = payloadOf({ ...about, type: testType, data: { webhookId } })
      const row = newDelivery({ endpointId, eventId: null, type: testType, payload }, now)
      await database.transaction(async (tx, afterCommit) => {
        await insertDeliveries(database, tx, [row])
        afterCommit(() => sending.ask(row.id))
      })
      return row
    },

    /** The same again, as if it were new. @throws 404; 409 ILLEGAL_TRANSITION */
    async redeliver(actor: Viewer, id: string): Promise<DeliveryRow> {
      await requireSeen(actor, id)
      return database.transaction(async (tx, afterCommit) => {
        const row = await lockDelivery(database, tx, id)
        if (!row) throw notFound('Delivery')
        const state = nextDeliveryState('redeliver', row.state)
        const changes = { id, state, attempts: 0, nextAttemptAt: clock.now(), deliveredAt: null }
        await updateDelivery(database, tx, changes)
        afterCommit(() => (row.eventId === null ? sending.ask(id) : sending.kick()))
        return { ...row, ...changes }
      })
    },

    /** What has waited for a day for endpoints that are switched off. */
    async giveUpWaiting(): Promise<void> {
      const before = new Date(clock.now().getTime() - keptMs)
      await database.transaction((tx) => giveUpWaiting(database, tx, { before }))
    },

    /** What is over, and more than thirty days old. */
    async prune(): Promise<void> {
      const before = firstIdAt('webhookDelivery', new Date(clock.now().getTime() - retentionMs))
      const pruneSome = () => database.transaction((tx) => pruneDeliveries(database, tx, { before, limit: pruneBatch }))
      while ((await pruneSome()) === pruneBatch);
    }
  }
}
