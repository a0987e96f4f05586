// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { describe, it, test } from 'node:test'
import { isPublicAddress } from '../../../src/integrations/webhooks/addresses.js'
import { readRetryAfter, tidyAnswer } from '../../../src/integrations/webhooks/answers.js'
import { createWebhookClient, type WebhookClientOptions } from '../../../src/integrations/webhooks/index.js'
import { createLookup, createResolve } from '../../../src/integrations/webhooks/lookup.js'
import { answers, createReceiver, drips, hangs, hangsUp, type takes, verify } from './receiver.js'

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo='
const payload = '{"type":"x","timestamp":"2026-11-20T08:00:00.000Z","data":{"a":"Rp\u2028\\r\\n\\u0000 ✓"}}'
const open = { allowPrivate: true, requireTls: false, userAgent: 'Naik-Kelas/1', timeoutMs: 400 }
const closed = { ...open, allowPrivate: false }

function send(url: string, options: Partial<WebhookClientOptions> = {}, signal?: AbortSignal) {
  const client = createWebhookClient({ ...open, ...options })
  return client.send({ url, id: 'whd_1', payload, secrets: [secret], at: new Date() }, signal)
}

test('a message arrives as Standard Webhooks says, byte for byte', async (t) => {
  const receiver = await createReceiver(t, answers(202))
  const outcome = await send(`${receiver.url}?a=b#fragment`)
  assert.deepEqual([outcome.status, outcome.error, outcome.answer], [202, null, 'answer 202'])
  const [one] = receiver.received
  assert.ok(one)
  assert.deepEqual([one.path, one.body, one.headers['webhook-id']], ['/hook?a=b', payload, 'whd_1'])
  assert.deepEqual([one.headers['content-type'], one.headers['user-agent']], ['application/json', 'Naik-Kelas/1'])
  assert.ok(Math.abs(Number(one.headers['webhook-timestamp']) - Date.now() / 1_000) < 5)
  assert.deepEqual(verify(one, secret), JSON.parse(payload))
  const other = createWebhookClient(open).createSecret()
  assert.match(other, /^whsec_[A-Za-z0-9+/]{43}=$/)
  assert.throws(() => verify(one, other))
})

describe('a receiver that misbehaves', () => {
  const seen = async (t: Parameters<typeof createReceiver>[0], behaviour: Parameters<typeof createReceiver>[1]) => {
    const startedAt = performance.now()
    const { status, error } = await send((await createReceiver(t, behaviour)).url)
    assert.ok(performance.now() - startedAt < 3_000, 'it does not hold us up')
    return [status, error]
  }
  const late = 'no answer within 0.4 seconds'
  const cut = 'the connection was closed without an answer'

  it('hangs, or drips its headers', async (t) => {
    assert.deepEqual(await seen(t, hangs), [null, late])
    assert.deepEqual(await seen(t, drips), [null, late])
  })
  it('hangs up', async (t) => assert.deepEqual(await seen(t, hangsUp), [null, cut]))
  it('speaks no HTTP', async (t) => {
    assert.deepEqual(await seen(t, ({ socket }) => socket?.end('SSH-2.0-OpenSSH\r\n')), [
      null,
      'the answer is not HTTP'
    ])
  })
  it('answers with endless headers', async (t) => {
    const behaviour = answers(200, { 'x-long': 'a'.repeat(100_000) })
    assert.deepEqual(await seen(t, behaviour), [null, 'the headers of the answer are too large'])
  })
  it('wants to switch protocols', async (t) => {
    const text = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'
    assert.deepEqual(await seen(t, ({ socket }) => socket?.end(text)), [null, cut])
  })
  it('answers, and is cut off or slow in the middle of it: the status counts', async (t) => {
    assert.deepEqual(await seen(t, (response) => response.writeHead(200, { 'content-length': 99 }).write('half')), [
      200,
      null
    ])
    const cuts = (response: Parameters<typeof takes>[0]) => {
      response.writeHead(500, { 'content-length': 99 }).write('half')
      setTimeout(() => response.socket?.destroy(), 50)
    }
    assert.deepEqual(await seen(t, cuts), [500, null])
  })
  it('is not there', async (t) => {
    const receiver = await createReceiver(t)
    await receiver.end()
    const { status, error } = await send(receiver.url)
    assert.deepEqual([status, error], [null, 'the connection was refused'])
  })
  it('has a name without an address', async () => {
    const resolve = async () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))
    assert.equal((await send('http://hooks.example/', { resolve })).error, 'the name has no address')
    assert.equal((await send('http://hooks.example/', { resolve: async () => [] })).error, 'the name has no address')
    const never = () => new Promise<string[]>(() => {})
    assert.equal((await send('http://hooks.example/', { resolve: never })).error, late)
  })
  it('is given up by us', async (t) => {
    const receiver = await createReceiver(t, hangs)
    const stopping = new AbortController()
    setTimeout(() => stopping.abort(), 50)
    const { status, durationMs } = await send(receiver.url, { timeoutMs: 5_000 }, stopping.signal)
    assert.equal(status, null)
    assert.ok(durationMs < 1_000)
  })
})

test('an answer of 2 GB costs nothing', async (t) => {
  const chunk = Buffer.alloc(1_048_576, 'a')
  let written = 0
  const receiver = await createReceiver(t, (response) => {
    response.writeHead(200, { 'content-length': String(2_048 * chunk.length) })
    const more = () => {
      while (!response.destroyed && written < 2_048 * chunk.length) {
        written += chunk.length
        if (!response.write(chunk)) return response.once('drain', more)
      }
    }
    more()
  })
  const startedAt = performance.now()
  const before = process.memoryUsage().rss
  const { status, answer } = await send(receiver.url, { timeoutMs: 10_000 })
  assert.deepEqual([status, answer], [200, 'a'.repeat(1_024)])
  assert.ok(performance.now() - startedAt < 2_000, 'we hang up after its beginning')
  assert.ok(written < 64 * chunk.length, `${written} bytes were written`)
  assert.ok(process.memoryUsage().rss - before < 64 * chunk.length)
})

test('a redirect is not followed, wherever it leads', async (t) => {
  const target = await createReceiver(t)
  for (const status of [301, 302, 303, 307, 308]) {
    const receiver = await createReceiver(t, answers(status, { location: target.url }))
    assert.equal((await send(receiver.url)).status, status)
  }
  assert.equal(target.received.length, 0)
})

describe('a private address', () => {
  const refused = 'the name leads to an address that is not public'

  it('is not connected to, whatever name leads there', async (t) => {
    const receiver = await createReceiver(t)
    const url = `http://hooks.example:${receiver.port}/`
    const cases = [['127.0.0.1'], ['::1'], ['::ffff:127.0.0.1'], ['93.184.215.14', '127.0.0.1'], ['169.254.169.254']]
    for (const addresses of cases) {
      const { status, error } = await send(url, { ...closed, resolve: async () => addresses })
      assert.deepEqual([status, error], [null, refused], String(addresses))
    }
    assert.equal(receiver.received.length, 0)
    assert.equal((await send(url, { resolve: async () => ['127.0.0.1'] })).status, 204, 'unless it is allowed')
  })

  it('does not come in by a second answer that is another one', async (t) => {
    const receiver = await createReceiver(t)
    const turns = (first: string, then: string) => {
      let asked = 0
      return async () => [asked++ === 0 ? first : then]
    }
    const url = `http://hooks.example:${receiver.port}/`
    assert.equal((await send(url, { resolve: turns('127.0.0.1', '127.0.0.2') })).status, 204, 'it is asked once')
    const lookup = createLookup(turns('93.184.215.14', '127.0.0.1'), closed)
    const found = await new Promise((resolve) => lookup('hooks.example', { all: true }, (_, found) => resolve(found)))
    assert.deepEqual(found, [{ address: '93.184.215.14', family: 4 }], 'what is checked is what is connected to')
  })

  it('is refused in every notation, before anything is sent', async (t) => {
    const receiver = await createReceiver(t)
    const { parseTarget } = createWebhookClient(closed)
    const hosts = [
      ...['127.0.0.1', '127.1', '0x7f.1', '0177.0.0.1', '2130706433', '0x7f000001', '127.0.0.1.', '１２７.0.0.1'],
      ...['localhost', 'LOCALHOST.', 'a.localhost', '0.0.0.0', '0', '10.1.2.3', '172.31.255.255', '192.168.1.1'],
      ...['169.254.169.254', '100.64.0.1', '224.0.0.1', '255.255.255.255', '198.18.0.1', '192.0.2.1'],
      ...['[::]', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[fc00::1]', '[fd12::1]'],
      ...['[fe80::1]', '[ff02::1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '[2001:0:7f00:1::]', '[2001:db8::1]']
    ]
    for (const host of hosts) {
      assert.throws(() => parseTarget(`http://${host}:${receiver.port}/`), /private/, host)
      const { status, error } = await send(`http://${host}:${receiver.port}/`, closed)
      assert.deepEqual([status, error], [null, 'must not lead to a private address'], host)
    }
    assert.equal(receiver.received.length, 0)
  })

  it('is none of those that are public', () => {
    const addresses = ['1.1.1.1', '93.184.215.14', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450::1']
    for (const address of addresses) assert.ok(isPublicAddress(address), address)
    for (const address of ['', 'example.org', '1.1.1.1:80', '2606::1%eth0'])
      assert.ok(!isPublicAddress(address), address)
  })
})

test('an address is http or https, without a password, and https in production', () => {
  const { parseTarget } = createWebhookClient(closed)
  const strict = createWebhookClient({ ...closed, requireTls: true })
  assert.equal(parseTarget('https://Hooks.Example.org:8443/a?b=c#d').href, 'https://hooks.example.org:8443/a?b=c')
  const bad = [
    '',
    'hooks.example.org',
    '/x',
    'ftp://a.example',
    'file:///etc/passwd',
    'javascript:1',
    'http://',
    'https://a b'
  ]
  for (const address of bad) assert.throws(() => parseTarget(address), /http or https/, address)
  for (const address of ['https://a@b.example', 'https://a:b@c.example', 'https://:b@c.example']) {
    assert.throws(() => parseTarget(address), /user name/, address)
  }
  assert.throws(() => strict.parseTarget('http://a.example'), /https/)
  assert.equal(strict.parseTarget('https://a.example').protocol, 'https:')
  const allowed = createWebhookClient({ ...open, requireTls: true })
  assert.equal(allowed.parseTarget('http://127.0.0.1/').protocol, 'http:')
})

test('name servers are asked themselves, in time', async (t) => {
  const server = createSocket('udp4')
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const asked: string[] = []
  server.on('message', (query, from) => {
    const end = query.indexOf(0, 12) + 5
    const isV4 = query.readUInt16BE(end - 4) === 1
    asked.push(query.subarray(13, 13 + (query[12] ?? 0)).toString())
    const head = Buffer.from(query.subarray(0, 12))
    head.writeUInt16BE(0x8180, 2)
    head.writeUInt16BE(isV4 ? 1 : 0, 6)
    head.writeUInt32BE(0, 8)
    const answer = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1])
    server.send(Buffer.concat([head, query.subarray(12, end), ...(isV4 ? [answer] : [])]), from.port, from.address)
  })
  const resolve = createResolve({ allowPrivate: false, servers: [`127.0.0.1:${server.address().port}`] })
  assert.deepEqual(await resolve('hooks.example.org'), ['127.0.0.1'])
  assert.deepEqual(asked, ['hooks', 'hooks'])
  assert.equal(
    (await send('http://hooks.example.org/', { ...closed, resolve })).error,
    'the name leads to an address that is not public'
  )
})

test('of an answer its beginning is kept, as one line of text', () => {
  const cases: [bytes: string | number[], text: string | null][] = [
    ['', null],
    ['\0\r\n\t', null],
    ['a\r\nb\0c\u2028d\u202ee\x1b[31mf', 'a b c d e [31mf'],
    [[0xff, 0x61], '\ufffda'],
    ['a'.repeat(5_000), 'a'.repeat(1_024)],
    [`${'a'.repeat(1_023)}é`, 'a'.repeat(1_023)]
  ]
  for (const [bytes, text] of cases) assert.equal(tidyAnswer(Buffer.from(bytes as string)), text)
  const invalid = tidyAnswer(Buffer.alloc(2_000, 0xff)) ?? ''
  assert.ok(Buffer.byteLength(invalid) <= 1_024)
})

test('a receiver that is too busy says how long', () => {
  const now = new Date('2026-11-20T08:00:00Z')
  const cases: [status: number, header: string | undefined, waitMs: number | null][] = [
    [429, '120', 120_000],
    [503, 'Fri, 20 Nov 2026 08:01:00 GMT', 60_000],
    [503, 'Fri, 20 Nov 2026 07:00:00 GMT', null],
    [429, '999999999', 12 * 3_600_000],
    [429, 'soon', null],
    [429, '-1', null],
    [429, undefined, null],
    [500, '120', null]
  ]
  for (const [status, header, waitMs] of cases) assert.equal(readRetryAfter(status, header, now), waitMs, header)
})
