import { frameOfEvent } from './frames.js'
import { createPolling } from './polling.js'
import type { Connection, Frame, LivePorts, Stream } from './ports.js'

export interface SourceOptions {
  ports: Pick<LivePorts, 'now' | 'later' | 'random' | 'openStream' | 'poll'>
  /** Where the user of it stands. */
  at(): { position: string | undefined; unread: number | undefined }
  onFrame(frame: Frame): void
  onExpired(): void
  onConnection(connection: Connection): void
}

export type Source = ReturnType<typeof createSource>

/** The first event is written at once: if it is not here by then, something between us and the server keeps it back. */
const deliversWithinMs = 10_000
/** The server asks for up to 30 s when it is busy. */
const reconnectsWithinMs = 45_000
/** A stream ends within ten minutes by itself, and begins with an event: one that says nothing for longer is dead. */
const silentForMs = 11 * 60_000
/** After it was closed for good (a deploy, a proxy's 502), and after something kept its events back. */
const pauses = {
  closed: { firstMs: 5_000, longestMs: 300_000 },
  withheld: { firstMs: 300_000, longestMs: 1_800_000 }
}

/** What the server says, by its stream where that works and by polling where not; nothing is said twice or left out. */
export function createSource({ ports, at, onFrame, onExpired, onConnection }: SourceOptions) {
  const polling = createPolling({ ports, at, onFrame, onExpired: expire, onConnection })
  let stream: Stream | undefined
  let current: object | undefined
  let isRunning = false
  let failures = 0
  let lastFrameAt = 0
  /** One at a time: what is expected next, of the stream or of the pause before it. */
  let cancelExpected = () => {}

  function expect(run: () => void, ms: number): void {
    cancelExpected()
    cancelExpected = ports.later(run, ms)
  }

  function openStream(): void {
    closeStream()
    polling.stop()
    if (!ports.openStream) {
      polling.start()
      return
    }
    // One that was closed may still call.
    const token = {}
    current = token
    const isCurrent = () => current === token
    stream = ports.openStream(at().position, {
      onOpen: () => isCurrent() && expect(withhold, deliversWithinMs),
      onEvent(event) {
        if (!isCurrent()) return
        const frame = frameOfEvent(event)
        if (!frame) {
          // The session of the stream has ended. A new one may have taken its place: the poll is asked with its cookie.
          if (event.type === 'session-expired') fallBack('closed')
          return
        }
        failures = 0
        lastFrameAt = ports.now()
        expect(openStream, silentForMs)
        onConnection('live')
        onFrame(frame)
      },
      onError(isForGood) {
        if (!isCurrent()) return
        onConnection('connecting')
        if (isForGood) fallBack('closed')
        else expect(() => fallBack('closed'), reconnectsWithinMs)
      }
    })
    expect(withhold, deliversWithinMs)
  }

  function withhold(): void {
    fallBack('withheld')
  }

  /** Polls, and tries the stream again later. */
  function fallBack(why: keyof typeof pauses): void {
    closeStream()
    polling.start()
    const { firstMs, longestMs } = pauses[why]
    const pause = Math.min(longestMs, firstMs * 2 ** failures)
    failures = Math.min(failures + 1, 10)
    expect(openStream, pause * (0.5 + ports.random()))
  }

  function closeStream(): void {
    current = undefined
    stream?.close()
    stream = undefined
  }

  function stop(): void {
    isRunning = false
    cancelExpected()
    closeStream()
    polling.stop()
  }

  function expire(): void {
    if (!isRunning) return
    stop()
    onExpired()
  }

  return {
    start(): void {
      if (isRunning) return
      isRunning = true
      failures = 0
      onConnection('connecting')
      openStream()
    },
    stop,
    /** The page was away: a stream that died meanwhile looks like one on which nothing happens. */
    check(quietForMs: number): void {
      if (isRunning && stream && ports.now() - lastFrameAt > quietForMs) openStream()
    }
  }
}
