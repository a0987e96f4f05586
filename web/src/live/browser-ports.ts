import type { LivePorts, Page, PageEvent, PollAnswer, StreamEvent } from './ports.js'

const lockName = 'naik-kelas.stream'
const streamEvents = ['message', 'reset', 'session-expired'] as const

/** The browser that this runs in. */
export function browserPorts(): LivePorts {
  return {
    now: Date.now,
    random: Math.random,
    later(run, ms) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    openStream: 'EventSource' in globalThis ? openStream : undefined,
    poll,
    locks: 'locks' in navigator ? { request: requestLock } : undefined,
    openChannel: 'BroadcastChannel' in globalThis ? openChannel : undefined,
    page
  }
}

const openStream: LivePorts['openStream'] = (position, on) => {
  const query = position === undefined ? '' : `?lastEventId=${encodeURIComponent(position)}`
  const stream = new EventSource(`/api/notifications/stream${query}`)
  stream.onopen = () => on.onOpen()
  stream.onerror = () => on.onError(stream.readyState === EventSource.CLOSED)
  for (const type of streamEvents) {
    stream.addEventListener(type, (event: MessageEvent<string>) => {
      const told: StreamEvent = { type, data: event.data, position: event.lastEventId }
      on.onEvent(told)
    })
  }
  return { close: () => stream.close() }
}

const poll: LivePorts['poll'] = async ({ after, unread, waitSeconds }, signal): Promise<PollAnswer> => {
  const query = new URLSearchParams({ wait: String(waitSeconds) })
  if (after !== undefined) query.set('after', after)
  if (unread !== undefined) query.set('unread', String(unread))
  const response = await fetch(`/api/notifications/changes?${query}`, { credentials: 'same-origin', signal })
  const seconds = Number(response.headers.get('retry-after'))
  const body: unknown = await response.json().catch(() => undefined)
  return { status: response.status, body, retryAfterMs: seconds > 0 ? seconds * 1_000 : undefined }
}

const requestLock: NonNullable<LivePorts['locks']>['request'] = (how, hold) =>
  navigator.locks.request(lockName, how.isStolen ? { steal: true } : { signal: how.signal }, hold)

const openChannel: LivePorts['openChannel'] = (onMessage) => {
  const channel = new BroadcastChannel(lockName)
  channel.onmessage = ({ data }) => onMessage(data)
  return { post: (message) => channel.postMessage(message), close: () => channel.close() }
}

const page: Page = {
  isVisible: () => document.visibilityState === 'visible',
  isOnline: () => navigator.onLine,
  listen(listener) {
    const controller = new AbortController()
    const { signal } = controller
    const tell = (event: PageEvent) => () => listener(event)
    document.addEventListener('visibilitychange', () => listener(page.isVisible() ? 'visible' : 'hidden'), { signal })
    document.addEventListener('freeze', tell('leave'), { signal })
    document.addEventListener('resume', tell('return'), { signal })
    addEventListener('pagehide', tell('leave'), { signal })
    addEventListener('pageshow', tell('return'), { signal })
    addEventListener('online', tell('online'), { signal })
    addEventListener('offline', tell('offline'), { signal })
    return () => controller.abort()
  }
}
