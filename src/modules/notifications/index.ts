import type { FastifyPluginAsync } from 'fastify'
import type { Database } from '../../db/database.js'
import type { SseStreams } from '../../http/sse.js'
import { type Clock, dayMs } from '../../lib/clock.js'
import { createWakeHub } from '../../lib/wake-hub.js'
import { changesRoutes } from './changes.routes.js'
import { ChangesSchema } from './changes.schemas.js'
import { createFollowing } from './following.js'
import { prepareReadChanges, prepareReadNews } from './news.repository.js'
import { createNewsReader } from './news-reader.js'
import { requireEpoch } from './notifications.repository.js'
import { notificationsRoutes } from './notifications.routes.js'
import { notificationSchemas } from './notifications.schemas.js'
import { createNotificationsService } from './notifications.service.js'
import { createFollow } from './notifications.stream.js'
import { createPolling } from './polling.js'
import { createStreamRegistry } from './stream-registry.js'
import { createWaits } from './waits.js'
import { createWakeChannel } from './wake-channel.js'

export interface NotificationsModuleDeps {
  database: Database
  clock: Clock
  pollMs: number
  /** How many requests of one user may wait for news at a time, and how many of all. */
  waits: { perUser: number; max: number | undefined }
  /** How long it took, in seconds, from a wake until what it led to was written. */
  onWritten: (seconds: number) => void
  onError: (error: unknown) => void
}

const defaultMaxWaits = 10_000

export type Notifications = Awaited<ReturnType<typeof createNotificationsModule>>

/** What happened, whom it concerns, and the stream that tells them at once. */
export async function createNotificationsModule(deps: NotificationsModuleDeps) {
  const { database, clock, pollMs, onError } = deps
  const epoch = await requireEpoch(database)
  const hub = createWakeHub()
  const registry = createStreamRegistry()
  const readChanges = prepareReadChanges(database)
  const channel = createWakeChannel({ database, clock, hub, registry, readChanges, pollMs, onError })
  const reader = createNewsReader(prepareReadNews(database))
  const following = createFollowing({ hub, registry, reader, epoch, onWritten: deps.onWritten })
  const waits = createWaits({ perOwner: deps.waits.perUser, max: deps.waits.max ?? defaultMaxWaits })
  const poll = createPolling({ follow: following, waits })
  const notifications = createNotificationsService({ database, clock, wake: channel.wake, epoch })

  return {
    deliver: notifications.deliver,
    /** Makes the users' open streams look again: at their session, at their badge. Last in the transaction. */
    touch: notifications.touch,
    schemas: [...notificationSchemas, ChangesSchema],
    routes:
      (streams: SseStreams): FastifyPluginAsync =>
      async (app) => {
        await app.register(notificationsRoutes({ notifications, follow: createFollow(following), streams }))
        await app.register(changesRoutes(poll, waits))
      },
    jobs: [{ name: 'prune-notifications', everyMs: dayMs, run: () => notifications.prune() }],
    close: () => channel.close()
  }
}
