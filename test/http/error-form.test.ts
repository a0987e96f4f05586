// Runs once: no answer here depends on the database.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import test from 'node:test'
import { buildTestApp } from '../support/app.js'
import type { Answer } from '../support/client.js'
import { assertErrorForm } from '../support/error-form.js'
import { openStream } from '../support/stream.js'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

test('an address where nothing is answers 404, and says nothing of the query', async (t) => {
  const app = await buildTestApp(t)
  const client = await app.as('learner')
  for (const path of ['/nope', '/api', '/api/', '/api/nope', '/api/courses/x/y', '//api/courses', '/.env']) {
    for (const method of methods) {
      const answer = await client.request(method, `${path}?token=secret`)
      if (method === 'HEAD') assert.equal(answer.status, 404)
      else assertErrorForm(answer, { status: 404, code: 'ROUTE_NOT_FOUND', path })
      assert.ok(!answer.text.includes('secret'))
    }
  }
})

test('an address that cannot be read is refused with the headers of every answer', async (t) => {
  const client = (await buildTestApp(t)).anonymous()
  const healthy = await client.get('/api/health/live')
  const answer = await client.get('/api/courses/%ff')
  assertErrorForm(answer, { status: 400, code: 'MALFORMED_ADDRESS', path: '/api/courses/%ff' })
  for (const name of ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'x-frame-options']) {
    assert.ok(answer.headers[name], name)
    assert.equal(answer.headers[name], healthy.headers[name])
  }
})

test('a method that an address does not know answers 405 and names those that it does', async (t) => {
  const app = await buildTestApp(t)
  const client = await app.as('learner')
  const byPath = new Map<string, Set<string>>()
  for (const { url, methods } of app.routes) {
    const known = byPath.get(url) ?? new Set()
    for (const method of methods) known.add(method)
    byPath.set(url, known)
  }
  for (const [path, known] of byPath) {
    if (/[*]|\/$/.test(path)) continue
    const url = path.replace(/:\w+/g, 'x')
    for (const method of methods) {
      if (known.has(method) || (path.endsWith('/stream') && method === 'HEAD')) continue
      const answer = await client.request(method, url)
      if (answer.status === 400 || answer.status === 404) continue // another route with a parameter in its place
      if (method === 'HEAD') assert.equal(answer.status, 405)
      else assertErrorForm(answer, { status: 405, code: 'METHOD_NOT_ALLOWED', path: url })
      const allowed = String(answer.headers.allow).split(', ')
      for (const name of known) assert.ok(allowed.includes(name), `${url}: ${allowed} lacks ${name}`)
      assert.ok(!allowed.includes(method), `${url}: ${method} is refused and allowed`)
    }
  }
})

test('garbage beside a good cookie is nothing, and a bad one is nobody', async (t) => {
  const app = await buildTestApp(t)
  const client = await app.as('learner')
  const sid = `sid=${client.cookies.get('sid')}`
  const me = (cookie: string) => app.anonymous().request('GET', '/api/auth/me', { headers: { cookie } })
  for (const garbage of [
    'x=%',
    'x=%ff',
    '=',
    ';;;',
    'a b c',
    '__proto__=1',
    'constructor=1',
    '"x"="y',
    'é=ü',
    'x=\t'
  ]) {
    assert.equal((await me(`${garbage}; ${sid}`)).status, 200, `before: ${garbage}`)
    assert.equal((await me(`${sid}; ${garbage}`)).status, 200, `after: ${garbage}`)
  }
  for (const bad of [
    'sid=',
    'sid=%',
    'sid=%00',
    `sid=${'a'.repeat(4_000)}`,
    'sid="',
    `${sid}x`,
    'sid=__proto__',
    'SID=x'
  ]) {
    const answer = await me(bad)
    assertErrorForm(answer, { status: 401, code: 'UNAUTHENTICATED', path: '/api/auth/me' })
  }
})

test('what is not HTTP is answered in the same form on the bare socket', async (t) => {
  const app = await buildTestApp(t)
  const { port } = new URL(await app.listen())
  const raw = (text: string | Buffer) => sendRaw(Number(port), text)
  const garbage: [string, string | Buffer, number][] = [
    ['noise', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]), 400],
    ['a line', 'hello\r\n\r\n', 400],
    ['an unknown method', 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['a header without a colon', 'GET / HTTP/1.1\r\nHost: x\r\nbroken\r\n\r\n', 400],
    ['NUL in a header', 'GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n', 400],
    ['no host', 'GET /api/health/live HTTP/1.1\r\n\r\n', 400],
    [
      'two lengths',
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      400
    ],
    [
      'a length and chunks',
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400
    ],
    [
      'a bad chunk',
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      400
    ],
    ['large headers', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['a large address', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431]
  ]
  for (const [name, text, status] of garbage) {
    const answer = await raw(text)
    try {
      // Node itself answers for a missing host, without a body; nothing of ours has seen the request.
      if (name === 'no host') assert.equal(answer.status, status)
      else assertErrorForm(answer, { status })
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`, { cause: error })
    }
  }
  const paths: [string, number][] = [
    ['/api/users/%2e%2e/roles', 401],
    ['/api/../etc/passwd', 404],
    ['/docs/static/../../package.json', 403],
    ['/docs/static/..%2f..%2fpackage.json', 404],
    ['/docs/static/%2e%2e/%2e%2e/package.json', 403],
    ['/docs/static/%00', 400],
    ['http://elsewhere.example/api/nope', 404]
  ]
  for (const [path, status] of paths) {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    assert.equal(answer.status, status, `${path}: ${answer.text}`)
    assertErrorForm(answer, { status })
  }
  assert.equal((await raw('GET /api/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).status, 200)
})

test('a bad Last-Event-ID begins anew', async (t) => {
  const app = await buildTestApp(t)
  const address = await app.listen()
  const client = await app.as('learner')
  const bad = [
    'x',
    '1',
    '-1',
    '.',
    '..1',
    'x.y',
    `x.${'9'.repeat(30)}`,
    '1e9.1e9',
    'a'.repeat(5_000),
    "';--",
    '%00',
    '\u00ff'
  ]
  for (const lastEventId of bad) {
    const stream = await openStream(t, address, client, { lastEventId })
    assert.equal(stream.status, 200, lastEventId)
    const first = await stream.next(({ data }) => data !== undefined)
    assert.equal(first.event, 'reset', lastEventId)
    stream.close()
  }
  for (const query of ['?lastEventId=', '?lastEventId=x&lastEventId=y', '?lastEventId=%ff', '?lastEventId=%00']) {
    const stream = await openStream(t, address, client, { query })
    assert.ok([200, 400].includes(stream.status), query)
    stream.close()
  }
  assertErrorForm(await client.get('/api/notifications/stream', { accept: 'application/json' }), { status: 406 })
})

test('a fault of ours shows nothing of it', async (t) => {
  const app = await buildTestApp(t)
  const client = await app.as('learner')
  await app.database.close()
  for (const url of ['/api/courses', '/api/auth/me', '/api/health/ready', '/api/notifications']) {
    const answer = await client.get(url)
    assert.ok([500, 503].includes(answer.status), answer.text)
    assertErrorForm(answer, { status: answer.status })
    if (answer.status === 503) assert.match(String(answer.headers['retry-after']), /^\d+$/)
  }
})

async function sendRaw(port: number, text: string | Buffer): Promise<Answer> {
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('error', () => {})
  socket.write(text)
  await once(socket, 'close', { signal: AbortSignal.timeout(10_000) })
  const [head = '', ...rest] = Buffer.concat(chunks).toString().split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.split(':')[0]?.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])
  )
  const body = rest.join('\r\n\r\n')
  const isJson = headers['content-type']?.startsWith('application/json')
  return { status: Number(first.split(' ')[1]), headers, text: body, body: isJson ? JSON.parse(body) : undefined }
}
