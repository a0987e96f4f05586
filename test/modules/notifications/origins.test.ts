import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { connectSse } from '../../support/sse-client.js'
import { openStream } from '../../support/stream.js'

const friend = 'https://teman.example'

test('a page that may not see the answer takes no stream and no wait of the user', async (t) => {
  const app = await buildTestApp(t, { env: { CORS_ORIGINS: friend, STREAMS_PER_USER: '1' } })
  const address = await app.listen()
  const learner = await app.as('learner')
  const mine = await openStream(t, address, learner)
  await mine.next()
  const refused: Record<string, string>[] = [
    { origin: 'https://jahat.example' },
    { origin: 'null' },
    { origin: '' },
    { origin: 'https://jahat.example', 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' }, // <img> of a neighbour: no origin, but the cookie
    { 'sec-fetch-site': 'cross-site' }
  ]
  for (const said of refused) {
    const headers = { ...said, ...learner.cookieHeader() }
    const stream = await connectSse(`${address}/api/notifications/stream`, { headers })
    assert.equal(stream.status, 403, JSON.stringify(said))
    const { statusCode } = await app.app.inject({ url: '/api/notifications/changes?wait=1', headers })
    assert.equal(statusCode, 403, JSON.stringify(said))
  }
  assert.equal(app.streams.count(), 1)
  assert.equal(app.streams.stats().displaced, 0)
})

test('our own pages, those of listed origins and programs hear', async (t) => {
  const app = await buildTestApp(t, { env: { CORS_ORIGINS: friend } })
  const address = await app.listen()
  const learner = await app.as('learner')
  const accepted: Record<string, string>[] = [
    {},
    { origin: friend, 'sec-fetch-site': 'cross-site' },
    { origin: address },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' }
  ]
  for (const said of accepted) {
    const headers = { ...said, ...learner.cookieHeader() }
    const stream = await connectSse(`${address}/api/notifications/stream`, { headers })
    assert.equal(stream.status, 200, JSON.stringify(said))
    stream.close()
    const { statusCode } = await app.app.inject({ url: `${address}/api/notifications/changes`, headers })
    assert.equal(statusCode, 200, JSON.stringify(said))
  }
})
