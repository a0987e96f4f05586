import type { FastifyPluginAsync } from 'fastify'
import type { AfterCommit, Database, Tx } from '../../db/database.js'
import type { SseStreams } from '../../http/sse.js'
import { type Clock, dayMs } from '../../lib/clock.js'
import { createWakeHub } from '../../lib/wake-hub.js'
import type { Audience } from './audience.repository.js'
import { prepareReadChanges, prepareReadNews } from './news.repository.js'
import { createNewsReader } from './news-reader.js'
import { requireEpoch } from './notifications.repository.js'
import { notificationsRoutes } from './notifications.routes.js'
import { notificationSchemas } from './notifications.schemas.js'
import { createNotificationsService, type NotificationContent } from './notifications.service.js'
import { createFollow } from './notifications.stream.js'
import { createSending } from './sending.service.js'
import { createStreamRegistry } from './stream-registry.js'
import { createWakeChannel } from './wake-channel.js'

export type { Audience } from './audience.repository.js'
export type { NotificationContent } from './notifications.service.js'

export interface NotificationsModuleDeps {
  database: Database
  clock: Clock
  pollMs: number
  onError: (error: unknown) => void
}

export type Notifications = Awaited<ReturnType<typeof createNotificationsModule>>

/** What happened, whom it concerns, and the stream that tells them at once. */
export async function createNotificationsModule({ database, clock, pollMs, onError }: NotificationsModuleDeps) {
  const epoch = await requireEpoch(database)
  const hub = createWakeHub()
  const registry = createStreamRegistry()
  const readChanges = prepareReadChanges(database)
  const channel = createWakeChannel({ database, clock, hub, registry, readChanges, pollMs, onError })
  const reader = createNewsReader(prepareReadNews(database))
  const follow = createFollow({ hub, registry, reader, epoch })
  const notifications = createNotificationsService({ database, clock, wake: channel.wake, epoch })
  const sending = createSending({ database, notifications })

  return {
    deliver: notifications.deliver,
    /** Last in the transaction. Returns how many users it is delivered to, and wakes them after the commit. */
    notify: async (
      tx: Tx,
      afterCommit: AfterCommit,
      content: NotificationContent,
      audience: Audience
    ): Promise<number> => (await notifications.send(tx, afterCommit, content, audience)).recipients,
    /** Makes the users' open streams look again: at their session, at their badge. Last in the transaction. */
    touch: notifications.touch,
    schemas: notificationSchemas,
    routes: (streams: SseStreams): FastifyPluginAsync =>
      notificationsRoutes({ notifications, sending, follow, streams }),
    jobs: [{ name: 'prune-notifications', everyMs: dayMs, run: () => notifications.prune() }],
    close: () => channel.close()
  }
}
