import type { WakeHub } from '../../lib/wake-hub.js'
import { type NewsItem, pageSize } from './news.repository.js'
import type { NewsReader } from './news-reader.js'
import type { StreamRegistry } from './stream-registry.js'

export interface FollowingDeps {
  hub: WakeHub
  registry: StreamRegistry
  reader: NewsReader
  /** Of the data set: a position of another one means nothing here. */
  epoch: string
  /** How long it took from a wake until what it led to was written. */
  onWritten: (seconds: number) => void
}

export interface Follower {
  userId: string
  sessionId: string
  /** What the client says that it has seen last, if it says anything. */
  position: string | undefined
}

/** What a client learns; each names the position that it has come to by it. */
export type Step =
  /** Said aloud instead of a silent gap: the client reads the list again. The news follow. */
  | { kind: 'reset'; position: string }
  | { kind: 'news'; position: string; unread: number; items: readonly NewsItem[] }
  /** Its session has ended; nothing comes after it. */
  | { kind: 'expired'; position: string }

/** Notifications, and characters, of one step: a character is at most three bytes on the wire. */
const portionSize = 32
const portionLength = 10_000

export type Following = ReturnType<typeof createFollowing>

/**
 * A cursor over one user's deliveries: what the stream and its polling twin both are. Nothing is queued for it; it sleeps
 * until the hub says that the user has news, reads what is after the cursor, and sleeps again. A wake between the read and
 * the sleep is not lost: the version of the hub is taken before the read. The first news come in any case.
 */
export function createFollowing({ hub, registry, reader, epoch, onWritten }: FollowingDeps) {
  const positionAt = (seq: number) => `${epoch}.${seq}`

  return async function* follow(follower: Follower, signal: AbortSignal): AsyncGenerator<Step> {
    const { userId, sessionId, position } = follower
    const release = hub.follow(userId)
    registry.enter(userId)
    try {
      let version = hub.version()
      const asked = parsePosition(position, epoch)
      let news = await reader.read({ userId, sessionId, after: asked ?? Number.MAX_SAFE_INTEGER - pageSize })
      const isKnown = asked !== undefined && asked <= news.head && asked >= news.prunedSeq
      let cursor = isKnown ? asked : news.head
      let readFrom = cursor
      let toldUnread = -1
      let wokenAtMs: number | undefined
      if (position && !isKnown && news.isSessionAlive) yield { kind: 'reset', position: positionAt(cursor) }

      while (!signal.aborted) {
        if (!news.isSessionAlive) {
          yield { kind: 'expired', position: positionAt(cursor) }
          return
        }
        const portions = portionsOf(news.items.filter(({ seq }) => seq > cursor))
        const isNews = portions.length > 0 || news.unread !== toldUnread
        const last = portions.pop() ?? []
        for (const items of portions) {
          cursor = items.at(-1)?.seq ?? cursor
          yield { kind: 'news', position: positionAt(cursor), unread: news.unread, items }
          if (signal.aborted) return
        }
        cursor = Math.max(cursor, Math.min(news.head, readFrom + pageSize))
        if (isNews) yield { kind: 'news', position: positionAt(cursor), unread: news.unread, items: last }
        // Whoever takes the steps comes back when the last one is written.
        if (isNews && wokenAtMs !== undefined) onWritten((performance.now() - wokenAtMs) / 1000)
        wokenAtMs = undefined
        toldUnread = news.unread
        registry.saw(userId, news.version)
        if (cursor >= news.head) {
          version = await hub.wait(userId, version, signal)
          wokenAtMs = hub.wokenAtMs(userId)
        }
        if (signal.aborted) return
        readFrom = cursor
        news = await reader.read({ userId, sessionId, after: cursor })
      }
    } finally {
      registry.leave(userId)
      release()
    }
  }
}

/** What is written at once: whoever does not read has no more than this in our memory, besides what the socket takes. */
function portionsOf(items: readonly NewsItem[]): NewsItem[][] {
  const portions: NewsItem[][] = []
  let room = 0
  for (const item of items) {
    const length = item.title.length + item.message.length + (item.link?.length ?? 0)
    const portion = portions.at(-1)
    if (portion && portion.length < portionSize && length <= room) portion.push(item)
    else {
      portions.push([item])
      room = portionLength
    }
    room -= length
  }
  return portions
}

/** The same for the stream and for a poll. */
export function toldOf(items: readonly NewsItem[]) {
  return items.map(({ id, type, title, message, link }) => ({ id, type, title, message, link }))
}

/** The number in a position that we made for this data set. */
function parsePosition(position: string | undefined, epoch: string): number | undefined {
  if (!position?.startsWith(`${epoch}.`)) return undefined
  const digits = position.slice(epoch.length + 1)
  return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined
}
