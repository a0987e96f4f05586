import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import { dayMs } from '../../lib/clock.js'
import { notFound } from '../../lib/errors.js'
import { decodeCursor, defaultPageSize, type Page, toPage } from '../../lib/pages.js'
import { deliver, lockCounter, prepareDeliverToOne, raiseVersions, setUnread } from './deliveries.repository.js'
import { type Addressed, deliverBatch } from './delivery-batch.repository.js'
import {
  countDeliveries,
  deleteDelivery,
  markAllDeliveriesRead,
  markDeliveryRead,
  type NotificationRow,
  prepareFindCounter,
  prepareInsertNotification,
  prepareListDeliveries,
  pruneDeliveries,
  pruneNotifications
} from './notifications.repository.js'

export interface NotificationsDeps {
  database: Database
  clock: Clock
  /** Tells the users' open streams, here and on the other instances. */
  wake: (userIds: readonly string[]) => void
  epoch: string
}

const retentionMs = 30 * dayMs
const keptPerUser = 10_000
const pruneBatch = 500
const pruneUsersAtOnce = 100
/** Notifications of one user each. */
const oneByOneAtMost = 12
const listOrder = '-seq'
const beyondAll = Number.MAX_SAFE_INTEGER

export type NotificationsService = ReturnType<typeof createNotificationsService>

export function createNotificationsService({ database, clock, wake, epoch }: NotificationsDeps) {
  const findCounter = prepareFindCounter(database)
  const listDeliveries = prepareListDeliveries(database)
  const insertNotification = prepareInsertNotification(database)
  const deliverToOne = prepareDeliverToOne(database)

  function deliverTo(tx: Tx, userIds: readonly string[], delivery: { notificationId: string; now: Date }) {
    const [userId, ...others] = userIds
    if (userId !== undefined && others.length === 0) return deliverToOne(tx, { ...delivery, userId })
    return deliver(database, tx, { ...delivery, userIds })
  }

  /** Of few, made ready once, three small statements each cost less than to build three large ones. */
  function isCheaperOneByOne(addressed: readonly Addressed[]): boolean {
    if (database.dialect !== 'sqlite') return false // each is a round trip there, and counters are locked in one order
    return addressed.length <= oneByOneAtMost && addressed.every(({ userIds }) => userIds.length === 1)
  }

  async function deliverEach(tx: Tx, addressed: readonly Addressed[], now: Date) {
    const delivered = []
    for (const { notification, userIds } of addressed) {
      await insertNotification(tx, notification)
      delivered.push(...(await deliverTo(tx, userIds, { notificationId: notification.id, now })))
    }
    return delivered
  }

  /** Changes the badge under the lock of the counter. `change` says what the count becomes. */
  function changeUnread(userId: string, change: (tx: Tx, unread: number, now: Date) => Promise<number>): Promise<void> {
    return database.transaction(async (tx, afterCommit) => {
      const now = clock.now()
      const { unread } = (await lockCounter(database, tx, userId)) ?? { unread: 0 }
      const changed = await change(tx, unread, now)
      if (changed === unread) return
      await setUnread(database, tx, { userId, unread: changed, now })
      afterCommit(() => wake([userId]))
    })
  }

  return {
    /**
     * What events say: each to up to a thousand users, and to few if they are many. Last in the transaction: it locks the
     * counters of all of them.
     */
    async deliver(tx: Tx, afterCommit: AfterCommit, batch: readonly Addressed[]): Promise<void> {
      const addressed = batch.filter(({ userIds }) => userIds.length > 0)
      const [first, ...others] = addressed
      if (!first) return
      const now = clock.now()
      const isOne = others.length === 0
      const delivered =
        isOne || isCheaperOneByOne(addressed)
          ? await deliverEach(tx, addressed, now)
          : await deliverBatch(database, tx, { batch: addressed, now })
      if (delivered.length > 0) afterCommit(() => wake(delivered.map(({ userId }) => userId)))
    },

    /** Makes the users' open streams look again; last in the transaction. */
    async touch(tx: Tx, afterCommit: AfterCommit, userIds: readonly string[]): Promise<void> {
      if (userIds.length === 0) return
      await raiseVersions(database, tx, { userIds, now: clock.now() })
      afterCommit(() => wake(userIds))
    },

    async list(
      userId: string,
      query: { limit?: number; cursor?: string; unread?: boolean; total?: boolean }
    ): Promise<Page<NotificationRow> & { unreadCount: number; streamPosition: string }> {
      const { limit = defaultPageSize, cursor, unread: unreadOnly = false } = query
      const before = cursor === undefined ? beyondAll : (decodeCursor(cursor, listOrder, ['number'])[0] as number)
      // Read before the list: what comes in between is in the list and comes again by the stream, with the same id.
      const counter = await findCounter(userId)
      const rows = await listDeliveries({ userId, before, unreadOnly, limit: limit + 1 })
      return {
        ...toPage(rows, limit, { sort: listOrder, key: (row) => [row.seq], present: (row) => row }),
        ...(query.total && { total: await countDeliveries(database, { userId, unreadOnly }) }),
        unreadCount: counter.unread,
        streamPosition: `${epoch}.${counter.seq}`
      }
    },

    async countUnread(userId: string): Promise<number> {
      return (await findCounter(userId)).unread
    },

    /** @throws 404 */
    async markRead(userId: string, notificationId: string): Promise<void> {
      await changeUnread(userId, async (tx, unread, now) => {
        const { isThere, wasUnread } = await markDeliveryRead(database, tx, { userId, notificationId, now })
        if (!isThere) throw notFound('Notification')
        return wasUnread ? unread - 1 : unread
      })
    },

    async markAllRead(userId: string): Promise<void> {
      await changeUnread(userId, async (tx, _unread, now) => {
        await markAllDeliveriesRead(database, tx, { userId, now })
        return 0
      })
    },

    /** @throws 404 */
    async remove(userId: string, notificationId: string): Promise<void> {
      await changeUnread(userId, async (tx, unread) => {
        const gone = await deleteDelivery(database, tx, { userId, notificationId })
        if (!gone) throw notFound('Notification')
        return gone.wasUnread ? unread - 1 : unread
      })
    },

    /** Thirty days, or ten thousand for each user. In short transactions: nobody waits long for them. */
    async prune(): Promise<void> {
      const before = new Date(clock.now().getTime() - retentionMs)
      const pruneSome = () =>
        database.transaction((tx) => pruneNotifications(database, tx, { before, limit: pruneBatch }))
      while ((await pruneSome()) === pruneBatch);
      const pruneUsers = () =>
        database.transaction((tx) => pruneDeliveries(database, tx, { kept: keptPerUser, limit: pruneUsersAtOnce }))
      while ((await pruneUsers()) === pruneUsersAtOnce);
    }
  }
}
