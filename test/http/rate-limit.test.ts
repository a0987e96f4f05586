// Runs once: what is counted is counted in memory.
import assert from 'node:assert/strict'
import test from 'node:test'
import { buildTestApp } from '../support/app.js'
import type { Answer } from '../support/client.js'
import { assertErrorForm } from '../support/error-form.js'

const limits = (reads: number, writes: number) => ({
  env: { RATE_LIMIT_READS: String(reads), RATE_LIMIT_WRITES: String(writes) }
})

async function statuses(times: number, ask: () => Promise<Answer>): Promise<number[]> {
  const seen: number[] = []
  for (let i = 0; i < times; i++) seen.push((await ask()).status)
  return seen
}

test('a user has so many reads and so many writes in a minute, and is told when to come back', async (t) => {
  const app = await buildTestApp(t, limits(5, 3))
  const client = await app.signInAs({ username: 'sari' })
  assert.deepEqual(await statuses(5, () => client.get('/api/auth/me')), [200, 200, 200, 200, 200])
  const refused = await client.get('/api/courses')
  assertErrorForm(refused, { status: 429, code: 'TOO_MANY_REQUESTS', path: '/api/courses' })
  const seconds = Number(refused.headers['retry-after'])
  assert.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= 60, `${seconds}`)

  const write = () => client.post('/api/notifications/read-all')
  assert.deepEqual(await statuses(4, write), [204, 204, 204, 429], 'writes are counted apart from reads')
})

test('two users behind one address do not share', async (t) => {
  const app = await buildTestApp(t, limits(3, 30))
  const sari = await app.signInAs({ username: 'sari' })
  const joko = await app.signInAs({ username: 'joko' })
  assert.deepEqual(await statuses(4, () => sari.get('/api/auth/me')), [200, 200, 200, 429])
  assert.deepEqual(await statuses(4, () => joko.get('/api/auth/me')), [200, 200, 200, 429])
})

test('two sessions of one user do', async (t) => {
  const app = await buildTestApp(t, limits(3, 30))
  const phone = await app.signInAs({ username: 'sari' })
  const laptop = await app.signIn('sari')
  assert.deepEqual(await statuses(2, () => phone.get('/api/auth/me')), [200, 200])
  assert.deepEqual(await statuses(2, () => laptop.get('/api/auth/me')), [200, 429])
})

test('who is not signed in shares ten times as much with the others at their address', async (t) => {
  const app = await buildTestApp(t, limits(2, 2))
  const seen = await statuses(21, () => app.anonymous().get('/api/courses'))
  assert.deepEqual([...new Set(seen.slice(0, 20))], [200])
  assert.equal(seen[20], 429)
  const garbage = await app.anonymous().get('/api/courses', { cookie: 'sid=made-up' })
  assert.equal(garbage.status, 429, 'a made-up session is no way out')
})

test('0 lifts a limit, and only that one', async (t) => {
  const app = await buildTestApp(t, limits(0, 2))
  const client = await app.signInAs({ username: 'sari' })
  assert.deepEqual([...new Set(await statuses(30, () => client.get('/api/auth/me')))], [200])
  assert.deepEqual(await statuses(3, () => client.post('/api/notifications/read-all')), [204, 204, 429])
})

test('health, the contract and the stream are never refused', async (t) => {
  const app = await buildTestApp(t, limits(1, 1))
  for (const url of ['/api/health/live', '/api/health/ready', '/api/openapi.json']) {
    assert.deepEqual([...new Set(await statuses(15, () => app.anonymous().get(url)))], [200], url)
  }
  const stream = () => app.anonymous().get('/api/notifications/stream')
  assert.deepEqual([...new Set(await statuses(15, stream))], [401])
})

test('what is refused is counted, too', async (t) => {
  const app = await buildTestApp(t, limits(3, 3))
  const client = await app.signInAs({ username: 'sari' })
  assert.deepEqual(await statuses(4, () => client.post('/api/users', {})), [403, 403, 403, 429])
  assert.deepEqual(await statuses(4, () => client.get('/api/nope')), [404, 404, 404, 429])
  const joko = await app.signInAs({ username: 'joko' })
  const foreign = { origin: 'https://evil.example' }
  assert.deepEqual(await statuses(4, () => joko.post('/api/courses', {}, foreign)), [403, 403, 403, 429])
})
