import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { buildTestApp, testPassword } from '../../support/app.js'
import { nextFrame, openStream } from '../../support/stream.js'

const isPostgres = process.env.TEST_DATABASE === 'postgres'

/** On PostgreSQL a signal wakes the other instance; two processes over one SQLite file have only the net. */
const pollSeconds = isPostgres ? '300' : '1'
const withinMs = isPostgres ? 1_000 : 5_000

describe('two instances over one database', () => {
  test('wake each other’s streams and end each other’s sessions', async (t) => {
    const env = { STREAM_POLL_SECONDS: pollSeconds }
    const one = await buildTestApp(t, { env })
    const two = await buildTestApp(t, { env, databaseUrl: one.databaseUrl })
    const address = await two.listen()
    const learner = await one.as('learner')
    const admin = await one.as('admin')
    const stream = await openStream(t, address, learner)
    await nextFrame(stream)
    for (let i = 1; i <= 3; i++) {
      await admin.post('/api/notifications', { type: 'announcement', title: `Kabar ${i}`, message: 'Isi.', all: true })
      assert.deepEqual((await nextFrame(stream, withinMs)).titles, [`Kabar ${i}`])
    }
    await learner.post('/api/notifications/read-all')
    assert.equal((await nextFrame(stream, withinMs)).unreadCount, 0)
    const changed = await learner.post('/api/auth/password', {
      currentPassword: testPassword,
      newPassword: 'teh-poci-sore-hari'
    })
    assert.equal(changed.status, 204)
    assert.equal((await nextFrame(stream, withinMs)).event, 'session-expired')
    assert.equal(await stream.ended, 'finished')
  })

  test('a stream moves from one to the other and misses nothing', async (t) => {
    const one = await buildTestApp(t)
    const two = await buildTestApp(t, { databaseUrl: one.databaseUrl })
    const [first, second] = [await one.listen(), await two.listen()]
    const learner = await one.as('learner')
    const admin = await one.as('admin')
    const send = (title: string) =>
      admin.post('/api/notifications', { type: 'announcement', title, message: 'Isi.', userIds: [learner.userId] })
    const before = await openStream(t, first, learner)
    await nextFrame(before)
    await send('Kabar 1')
    const { id } = await nextFrame(before)
    before.cut()
    await Promise.all(['Kabar 2', 'Kabar 3', 'Kabar 4', 'Kabar 5'].map(send))
    const after = await openStream(t, second, learner, { lastEventId: id })
    const titles: string[] = []
    while (titles.length < 4) titles.push(...(await nextFrame(after)).titles)
    assert.deepEqual(titles.sort(), ['Kabar 2', 'Kabar 3', 'Kabar 4', 'Kabar 5'])
  })
})
