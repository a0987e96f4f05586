import type { SseMessage } from '../../http/sse.js'
import type { WakeHub } from '../../lib/wake-hub.js'
import { type News, type NewsItem, pageSize } from './news.repository.js'
import type { NewsReader } from './news-reader.js'
import type { StreamRegistry } from './stream-registry.js'

export interface StreamDeps {
  hub: WakeHub
  registry: StreamRegistry
  reader: NewsReader
  /** Of the data set: an id of another one means nothing here. */
  epoch: string
}

export interface Follower {
  userId: string
  sessionId: string
  /** What the client says that it has seen last, if it says anything. */
  lastEventId: string | undefined
}

export type Follow = ReturnType<typeof createFollow>

/**
 * One user's stream: a cursor over their deliveries. Nothing is queued for it; it sleeps until the hub says that the user
 * has news, reads what is after the cursor, and sleeps again. A wake between the read and the sleep is not lost: the
 * version of the hub is taken before the read.
 */
export function createFollow({ hub, registry, reader, epoch }: StreamDeps) {
  async function* messages(
    { userId, sessionId, lastEventId }: Follower,
    signal: AbortSignal
  ): AsyncGenerator<SseMessage> {
    let version = hub.version()
    const asked = parseEventId(lastEventId, epoch)
    let news = await reader.read({ userId, sessionId, after: asked ?? Number.MAX_SAFE_INTEGER - pageSize })
    const isKnown = asked !== undefined && asked <= news.head && asked >= news.prunedSeq
    let cursor = isKnown ? asked : news.head
    let sentUnread = -1 // the first frame is sent in any case
    if (lastEventId && !isKnown && news.isSessionAlive) yield reset(news)

    while (!signal.aborted) {
      if (!news.isSessionAlive) {
        yield { id: `${epoch}.${cursor}`, event: 'session-expired', data: {} }
        return
      }
      const items = news.items.filter(({ seq }) => seq > cursor)
      cursor = Math.max(cursor, Math.min(news.head, cursor + pageSize))
      if (items.length > 0 || news.unread !== sentUnread) yield frame(news.unread, items, cursor)
      sentUnread = news.unread
      registry.saw(userId, news.version)
      if (cursor >= news.head) version = await hub.wait(userId, version, signal)
      if (signal.aborted) return
      news = await reader.read({ userId, sessionId, after: cursor })
    }
  }

  function frame(unreadCount: number, items: readonly NewsItem[], cursor: number): SseMessage {
    const newNotifications = items.map(({ id, type, title, message, link }) => ({ id, type, title, message, link }))
    return {
      id: `${epoch}.${cursor}`,
      data: items.length > 0 ? { unreadCount, newNotifications } : { unreadCount }
    }
  }

  /** Said aloud instead of a silent gap: the client reads the list again. */
  function reset({ head }: News): SseMessage {
    return { id: `${epoch}.${head}`, event: 'reset', data: { streamPosition: `${epoch}.${head}` } }
  }

  return async function* follow(follower: Follower, signal: AbortSignal): AsyncGenerator<SseMessage> {
    const release = hub.follow(follower.userId)
    registry.enter(follower.userId)
    try {
      yield* messages(follower, signal)
    } finally {
      registry.leave(follower.userId)
      release()
    }
  }
}

/** The number in an id that we made for this data set. */
function parseEventId(id: string | undefined, epoch: string): number | undefined {
  if (!id?.startsWith(`${epoch}.`)) return undefined
  const digits = id.slice(epoch.length + 1)
  return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined
}
