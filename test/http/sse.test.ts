import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import cors from '@fastify/cors'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { registerSecurityHeaders, securityHeaders } from '../../src/http/protection.js'
import { registerSse, type SseMessage, type SseStreams } from '../../src/http/sse.js'
import type { SseSettings } from '../../src/http/sse-settings.js'
import { connectSse } from '../support/sse-client.js'

type Follow = (signal: AbortSignal) => AsyncIterable<SseMessage>

interface Setup {
  follow?: Follow
  settings?: Partial<SseSettings>
  prepare?: (app: FastifyInstance) => unknown
  onReply?: (reply: FastifyReply) => void
}

interface Running {
  app: FastifyInstance
  streams: SseStreams
  url: string
  /** Sources that began and did not reach their `finally` yet. */
  following: () => number
  /** Calls of `open` that did not settle yet. */
  unsettled: () => number
}

async function run(
  t: TestContext,
  { follow = greetAndWait, settings = {}, prepare, onReply }: Setup
): Promise<Running> {
  const app = Fastify({ return503OnClosing: false })
  t.after(() => app.close())
  await prepare?.(app)
  const streams = await registerSse(app, settings)
  let following = 0
  let unsettled = 0

  async function* counted(signal: AbortSignal): AsyncGenerator<SseMessage> {
    following += 1
    try {
      yield* follow(signal)
    } finally {
      following -= 1
    }
  }
  app.get<{ Querystring: { owner?: string } }>('/stream', { sse: 'only' }, async (request, reply) => {
    onReply?.(reply)
    unsettled += 1
    await streams.open(request, reply, { owner: request.query.owner ?? request.id, follow: counted })
    unsettled -= 1
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/stream`
  return { app, streams, url, following: () => following, unsettled: () => unsettled }
}

async function* greetAndWait(signal: AbortSignal): AsyncGenerator<SseMessage> {
  yield { id: 'e.0', data: { unreadCount: 0 } }
  await aborted(signal)
}

/** Never the same 64 KiB twice, and more of it than any socket's buffers hold. */
async function* flood(): AsyncGenerator<SseMessage> {
  for (let at = 0; ; at += 1) yield { id: `${at}`, data: `${at}`.padEnd(65_536, '.') }
}

/** A request whose answer nobody parses. */
function request({ url }: Running): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write('GET /stream HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n')
  return socket
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}

async function until(isTrue: () => boolean, what: string): Promise<void> {
  for (let waitedMs = 0; !isTrue(); waitedMs += 5) {
    assert.ok(waitedMs < 15_000, `never came: ${what}`)
    await sleep(5)
  }
}

/** Until the number rests: nothing pulled for a while, because the socket is full. */
async function untilResting(count: () => number): Promise<number> {
  for (;;) {
    const before = count()
    await sleep(300)
    if (before > 0 && count() === before) return before
  }
}

describe('an event stream', () => {
  it('begins at once with one block that holds the retry, the id and the data', async (t) => {
    const { url } = await run(t, {})
    const client = await connectSse(url)
    const block = await client.next()
    assert.equal(client.status, 200)
    assert.match(block.raw, /^id: e\.0\ndata: \{"unreadCount":0\}\nretry: \d+\n\n$/)
    assert.ok(block.retry && block.retry >= 3_000 && block.retry <= 10_000)
    assert.equal(client.blocks.length, 1)
    client.close()
  })

  it('keeps a retry that the source chose, and an id of 0', async (t) => {
    const { url } = await run(t, {
      async *follow() {
        yield { id: '0', event: 'session-expired', data: 1, retry: 77 }
        yield { id: '1', data: null }
      }
    })
    const client = await connectSse(url)
    await client.ended
    assert.equal(client.text(), 'id: 0\nevent: session-expired\ndata: 1\nretry: 77\n\nid: 1\ndata: null\n\n')
  })

  it('carries the headers of the hooks and forbids stores and proxies to keep it', async (t) => {
    const { url } = await run(t, {
      async prepare(app) {
        registerSecurityHeaders(app, securityHeaders(true))
        await app.register(cors, { origin: ['https://school.example'], credentials: true })
      },
      onReply: (reply) => reply.header('x-of-the-route', 'yes')
    })
    const client = await connectSse(url, { headers: { origin: 'https://school.example' } })
    assert.equal(client.headers['content-type'], 'text/event-stream')
    assert.equal(client.headers['cache-control'], 'no-store')
    assert.equal(client.headers['x-accel-buffering'], 'no')
    assert.equal(client.headers.connection, 'close')
    assert.equal(client.headers['x-content-type-options'], 'nosniff')
    assert.ok(client.headers['content-security-policy'])
    assert.equal(client.headers['access-control-allow-origin'], 'https://school.example')
    assert.equal(client.headers['access-control-allow-credentials'], 'true')
    assert.equal(client.headers.vary, 'Origin')
    assert.equal(client.headers['x-of-the-route'], 'yes')
    client.close()
  })

  it('keeps line breaks in the data from starting a field', async (t) => {
    const message = 'a\nid: 7\r\ndata: x\u2028y\u0000\n\n'
    const { url } = await run(t, {
      async *follow() {
        yield { data: { message } }
      }
    })
    const client = await connectSse(url)
    const { data = '', id } = await client.next()
    assert.equal(id, undefined)
    assert.deepEqual(JSON.parse(data), { message })
    await client.ended
    assert.equal(client.blocks.length, 1)
  })

  const unsendable: [string, SseMessage][] = [
    ['a line feed in the id', { id: '1\ndata: forged', data: 1 }],
    ['a trailing line feed in the id', { id: '1\n', data: 1 }],
    ['a carriage return in the id', { id: '1\rdata: forged', data: 1 }],
    ['a NUL in the id', { id: '1\u0000', data: 1 }],
    ['a letter that clients cannot send back', { id: 'é', data: 1 }],
    ['an empty id', { id: '', data: 1 }],
    ['a line feed in the event', { event: 'a\ndata: forged', data: 1 }],
    ['an empty event', { event: '', data: 1 }],
    ['no data', { id: '1', data: undefined }],
    ['data that JSON does not know', { id: '1', data: 1n }]
  ]
  for (const [name, message] of unsendable) {
    it(`ends without a byte of a message that has ${name}`, async (t) => {
      const running = await run(t, {
        async *follow() {
          yield { id: 'good', data: 0 }
          yield message
        }
      })
      const client = await connectSse(running.url)
      assert.equal(await client.ended, 'finished')
      assert.equal(client.blocks.length, 1)
      assert.equal(client.blocks[0]?.id, 'good')
      assert.doesNotMatch(client.text(), /forged/)
      assert.equal(running.streams.stats().failed, 1)
      assert.equal(running.following(), 0)
    })
  }

  it('beats while nothing happens', async (t) => {
    const { url } = await run(t, { settings: { heartbeatMs: 40 } })
    const client = await connectSse(url)
    await client.next()
    for (let beat = 0; beat < 5; beat += 1) {
      const { raw } = await client.next((block) => block.comment === 'heartbeat')
      assert.equal(raw, ': heartbeat\n\n')
    }
    client.close()
  })

  it('ends when its source returns, after the last message', async (t) => {
    const running = await run(t, {
      async *follow() {
        yield { id: 'e.1', data: { unreadCount: 1 } }
        yield { event: 'session-expired', data: 'x'.repeat(1_000_000) }
      }
    })
    const client = await connectSse(running.url)
    assert.equal(await client.ended, 'finished')
    assert.deepEqual(
      client.blocks.map((block) => block.event),
      [undefined, 'session-expired']
    )
    assert.equal(client.blocks[1]?.data?.length, 1_000_002)
    await until(() => running.streams.count() === 0, 'the stream is gone')
    assert.equal(running.streams.stats().failed, 0)
  })

  it('sends a client that cannot be served yet back with a 200: anything else ends an EventSource for good', async (t) => {
    const running = await run(t, {
      // biome-ignore lint/correctness/useYield: it fails before it could
      async *follow() {
        throw new Error('the database is away')
      }
    })
    const client = await connectSse(running.url)
    assert.equal(await client.ended, 'finished')
    assert.equal(client.status, 200)
    assert.match(client.text(), /^: come back later\nretry: \d+\n\n$/)
    assert.equal(running.streams.stats().failed, 1)
  })

  it('ends near its greatest age and lets the client resume', async (t) => {
    const running = await run(t, { settings: { maxAgeMs: 300 } })
    const startedAtMs = performance.now()
    const client = await connectSse(running.url)
    assert.equal(await client.ended, 'finished')
    assert.ok(performance.now() - startedAtMs >= 235, 'not before 80 % of it')
    assert.equal(client.blocks.length, 1)
    assert.equal(running.following(), 0)
  })

  it('is cut when its source does not heed the end, or nobody reads the last words', async (t) => {
    const deaf = await run(t, {
      settings: { maxAgeMs: 50, slowReaderMs: 50 },
      async *follow() {
        yield { data: 0 }
        await new Promise(() => {})
      }
    })
    const client = await connectSse(deaf.url)
    assert.equal(await client.ended, 'broken')

    const unread = await run(t, {
      settings: { slowReaderMs: 50 },
      async *follow() {
        yield { data: 'x'.repeat(50_000_000) }
      }
    })
    await connectSse(unread.url, { isPaused: true })
    await until(() => unread.streams.stats().cutAsSlow === 1 && unread.streams.count() === 0, 'the cut')
  })

  it('answers HEAD with its headers only', async (t) => {
    const { url, streams } = await run(t, {})
    const client = await connectSse(url, { method: 'HEAD' })
    assert.equal(client.headers['content-type'], 'text/event-stream')
    assert.equal(await client.ended, 'finished')
    assert.equal(streams.stats().opened, 0)
  })

  it('leaves a refusal before it to the error handler, and says so when the route was not declared', async (t) => {
    const { url } = await run(t, {
      prepare(app) {
        app.addHook('onRequest', async (request) => {
          if (!request.headers.cookie) throw Object.assign(new Error('log in'), { statusCode: 401 })
        })
      }
    })
    const answer = await fetch(url)
    assert.equal(answer.status, 401)
    assert.match(answer.headers.get('content-type') ?? '', /application\/json/)

    const app = Fastify()
    const streams = await registerSse(app)
    app.get('/', (request, reply) => streams.open(request, reply, { owner: 'ani', follow: greetAndWait }))
    assert.match((await app.inject('/')).body, /needs \{ sse: 'only' \}/)
    await app.close()
  })
})

describe('a client that leaves', () => {
  for (const way of ['close', 'cut'] as const) {
    it(`is noticed on an idle stream (${way})`, async (t) => {
      const running = await run(t, {})
      const client = await connectSse(running.url)
      await client.next()
      assert.equal(running.streams.count(), 1)
      client[way]()
      await until(() => running.following() === 0, 'the finally of the source')
      await until(() => running.unsettled() === 0, 'the end of open()')
      assert.equal(running.streams.count(), 0)
      assert.equal(running.streams.stats().failed, 0)
    })
  }

  it('is noticed while its socket is full, when send() of the library waits for ever', async (t) => {
    let pulled = 0
    const running = await run(t, {
      async *follow() {
        for await (const message of flood()) {
          pulled += 1
          yield message
        }
      }
    })
    const client = await connectSse(running.url, { isPaused: true })
    await untilResting(() => pulled)
    client.cut()
    await until(() => running.following() === 0 && running.unsettled() === 0, 'the finally of the source')
    assert.equal(running.streams.count(), 0)
  })

  it('before its stream began leaves nothing behind', async (t) => {
    let isGone = false
    const running = await run(t, {
      prepare(app) {
        app.addHook('preHandler', async (request) => {
          await new Promise((resolve) => request.socket.once('close', resolve))
          isGone = true
        })
      }
    })
    const socket = request(running)
    await sleep(50)
    socket.resetAndDestroy()
    await until(() => isGone, 'the hook saw it leave')
    await sleep(20)
    assert.equal(running.streams.stats().opened, 0)
    assert.equal(running.unsettled(), 0)
  })

  it('may have a source that throws on abort: that is no failure', async (t) => {
    const running = await run(t, {
      async *follow(signal) {
        yield { data: 0 }
        await sleep(60_000, undefined, { signal })
      }
    })
    const client = await connectSse(running.url)
    await client.next()
    client.cut()
    await until(() => running.unsettled() === 0, 'the end of open()')
    assert.equal(running.streams.stats().failed, 0)
  })
})

describe('a slow reader', () => {
  it('stops its source, gets no heartbeat on top, and then everything in order', async (t) => {
    let pulled = 0
    let beats = 0
    let beatsOnTop = 0
    const running = await run(t, {
      settings: { heartbeatMs: 20 },
      async *follow() {
        for await (const message of flood()) {
          pulled += 1
          yield message
          if (pulled === 400) return
        }
      },
      onReply({ raw }) {
        const write = raw.write.bind(raw)
        raw.write = (chunk: unknown, ...rest: never[]) => {
          if (chunk === ': heartbeat\n\n') {
            beats += 1
            if (raw.writableNeedDrain) beatsOnTop += 1
          }
          return write(chunk, ...rest)
        }
      }
    })
    const client = await connectSse(running.url, { isPaused: true })
    const pulledWhenFull = await untilResting(() => pulled)
    const beatsWhenFull = beats
    await sleep(200)
    assert.equal(pulled, pulledWhenFull)
    assert.ok(pulled < 400, `${pulled} of 64 KiB pulled although nothing was read`)
    assert.equal(beats, beatsWhenFull)

    client.resume()
    assert.equal(await client.ended, 'finished')
    const ids = client.blocks.flatMap((block) => block.id ?? [])
    assert.deepEqual(
      ids,
      Array.from({ length: 400 }, (_, at) => `${at}`)
    )
    assert.equal(beatsOnTop, 0)
  })

  it('is cut after its time, and its source learns it', async (t) => {
    const running = await run(t, { follow: flood, settings: { slowReaderMs: 100 } })
    const client = await connectSse(running.url, { isPaused: true })
    await until(() => running.streams.stats().cutAsSlow === 1, 'the cut')
    await until(() => running.following() === 0 && running.unsettled() === 0, 'the finally of the source')
    assert.equal(running.streams.count(), 0)
    client.resume()
    assert.equal(await client.ended, 'broken')
  })

  it('is not one who reads all the time, however much there is', async (t) => {
    const running = await run(t, { follow: flood, settings: { slowReaderMs: 1_000 } })
    const socket = request(running).resume()
    await sleep(2_500)
    assert.equal(running.streams.stats().cutAsSlow, 0)
    assert.equal(running.streams.count(), 1)
    socket.destroy()
  })

  it('cannot hide behind a server that buffers more than is allowed', async () => {
    const app = Fastify({ http: { highWaterMark: 1_048_576 } })
    await assert.rejects(registerSse(app), /highWaterMark is above 65536/)
    await app.close()
  })
})

describe('limits', () => {
  it('end the oldest stream of an owner, not the newest, and tell it to take its time', async (t) => {
    const running = await run(t, { settings: { maxPerOwner: 2 } })
    const open = async (owner: string) => {
      const client = await connectSse(`${running.url}?owner=${owner}`)
      await client.next()
      return client
    }
    const [other, first, second, third] = [await open('budi'), await open('ani'), await open('ani'), await open('ani')]
    assert.equal(await first.ended, 'finished')
    const { retry = 0, raw } = first.blocks.at(-1) ?? {}
    assert.equal(raw, `retry: ${retry}\n\n`)
    assert.ok(retry >= 5_000 && retry <= 30_000)

    await until(() => running.streams.count() === 3, 'three streams are left')
    const fourth = await open('ani')
    assert.equal(await second.ended, 'finished')
    assert.equal(running.streams.stats().displaced, 2)
    for (const client of [other, third, fourth]) client.close()
    await until(() => running.streams.count() === 0, 'all have left')
  })

  it('send a stream too many away with a 200, and take it when there is room', async (t) => {
    const running = await run(t, { settings: { maxStreams: 1 } })
    const first = await connectSse(running.url)
    await first.next()
    const refused = await connectSse(running.url)
    assert.equal(await refused.ended, 'finished')
    assert.equal(refused.status, 200)
    assert.equal(refused.headers['content-type'], 'text/event-stream')
    assert.equal(refused.headers['cache-control'], 'no-store')
    assert.match(refused.text(), /^: [a-z ]+\nretry: \d+\n\n$/)
    const { retry = 0 } = refused.blocks[0] ?? {}
    assert.ok(retry >= 5_000 && retry <= 30_000)
    assert.deepEqual(running.streams.stats(), {
      open: 1,
      opened: 1,
      refused: 1,
      displaced: 0,
      cutAsSlow: 0,
      failed: 0,
      bufferedBytes: 0
    })
    first.close()
    await until(() => running.streams.count() === 0, 'room')
    const second = await connectSse(running.url)
    await second.next()
    second.close()
  })
})

describe('shutdown', () => {
  it('ends a thousand streams at once and spreads their return over fifteen seconds', async (t) => {
    const { app, url, following } = await run(t, {})
    const clients = await Promise.all(Array.from({ length: 1_000 }, () => connectSse(url)))
    await Promise.all(clients.map((client) => client.next()))

    const startedAtMs = performance.now()
    await app.close()
    assert.ok(performance.now() - startedAtMs < 4_000, 'before the time-out for those who do not read')

    const endings = await Promise.all(clients.map((client) => client.ended))
    assert.ok(endings.every((ending) => ending === 'finished'))
    const waits = clients.map((client) => client.blocks.at(-1)?.retry ?? 0)
    assert.ok(clients.every((client) => client.blocks.length === 2))
    assert.ok(waits.every((retry) => retry >= 1_000 && retry <= 15_000))
    assert.ok(new Set(waits).size > 500)
    assert.equal(following(), 0)
  })

  it('does not wait for those who do not read, and sends newcomers away with a 200', async (t) => {
    const running = await run(t, { follow: flood, settings: { drainMs: 700 } })
    const client = await connectSse(running.url, { isPaused: true })
    await untilResting(running.following)
    const closing = running.app.close()
    await sleep(50)
    const newcomer = await connectSse(running.url)
    assert.equal(newcomer.status, 200)
    assert.match(newcomer.text() || (await newcomer.next()).raw, /^: [a-z ]+\nretry: \d+\n\n$/)
    await closing
    assert.equal(running.following(), 0)
    client.cut()
  })

  it('does not wait for a source that ignores its signal', async (t) => {
    const running = await run(t, {
      settings: { drainMs: 50 },
      async *follow() {
        yield { data: 0 }
        await new Promise(() => {})
      }
    })
    const client = await connectSse(running.url)
    await client.next()
    await running.app.close()
    assert.equal(await client.ended, 'broken')
  })

  it('says when to return also for a source that throws on abort', async (t) => {
    const running = await run(t, {
      async *follow(signal) {
        yield { data: 0 }
        await sleep(60_000, undefined, { signal })
      }
    })
    const client = await connectSse(running.url)
    await client.next()
    await running.app.close()
    assert.equal(await client.ended, 'finished')
    assert.ok(client.blocks.at(-1)?.retry)
    assert.equal(running.streams.stats().failed, 0)
  })
})
