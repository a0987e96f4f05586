import { type Live, startLive } from '../../../web/src/live/live.js'
import type { Connection, LivePorts, Locks, News, PageEvent, StreamListener } from '../../../web/src/live/ports.js'

/** Time that moves when a test says so: every timer, and what follows from it, in order. */
export function createTime() {
  let now = 1_000_000
  let timers: { at: number; run: () => void }[] = []
  return {
    now: () => now,
    later(run: () => void, ms: number) {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((each) => each !== timer)
      }
    },
    async pass(ms: number): Promise<void> {
      const end = now + ms
      await settle()
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        timers = timers.filter((each) => each !== next)
        now = Math.max(now, next.at)
        next.run()
        await settle()
      }
      now = end
    }
  }
}
export type Time = ReturnType<typeof createTime>

/** Everything that waits in promises has run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 5; i += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** As the standard has them: a queue, `steal`, and an AbortError for who waits no more or is robbed. */
export function createLocks() {
  interface Waiting {
    grant(): void
    isGone: boolean
  }
  let holder: { rob(): void } | undefined
  const queue: Waiting[] = []

  function next(): void {
    if (holder) return
    const waiting = queue.shift()
    if (!waiting) return
    if (waiting.isGone) next()
    else waiting.grant()
  }

  const request: Locks['request'] = (how, hold) =>
    new Promise((resolve, reject) => {
      const abortError = new Error('AbortError')
      const grant = () => {
        const mine = { rob: () => reject(abortError) }
        holder = mine
        const release = () => {
          if (holder !== mine) return
          holder = undefined
          next()
        }
        queueMicrotask(() =>
          hold().then(() => {
            release()
            resolve()
          }, reject)
        )
      }
      if (how.isStolen) {
        holder?.rob()
        grant()
        return
      }
      const waiting: Waiting = { grant, isGone: false }
      how.signal.addEventListener('abort', () => {
        waiting.isGone = true
        reject(abortError)
      })
      queue.push(waiting)
      next()
    })
  return { request, isHeld: () => holder !== undefined }
}

/** One server with its stream and its polls, and one browser with its tabs. */
export function createWorld({ hasLocks = true, hasStreams = true } = {}) {
  const time = createTime()
  const locks = createLocks()
  const channels = new Set<{ tab: Tab; onMessage: (message: unknown) => void }>()
  const streams: FakeStream[] = []
  const polls: { query: Record<string, unknown>; signal: AbortSignal; answer: (answer: Answer) => void }[] = []
  const tabs: Tab[] = []

  interface FakeStream {
    tab: Tab
    position: string | undefined
    on: StreamListener
    isOpen: boolean
  }
  interface Answer {
    status: number
    body?: unknown
    retryAfterMs?: number
  }

  interface Tab {
    unread: number | undefined
    news: string[]
    resets: number
    signedOut: number
    connection: Connection | undefined
    isVisible: boolean
    isOnline: boolean
    /** It runs no more: neither timers nor messages, and says goodbye to nobody. */
    isFrozen: boolean
    tell(event: PageEvent): void
    live: Live
  }

  function openTab({ user = 'sari', isVisible = true } = {}): Tab {
    const listeners = new Set<(event: PageEvent) => void>()
    const tab = {
      ...{ unread: undefined, news: [], resets: 0, signedOut: 0, connection: undefined },
      ...{ isVisible, isOnline: true, isFrozen: false },
      tell(event: PageEvent) {
        if (event === 'visible' || event === 'hidden') tab.isVisible = event === 'visible'
        if (event === 'online' || event === 'offline') tab.isOnline = event === 'online'
        for (const listener of [...listeners]) listener(event)
      }
    } as unknown as Tab
    const ports: LivePorts = {
      now: time.now,
      random: () => 0.5,
      later: (run, ms) => time.later(() => (tab.isFrozen ? undefined : run()), ms),
      openStream: hasStreams
        ? (position, on) => {
            const stream: FakeStream = { tab, position, on, isOpen: true }
            streams.push(stream)
            return {
              close() {
                stream.isOpen = false
              }
            }
          }
        : undefined,
      poll: (query, signal) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('AbortError')))
          polls.push({
            query: { ...query },
            signal,
            answer: ({ status, body, retryAfterMs }) => resolve({ status, body, retryAfterMs })
          })
        }),
      locks: hasLocks ? locks : undefined,
      openChannel: (onMessage) => {
        const mine = { tab, onMessage }
        channels.add(mine)
        return {
          post(message) {
            const copy = structuredClone(message)
            for (const other of channels) {
              if (other !== mine)
                queueMicrotask(() => !other.tab.isFrozen && channels.has(other) && other.onMessage(copy))
            }
          },
          close: () => channels.delete(mine)
        }
      },
      page: {
        isVisible: () => tab.isVisible,
        isOnline: () => tab.isOnline,
        listen(listener) {
          listeners.add(listener)
          return () => listeners.delete(listener)
        }
      }
    }
    tab.live = startLive(
      user,
      {
        onUnread: (count) => {
          tab.unread = count
        },
        onNews: (news) => tab.news.push(...news.map(({ id }) => id)),
        onReset: () => {
          tab.resets += 1
        },
        onSignedOut: () => {
          tab.signedOut += 1
        },
        onConnection: (connection) => {
          tab.connection = connection
        }
      },
      ports
    )
    tabs.push(tab)
    return tab
  }

  return {
    time,
    tabs,
    polls,
    openTab,
    /** To every tab, as if another one had said it. */
    sayInChannel(message: unknown): void {
      for (const { onMessage } of [...channels]) onMessage(message)
    },
    allStreams: () => streams,
    /** Those that somebody reads, or that a frozen tab left open. */
    openStreams: () => streams.filter(({ isOpen }) => isOpen),
    lastPoll() {
      const poll = polls.at(-1)
      if (!poll) throw new Error('nobody polled')
      return poll
    }
  }
}
export type World = ReturnType<typeof createWorld>

export function news(id: string): News {
  return { id, type: 'course_published', title: id, message: `about ${id}`, link: null }
}

/** What an event of the stream looks like. */
export function told(position: string, unreadCount: number, ids: readonly string[] = []) {
  const body = ids.length > 0 ? { unreadCount, newNotifications: ids.map(news) } : { unreadCount }
  return { type: 'message' as const, position, data: JSON.stringify(body) }
}

/** What a poll answers. */
export function polled(position: string, unreadCount: number, ids: readonly string[] = []) {
  return { status: 200, body: { unreadCount, newNotifications: ids.map(news), position, reset: false } }
}
