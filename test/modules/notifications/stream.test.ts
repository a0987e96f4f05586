import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { buildTestApp, type TestApp, testPassword } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { nextFrame, openStream } from '../../support/stream.js'

/** The net under the stream, out of the way: what arrives was woken. */
const withoutPoll = { STREAM_POLL_SECONDS: '300' }
const withinMs = 1_000

async function setUp(t: TestContext, env: Record<string, string> = withoutPoll) {
  const testApp = await buildTestApp(t, { env })
  const address = await testApp.listen()
  const learner = await testApp.as('learner')
  const admin = await testApp.as('admin')
  return { ...testApp, address, learner, admin }
}

async function tell(admin: Client, user: Client, title: string): Promise<string> {
  const { status, body } = await admin.post('/api/notifications', {
    type: 'announcement',
    title,
    message: 'Isi kabar.',
    userIds: [user.userId]
  })
  assert.equal(status, 201)
  return body.id
}

describe('the notification stream', () => {
  test('begins at once with the count alone, in the published form', async (t) => {
    const { address, learner, admin } = await setUp(t)
    await tell(admin, learner, 'Sebelumnya')
    const stream = await openStream(t, address, learner)
    assert.equal(stream.status, 200)
    assert.equal(stream.headers['content-type'], 'text/event-stream')
    assert.equal(stream.headers['cache-control'], 'no-store')
    assert.equal(stream.headers['x-accel-buffering'], 'no')
    assert.equal(stream.headers['x-content-type-options'], 'nosniff')
    const { raw } = await stream.next(({ data }) => data !== undefined)
    assert.match(raw, /^id: [0-9a-f]{12}\.1$/m)
    assert.match(raw, /^data: \{"unreadCount":1\}$/m)
    assert.equal(stream.blocks.length, 1, 'nothing comes before it')
  })

  test('is refused without a session', async (t) => {
    const { address, anonymous } = await setUp(t)
    const stream = await openStream(t, address, anonymous())
    assert.equal(stream.status, 401)
  })

  test('tells a client that takes no events so, in the one form', async (t) => {
    const { learner } = await setUp(t)
    const answer = await learner.get('/api/notifications/stream', { accept: 'application/json' })
    assert.equal(answer.status, 406)
    assert.equal(answer.body.code, 'NOT_ACCEPTABLE')
  })

  test('brings news as soon as they are committed, in order, to every stream of the user and to no other', async (t) => {
    const { address, learner, admin, as } = await setUp(t)
    const streams = [await openStream(t, address, learner), await openStream(t, address, learner)]
    const other = await openStream(t, address, await as('mentor'))
    for (const stream of [...streams, other]) await nextFrame(stream)
    const id = await tell(admin, learner, 'Kabar 1')
    for (const stream of streams) {
      const { data } = await stream.next(({ data }) => data !== undefined, withinMs)
      assert.deepEqual(JSON.parse(data ?? ''), {
        unreadCount: 1,
        newNotifications: [{ id, type: 'announcement', title: 'Kabar 1', message: 'Isi kabar.', link: null }]
      })
    }
    await Promise.all(Array.from({ length: 9 }, (_, i) => tell(admin, learner, `Kabar ${i + 2}`)))
    for (const stream of streams) {
      const titles: string[] = []
      let lastSeq = 1
      while (titles.length < 9) {
        const frame = await nextFrame(stream)
        const seq = Number(frame.id.split('.')[1])
        assert.ok(seq > lastSeq, 'the ids go up')
        lastSeq = seq
        titles.push(...frame.titles)
      }
      assert.equal(new Set(titles).size, 9)
    }
    assert.equal(other.blocks.length, 1)
  })

  test('moves the badge on all devices when one reads', async (t) => {
    const { address, learner, admin } = await setUp(t)
    const id = await tell(admin, learner, 'Kabar')
    const stream = await openStream(t, address, learner)
    assert.equal((await nextFrame(stream)).unreadCount, 1)
    await learner.post(`/api/notifications/${id}/read`)
    const read = await nextFrame(stream, withinMs)
    assert.deepEqual([read.unreadCount, read.titles], [0, []])
    await tell(admin, learner, 'Lagi')
    assert.equal((await nextFrame(stream, withinMs)).unreadCount, 1)
    await learner.post('/api/notifications/read-all')
    assert.equal((await nextFrame(stream, withinMs)).unreadCount, 0)
  })

  test('resumes after what the client has seen: nothing lost, nothing twice', async (t) => {
    const { address, learner, admin } = await setUp(t)
    const first = await openStream(t, address, learner)
    await nextFrame(first)
    await tell(admin, learner, 'Kabar 1')
    const { id } = await nextFrame(first)
    first.cut()
    for (let i = 2; i <= 4; i++) await tell(admin, learner, `Kabar ${i}`)
    for (const place of [{ lastEventId: id }, { query: `?lastEventId=${id}` }]) {
      const again = await openStream(t, address, learner, place)
      const frame = await nextFrame(again)
      assert.deepEqual(frame.titles, ['Kabar 2', 'Kabar 3', 'Kabar 4'])
      assert.equal(frame.unreadCount, 4)
      again.close()
    }
  })

  test('resumes from the place that the list names', async (t) => {
    const { address, learner, admin } = await setUp(t)
    await tell(admin, learner, 'Lama')
    const { streamPosition } = (await learner.get('/api/notifications')).body
    await tell(admin, learner, 'Baru')
    const stream = await openStream(t, address, learner, { query: `?lastEventId=${streamPosition}` })
    assert.deepEqual((await nextFrame(stream)).titles, ['Baru'])
  })

  test('comes through a long absence in order', async (t) => {
    const { address, learner, admin } = await setUp(t)
    const { streamPosition } = (await learner.get('/api/notifications')).body
    for (let i = 1; i <= 230; i++) await tell(admin, learner, `Kabar ${i}`)
    const stream = await openStream(t, address, learner, { lastEventId: streamPosition })
    const titles: string[] = []
    while (titles.length < 230) titles.push(...(await nextFrame(stream)).titles)
    assert.deepEqual(
      titles,
      Array.from({ length: 230 }, (_, i) => `Kabar ${i + 1}`)
    )
  })

  test('says reset instead of leaving a silent gap', async (t) => {
    const { address, learner, admin, database } = await setUp(t)
    await tell(admin, learner, 'Kabar 1')
    await tell(admin, learner, 'Kabar 2')
    const { streamPosition } = (await learner.get('/api/notifications')).body
    const epoch = streamPosition.split('.')[0]
    const { notificationCounters } = database.tables
    await database.transaction(async (tx) => {
      await tx.update(notificationCounters).set({ prunedSeq: 1 })
    })
    const foreign = [
      'ffffffffffff.1',
      `${epoch}.3`,
      `${epoch}.0`,
      'garbage',
      `${epoch}.-1`,
      `${epoch}.1e9`,
      '\u00e9.1',
      'x'.repeat(9_000)
    ]
    for (const lastEventId of foreign) {
      const stream = await openStream(t, address, learner, { lastEventId })
      assert.equal(stream.status, 200)
      const reset = await nextFrame(stream)
      assert.equal(reset.event, 'reset', lastEventId.slice(0, 40))
      assert.equal(reset.id, streamPosition)
      const frame = await nextFrame(stream)
      assert.deepEqual([frame.event, frame.unreadCount, frame.titles], [undefined, 2, []])
      stream.close()
    }
    const kept = await openStream(t, address, learner, { lastEventId: `${epoch}.1` })
    assert.deepEqual((await nextFrame(kept)).titles, ['Kabar 2'])
  })

  const endings: [string, (app: TestApp & { learner: Client; admin: Client }) => Promise<unknown>][] = [
    ['signing out', ({ learner }) => learner.post('/api/auth/logout')],
    [
      'a new password',
      ({ learner }) =>
        learner.post('/api/auth/password', { currentPassword: testPassword, newPassword: 'teh-poci-sore-hari' })
    ],
    ['being disabled', ({ admin, learner }) => admin.patch(`/api/users/${learner.userId}`, { status: 'disabled' })],
    ['being deleted', ({ admin, learner }) => admin.delete(`/api/users/${learner.userId}`)],
    [
      'being signed out from another device',
      async ({ learner, signIn }) => {
        const { id } = (await learner.get('/api/auth/sessions')).body.data[0]
        const phone = await signIn('a.learner')
        return phone.delete(`/api/auth/sessions/${id}`)
      }
    ]
  ]
  for (const [what, end] of endings) {
    test(`ends within a second of ${what}, with a last word`, async (t) => {
      const setting = await setUp(t)
      const stream = await openStream(t, setting.address, setting.learner)
      await nextFrame(stream)
      await end(setting)
      const last = await nextFrame(stream, withinMs)
      assert.equal(last.event, 'session-expired')
      assert.equal(await stream.ended, 'finished')
      const again = await openStream(t, setting.address, setting.learner)
      const isSignedOut = what === 'a new password' ? 200 : 401
      assert.equal(again.status, isSignedOut)
    })
  }

  test('keeps to five streams for a user, ending the oldest cleanly', async (t) => {
    const { address, learner } = await setUp(t)
    const streams = []
    for (let i = 0; i < 6; i++) {
      const stream = await openStream(t, address, learner)
      await nextFrame(stream)
      streams.push(stream)
    }
    assert.equal(await streams[0]?.ended, 'finished')
    assert.ok(streams[0]?.blocks.some(({ retry }) => retry !== undefined && retry >= 5_000))
  })

  test('answers 200 with a retry where there is no room', async (t) => {
    const { address, learner, as } = await setUp(t, { ...withoutPoll, STREAMS_MAX: '1' })
    await nextFrame(await openStream(t, address, learner))
    const refused = await openStream(t, address, await as('mentor'))
    assert.equal(refused.status, 200)
    assert.equal(await refused.ended, 'finished')
    assert.match(refused.text(), /^retry: \d{4,5}$/m)
  })

  test('beats while nothing happens', async (t) => {
    const { address, learner } = await setUp(t, { STREAM_HEARTBEAT_SECONDS: '1' })
    const stream = await openStream(t, address, learner)
    const { raw } = await stream.next(({ comment }) => comment !== undefined, 5_000)
    assert.equal(raw, ': heartbeat\n\n')
  })

  test('ends at shutdown with a time to come back, and the app closes', async (t) => {
    const { address, learner, app } = await setUp(t)
    const streams = await Promise.all(Array.from({ length: 4 }, () => openStream(t, address, learner)))
    for (const stream of streams) await nextFrame(stream)
    await app.close()
    for (const stream of streams) {
      assert.equal(await stream.ended, 'finished')
      const retry = stream.blocks.at(-1)?.retry ?? 0
      assert.ok(retry >= 1_000 && retry <= 15_000, String(retry))
    }
  })

  test('carries line breaks and separators of a text on one line', async (t) => {
    const { address, learner, admin } = await setUp(t)
    const stream = await openStream(t, address, learner)
    await nextFrame(stream)
    const title = 'a\r\nid: 9\n\ndata: x\u2028b'
    await tell(admin, learner, title)
    assert.deepEqual((await nextFrame(stream)).titles, [title])
  })

  test('does not keep a session alive', async (t) => {
    const { address, learner, clock, database } = await setUp(t)
    const { sessions } = database.tables
    const seen = async () => (await database.read.select().from(sessions)).map(({ lastSeenAt }) => lastSeenAt.getTime())
    const before = await seen()
    clock.advance(10 * 86_400_000)
    await nextFrame(await openStream(t, address, learner))
    assert.deepEqual(await seen(), before)
  })
})

describe('the net under the stream', () => {
  test('finds what no wake-up told of', async (t) => {
    const { address, learner, database, clock } = await setUp(t, { STREAM_POLL_SECONDS: '1' })
    const stream = await openStream(t, address, learner)
    await nextFrame(stream)
    const { notificationCounters } = database.tables
    // As another process would do whose signal was lost.
    await database.transaction(async (tx) => {
      await tx
        .insert(notificationCounters)
        .values({ userId: learner.userId, seq: 0, prunedSeq: 0, unread: 7, version: 99, changedAt: clock.now() })
        .onConflictDoUpdate({
          target: notificationCounters.userId,
          set: { unread: 7, version: 99, changedAt: clock.now() }
        })
    })
    assert.equal((await nextFrame(stream, 5_000)).unreadCount, 7)
  })
})
