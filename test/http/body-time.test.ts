// Runs once: no answer here depends on the database.
import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import test, { type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { assertNothingLeft, png, stored } from '../modules/files/samples.js'
import { buildTestApp, type TestApp } from '../support/app.js'
import type { Client } from '../support/client.js'
import { form } from '../support/multipart.js'

const bodyTimes = { bodyMs: 400, slowBodyMs: 3_000, stallMs: 400 }

interface Wire {
  socket: Socket
  /** What came, when it is over. */
  answer: Promise<string>
  ms: () => number
}

async function open(t: TestContext, app: TestApp): Promise<Wire> {
  const { port } = new URL(app.app.listeningOrigin)
  const socket = connect(Number(port), '127.0.0.1')
  t.after(() => socket.destroy())
  const start = performance.now()
  let text = ''
  socket.on('data', (data) => {
    text += data
  })
  socket.on('error', () => {})
  const answer = new Promise<string>((resolve) => socket.once('close', () => resolve(text)))
  return { socket, answer, ms: () => performance.now() - start }
}

function head(client: Client, path: string, fields: Record<string, string | number>): string {
  const lines = { host: 'localhost', origin: 'http://localhost', ...client.cookieHeader(), ...fields }
  return `POST ${path} HTTP/1.1\r\n${Object.entries(lines)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`
}

/** A byte now and then, for ever. */
async function trickle(socket: Socket, everyMs: number, bytes = 'x'): Promise<void> {
  while (!socket.destroyed && socket.writable) {
    socket.write(bytes)
    await sleep(everyMs)
  }
}

test('a body that trickles for ever is cut off with 408, on any route but those for uploads', async (t) => {
  const app = await buildTestApp(t, { bodyTimes })
  await app.listen()
  const mentor = await app.as('mentor')
  const json = { 'content-type': 'application/json', 'content-length': 60_000 }
  for (const [path, fields] of [
    ['/api/auth/login', json],
    ['/api/courses', json],
    ['/api/nope', json],
    ['/api/courses', { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }]
  ] as const) {
    const wire = await open(t, app)
    wire.socket.write(head(mentor, path, fields))
    const chunk = 'transfer-encoding' in fields ? '1\r\n \r\n' : ' '
    void trickle(wire.socket, 50, chunk)
    const answer = await wire.answer
    if (path !== '/api/nope') assert.match(answer, /^HTTP\/1\.1 408 [\s\S]*"code":"REQUEST_TIMEOUT"/, path)
    assert.equal(answer.match(/HTTP\/1\.1/g)?.length, 1, 'one answer')
    assert.ok(wire.ms() > bodyTimes.bodyMs && wire.ms() < 2_500, `${path}: ${wire.ms()} ms`)
  }
})

test('a body in time is served, however it comes, and the connection goes on', async (t) => {
  const app = await buildTestApp(t, { bodyTimes })
  await app.listen()
  const mentor = await app.as('mentor')
  const wire = await open(t, app)
  const body = JSON.stringify({ title: 'Merakit robot' })
  const request = head(mentor, '/api/courses', { 'content-type': 'application/json', 'content-length': body.length })
  wire.socket.write(request + body.slice(0, 5))
  await sleep(150)
  wire.socket.write(body.slice(5))
  await sleep(600)
  wire.socket.write(request.replace('host:', 'connection: close\r\nhost:') + body)
  const answers = await wire.answer
  assert.equal(answers.match(/HTTP\/1\.1 201/g)?.length, 2, answers)
})

test('an upload may take longer, must not stall, and ends all the same; nothing of it is left', async (t) => {
  const app = await buildTestApp(t, { bodyTimes })
  await app.listen()
  const mentor = await app.as('mentor')
  const { payload, headers } = form({ name: 'a.png', type: 'image/png', bytes: png })
  const type = String(headers['content-type'])
  const bytes = payload as Buffer

  const slow = await open(t, app)
  const inTime = { 'content-type': type, 'content-length': bytes.length, connection: 'close' }
  slow.socket.write(head(mentor, '/api/files', inTime))
  for (let i = 0; i < bytes.length; i += 20) {
    slow.socket.write(bytes.subarray(i, i + 20))
    await sleep(80)
  }
  assert.match(await slow.answer, /^HTTP\/1\.1 201/)
  assert.ok(slow.ms() > bodyTimes.bodyMs)
  assert.equal((await stored(app)).length, 1)
  assert.equal((await mentor.delete(`/api/files/${(await stored(app))[0]}`)).status, 204)

  const begun = head(mentor, '/api/files', { 'content-type': type, 'content-length': 1_000_000 })
  const stalled = await open(t, app)
  stalled.socket.write(begun)
  stalled.socket.write(bytes.subarray(0, 150))
  assert.match(await stalled.answer, /^HTTP\/1\.1 408/)
  assert.ok(stalled.ms() < 2_500, `${stalled.ms()} ms`)

  const endless = await open(t, app)
  endless.socket.write(begun)
  endless.socket.write(bytes.subarray(0, 150))
  void trickle(endless.socket, 50)
  await sleep(700)
  assert.ok((await stored(app)).length === 1, 'it is being received')
  assert.match(await endless.answer, /^HTTP\/1\.1 408/)
  assert.ok(endless.ms() > bodyTimes.slowBodyMs && endless.ms() < 6_000, `${endless.ms()} ms`)

  const gone = await open(t, app)
  gone.socket.write(begun)
  gone.socket.write(bytes.subarray(0, 150))
  await sleep(100)
  gone.socket.destroy()
  await sleep(100)
  await assertNothingLeft(app)
})

test('who may not upload, and who has been refused, gets no more time than others', async (t) => {
  const app = await buildTestApp(t, { bodyTimes, env: { FILE_MAX_BYTES: '2000' } })
  await app.listen()
  const { payload, headers } = form({ name: 'a.txt', bytes: 'x'.repeat(4_000) })
  const type = String(headers['content-type'])
  for (const [client, status] of [
    [app.anonymous(), 401],
    [await app.as('mentor'), 413]
  ] as const) {
    const wire = await open(t, app)
    wire.socket.write(head(client, '/api/files', { 'content-type': type, 'content-length': 1_000_000 }))
    wire.socket.write((payload as Buffer).subarray(0, 3_500))
    void trickle(wire.socket, 50)
    const answer = await wire.answer
    assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `))
    assert.equal(answer.match(/HTTP\/1\.1/g)?.length, 1, 'one answer')
    assert.ok(wire.ms() < 2_500, `${wire.ms()} ms`)
  }
  await assertNothingLeft(app)
})

test('a client that is refused while it sends can read why, and use the connection again', async (t) => {
  const app = await buildTestApp(t, { env: { FILE_MAX_BYTES: '2000' } })
  const address = await app.listen()
  const client = await app.as('mentor')
  const { payload, headers } = form({ name: 'a.txt', bytes: 'x'.repeat(8_000_000) })
  for (let i = 0; i < 3; i++) {
    const answer = await fetch(`${address}/api/files`, {
      method: 'POST',
      body: payload as Buffer<ArrayBuffer>,
      headers: { ...(headers as Record<string, string>), ...client.cookieHeader(), origin: address }
    })
    assert.equal(answer.status, 413, await answer.text())
  }
})
