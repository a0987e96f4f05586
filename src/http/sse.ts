import type { ServerResponse } from 'node:http'
import { getDefaultHighWaterMark } from 'node:stream'
import { fastifySSE } from '@fastify/sse'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  comeBackLater,
  defaults,
  randomWithin,
  refusalRetryMs,
  type SseSettings,
  shutdownRetryMs
} from './sse-settings.js'

/**
 * Event streams that end well: the one file around `@fastify/sse` 0.6.0. Mended here, by the fault it shows:
 * - `app.close()` waits for open streams for ever (fastify/sse#57): the `preClose` hook ends them.
 * - `send()` waits for a 'drain' that a vanished client never gives: `close` says the word for it.
 * - CR, LF or NUL in `id` and `event` inject fields, an empty `id` clears the client's cursor: `requireSendable`.
 * - nothing bounds a reader that stopped reading, heartbeats are written on top of what it has not read, and each
 *   connection has a timer: one sweep for all of them.
 *
 * A browser's EventSource gives up for good on any answer but 200 (WHATWG HTML, 9.2.3), so whoever cannot be served now
 * gets a 200 with a random `retry:` and an end. That holds during shutdown only if the app is made with
 * `return503OnClosing: false`: Fastify answers before any hook or route of ours otherwise.
 *
 * Routes: `app.get(url, { sse: 'only' }, (request, reply) => streams.open(request, reply, { owner, follow }))`
 */
export interface SseStreams {
  /** Runs one stream; resolves when it is over, and does not reject for what happens on it. */
  open(request: FastifyRequest, reply: FastifyReply, source: SseSource): Promise<void>
  count(): number
  stats(): SseStats
}

export interface SseSource {
  /** Whose stream it is, for `maxPerOwner`. */
  owner: string
  /** Must return soon after the abort: the client left, or the stream is to end (age, limit, shutdown). */
  follow(signal: AbortSignal): AsyncIterable<SseMessage>
}

export interface SseMessage {
  id?: string
  event?: string
  /** Anything that JSON knows; it travels on one line, so no line break in it can start a field. */
  data: unknown
  retry?: number
}

export interface SseStats {
  /** Streams that hold a socket now. */
  open: number
  opened: number
  refused: number
  /** Ended because their owner opened newer ones. */
  displaced: number
  /** Destroyed because they did not read (or did not end) in time. */
  cutAsSlow: number
  failed: number
  /** What all of them have not read yet and we hold for them. */
  bufferedBytes: number
}

/** An abort without a reason makes a DOMException with a stack trace: for each of 10,000 at shutdown. */
const streamIsOver = 'the stream is over'

export async function registerSse(app: FastifyInstance, options: Partial<SseSettings> = {}): Promise<SseStreams> {
  const settings = { ...defaults, ...options }
  requireBoundedBuffers(app, settings.maxBufferedBytes)
  await app.register(fastifySSE, { heartbeatInterval: 0 })

  const streams = new Set<EventStream>()
  const byOwner = new Map<string, EventStream[]>()
  const stats = { opened: 0, refused: 0, displaced: 0, cutAsSlow: 0, failed: 0 }
  let isClosing = false
  let onLastLeft = () => {}

  async function open(request: FastifyRequest, reply: FastifyReply, source: SseSource): Promise<void> {
    prepare(reply)
    // A client that left while the hooks ran has had its 'close' already: nobody would ever end its stream.
    if (reply.raw.destroyed) return
    if (request.method === 'HEAD') return finish(reply)
    if (isClosing || streams.size >= settings.maxStreams) {
      stats.refused += 1
      return finish(reply, comeBackLater())
    }

    const stream = new EventStream(source.owner, reply, settings)
    enter(stream)
    try {
      await reply.sse.send(stream.messages(source))
    } catch (err) {
      stats.failed += 1
      reply.log.error({ err }, 'the source of an event stream failed')
      if (!reply.raw.headersSent) finish(reply, comeBackLater())
    }
  }

  function enter(stream: EventStream): void {
    stats.opened += 1
    streams.add(stream)
    stream.reply.raw.once('close', () => leave(stream))

    const siblings = [...(byOwner.get(stream.owner) ?? []), stream]
    byOwner.set(stream.owner, siblings)
    const living = siblings.filter((sibling) => !sibling.isEnding)
    if (living.length <= settings.maxPerOwner) return
    stats.displaced += 1
    // It comes back and displaces another: let that round take its time.
    living[0]?.end(randomWithin(refusalRetryMs))
  }

  function leave(stream: EventStream): void {
    stream.close()
    streams.delete(stream)
    const siblings = byOwner.get(stream.owner)?.filter((sibling) => sibling !== stream)
    if (siblings?.length) byOwner.set(stream.owner, siblings)
    else byOwner.delete(stream.owner)
    if (streams.size === 0) onLastLeft()
  }

  function sweep(): void {
    const now = nowMs()
    for (const stream of streams) {
      if (stream.isStuckSince(now - settings.slowReaderMs)) {
        stats.cutAsSlow += 1
        stream.reply.log.info('cut an event stream that is not read')
        stream.reply.raw.destroy()
      } else if (!stream.isEnding) {
        if (now >= stream.endsAtMs) stream.end()
        else if (now >= stream.beatsAtMs) stream.beat(now, settings.heartbeatMs)
      }
    }
  }

  // Each second: the heartbeats of 10,000 streams spread over 25 ticks.
  const shortestMs = Math.min(settings.heartbeatMs, settings.slowReaderMs, settings.maxAgeMs)
  const sweeper = setInterval(sweep, Math.min(1_000, Math.max(5, shortestMs / 4))).unref()

  app.addHook('preClose', async () => {
    isClosing = true
    for (const stream of streams) stream.end(randomWithin(shutdownRetryMs))
    await waitUntilEmpty()
    for (const stream of streams) stream.reply.raw.destroy()
    await waitUntilEmpty()
    clearInterval(sweeper)
  })

  function waitUntilEmpty(): Promise<void> {
    if (streams.size === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, settings.drainMs)
      onLastLeft = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  function bufferedBytes(): number {
    let bytes = 0
    for (const { reply } of streams) bytes += reply.raw.writableLength
    return bytes
  }

  return {
    open,
    count: () => streams.size,
    stats: () => ({ open: streams.size, ...stats, bufferedBytes: bufferedBytes() })
  }
}

/** One client: no timer and no queue, for there may be ten thousand. */
class EventStream {
  readonly owner: string
  readonly reply: FastifyReply
  readonly endsAtMs: number
  beatsAtMs: number
  isEnding = false
  #wroteAtMs: number
  #firstRetryMs: number
  #farewellRetryMs = 0
  readonly #controller = new AbortController()

  constructor(owner: string, reply: FastifyReply, settings: SseSettings) {
    this.owner = owner
    this.reply = reply
    this.#wroteAtMs = nowMs()
    // The first beat at a random moment, so that streams opened together do not beat together.
    this.beatsAtMs = this.#wroteAtMs + randomWithin({ min: settings.heartbeatMs / 2, max: settings.heartbeatMs })
    this.endsAtMs = this.#wroteAtMs + randomWithin({ min: settings.maxAgeMs * 0.8, max: settings.maxAgeMs })
    this.#firstRetryMs = randomWithin(settings.retryMs)
  }

  /** `send()` pulls the next message only after the socket has drained: nothing is queued here. */
  async *messages(source: SseSource): AsyncGenerator<SseMessage> {
    try {
      for await (const message of source.follow(this.#controller.signal)) {
        requireSendable(message)
        this.#wroteAtMs = nowMs()
        yield this.#firstRetryMs > 0 ? { retry: this.#firstRetryMs, ...message } : message
        if (this.#firstRetryMs > 0) forgetHeaderText(this.reply.raw)
        this.#firstRetryMs = 0
        if (this.isEnding) break
      }
    } catch (err) {
      // Many sources throw an AbortError when their signal aborts: that is an end as good as a return.
      if (!this.isEnding) throw err
    }
    if (this.#farewellRetryMs > 0) yield { data: undefined, retry: this.#farewellRetryMs }
  }

  /** Lets the source return and what is written be read; the sweep or the shutdown cuts it if that takes too long. */
  end(farewellRetryMs = 0): void {
    if (this.isEnding) return
    this.isEnding = true
    this.#farewellRetryMs = farewellRetryMs
    this.#wroteAtMs = nowMs()
    this.#controller.abort(streamIsOver)
  }

  /** The socket is gone: the source learns it, and a `send()` that waits for a drain gets it. */
  close(): void {
    this.isEnding = true
    this.#farewellRetryMs = 0
    this.#controller.abort(streamIsOver)
    this.reply.raw.emit('drain')
  }

  beat(now: number, heartbeatMs: number): void {
    this.beatsAtMs += heartbeatMs
    const { raw, sse } = this.reply
    if (raw.writableNeedDrain || raw.writableEnded) return
    sse.sendHeaders()
    this.#wroteAtMs = now
    raw.write(': heartbeat\n\n')
  }

  isStuckSince(limitMs: number): boolean {
    const { raw } = this.reply
    return (raw.writableNeedDrain || raw.writableEnded || this.isEnding) && this.#wroteAtMs <= limitMs
  }
}

function prepare(reply: FastifyReply): void {
  if (reply.sse === undefined) throw new Error("a route that opens a stream needs { sse: 'only' }")
  // The library's own say 'no-cache' and 'keep-alive'; what is set on the reply wins.
  reply.header('cache-control', 'no-store')
  // A stream's socket ends with it: idle sockets of clients that come back later would eat the file limit.
  reply.header('connection', 'close')
  reply.hijack()
}

function finish(reply: FastifyReply, lastBlock = ''): void {
  reply.sse.sendHeaders()
  reply.raw.end(lastBlock)
}

/** Node keeps the text, 2.4 KB with helmet's, but once it is sent only asks whether there is one (`headersSent`). */
function forgetHeaderText(raw: ServerResponse): void {
  if (typeof Reflect.get(raw, '_header') === 'string') Reflect.set(raw, '_header', 'sent')
}

/** Both fields are ours, not the caller's, so a bad one is a fault in the code and ends the stream. */
function requireSendable({ id, event, data }: SseMessage): void {
  if (id !== undefined && !/^[A-Za-z0-9._-]+$/.test(id)) throw new Error('an event id may hold A-Z a-z 0-9 . _ - only')
  if (event !== undefined && !/^[a-z-]+$/.test(event)) throw new Error('an event name may hold a-z and - only')
  // Without data a client remembers the id or not, depending on its make.
  if (data === undefined) throw new Error('an event needs data')
}

function requireBoundedBuffers(app: FastifyInstance, maxBufferedBytes: number): void {
  const highWaterMark: number = Reflect.get(app.server, 'highWaterMark') ?? getDefaultHighWaterMark(false)
  if (highWaterMark > maxBufferedBytes) throw new Error(`the server's highWaterMark is above ${maxBufferedBytes} bytes`)
}

/** Whole and monotonic: a clock that is set must not end or cut streams, and a small integer needs no box. */
function nowMs(): number {
  return Math.trunc(performance.now())
}
