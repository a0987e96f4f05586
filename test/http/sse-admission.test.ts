import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp } from '../support/app.js'

const stream = '/api/notifications/stream'

test('streams beyond the rate are told when to come, and all else is answered', async (t) => {
  const { app } = await buildTestApp(t, { env: { STREAM_OPENS_PER_SECOND: '3' } })
  // Nobody is signed in: whoever is let in hears that (401), at once.
  const answers = await Promise.all(Array.from({ length: 8 }, () => app.inject({ url: stream })))
  const sentAway = answers.filter(({ statusCode }) => statusCode === 200)
  assert.equal(answers.filter(({ statusCode }) => statusCode === 401).length, 3)
  assert.equal(sentAway.length, 5)
  for (const { headers, body } of sentAway) {
    assert.match(String(headers['content-type']), /^text\/event-stream/)
    assert.equal(headers.connection, 'close')
    const retry = Number(/^retry: (\d+)$/m.exec(body)?.[1])
    assert.ok(retry >= 5_000 && retry <= 30_000, body)
  }
  assert.equal((await app.inject({ url: '/api/courses' })).statusCode, 200)
})

test('one address does not take the room of all others', async (t) => {
  const { app } = await buildTestApp(t, { env: { STREAM_OPENS_PER_SECOND: '5' } })
  const ask = async (remoteAddress: string) => (await app.inject({ url: stream, remoteAddress })).statusCode
  const flood = await Promise.all(Array.from({ length: 50 }, () => ask('203.0.113.7')))
  assert.equal(flood.filter((status) => status === 401).length, 4)
  assert.equal(await ask('198.51.100.9'), 401)
  assert.equal(await ask('198.51.100.9'), 200)
})

test('a moment later there is room again', async (t) => {
  const { app } = await buildTestApp(t, { env: { STREAM_OPENS_PER_SECOND: '50' } })
  const ask = async () => (await app.inject({ url: stream })).statusCode
  const first = await Promise.all(Array.from({ length: 60 }, ask))
  assert.ok(first.includes(200))
  let last = 200
  for (let tries = 0; last === 200 && tries < 200; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    last = await ask()
  }
  assert.equal(last, 401)
})

test('0 lifts the limit', async (t) => {
  const { app } = await buildTestApp(t, { env: { STREAM_OPENS_PER_SECOND: '0' } })
  const answers = await Promise.all(Array.from({ length: 600 }, () => app.inject({ url: stream })))
  assert.ok(answers.every(({ statusCode }) => statusCode === 401))
})
