import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { buildTestApp } from '../support/app.js'
import { nextFrame, openStream } from '../support/stream.js'

const token = 'token-untuk-prometheus'

/** The value of a line of the metrics, by its name with its labels. */
function metricOf(text: string, name: string): number {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `))
  assert.ok(line, `no ${name} in the metrics`)
  return Number(line.slice(name.length + 1))
}

describe('GET /api/metrics', () => {
  test('is for who holds the permission, and for who has the token', async (t) => {
    const app = await buildTestApp(t, { env: { METRICS_TOKEN: token } })
    const read = async (authorization: string) => (await app.anonymous().get('/api/metrics', { authorization })).status
    assert.equal(await read(`Bearer ${token}`), 200)
    for (const wrong of [`Bearer ${token}x`, 'Bearer ', `Basic ${token}`, token, `Bearer ${'x'.repeat(10_000)}`]) {
      assert.equal(await read(wrong), 401, wrong.slice(0, 40))
    }
    assert.equal((await (await app.as('admin')).get('/api/metrics')).status, 200)
    assert.equal((await (await app.as('owner')).get('/api/metrics')).status, 403)
  })

  test('knows no token when none is set', async (t) => {
    const app = await buildTestApp(t)
    const { status } = await app.anonymous().get('/api/metrics', { authorization: 'Bearer undefined' })
    assert.equal(status, 401)
  })

  test('counts answers by their route, streams, what waits, and the work of the database', async (t) => {
    const app = await buildTestApp(t)
    const address = await app.listen()
    const admin = await app.as('admin')
    const learner = await app.as('learner')
    const stream = await openStream(t, address, learner)
    await nextFrame(stream)
    await admin.post('/api/notifications', { type: 'note', title: 'Kabar', message: 'Isi.', userIds: [learner.userId] })
    await nextFrame(stream)
    await admin.get('/api/users/usr_nobody')
    await admin.get('/api/users/usr_nobodyelse')
    await app.anonymous().get('/nowhere/at/all')
    const { text, headers } = await admin.get('/api/metrics')
    assert.match(String(headers['content-type']), /^text\/plain; version=0\.0\.4/)
    const count = (labels: string) => metricOf(text, `http_request_duration_seconds_count{${labels}}`)
    assert.equal(count('method="GET",route="/api/users/:id",status="404"'), 2)
    assert.equal(count('method="GET",route="none",status="404"'), 1)
    assert.ok(!text.includes('usr_nobody') && !text.includes('nowhere'), 'an address is not in a label')
    assert.ok(!text.includes('route="/api/notifications/stream"'), 'a stream is no answer')
    assert.equal(metricOf(text, 'stream_wake_to_write_seconds_count'), 1)
    assert.equal(metricOf(text, 'streams_open'), 1)
    assert.equal(metricOf(text, 'streams_total{what="opened"}'), 1)
    assert.equal(metricOf(text, 'outbox_events{state="pending"}'), 0)
    assert.equal(metricOf(text, 'outbox_oldest_seconds'), 0)
    assert.ok(metricOf(text, 'database_statements_total') > 10)
    assert.ok(metricOf(text, 'database_transactions_total') > 1)
    assert.ok(metricOf(text, 'database_seconds_total{for="statements"}') > 0)
    assert.ok(text.includes('nodejs_eventloop_lag_p99_seconds'))
  })
})
