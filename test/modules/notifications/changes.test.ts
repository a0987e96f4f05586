import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildTestApp, type TestApp, testPassword } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { openPoll, poll } from '../../support/poll.js'
import { nextFrame, openStream } from '../../support/stream.js'

const isPostgres = process.env.TEST_DATABASE === 'postgres'
/** The net under the signals, out of the way: what arrives was woken. */
const withoutPoll = { STREAM_POLL_SECONDS: '300' }
const withinMs = 1_000
/** Until a request that waits is surely there. */
const settleMs = 150

async function setUp(t: TestContext, env: Record<string, string> = {}) {
  const testApp = await buildTestApp(t, { env: { ...withoutPoll, ...env } })
  const address = await testApp.listen()
  const learner = await testApp.as('learner')
  const admin = await testApp.as('admin')
  const { position } = (await poll(t, address, learner, {})).body
  return { ...testApp, address, learner, admin, position }
}

async function tell(admin: Client, user: Client, title: string): Promise<string> {
  const text = { type: 'announcement', title, message: 'Isi kabar.' }
  const { status, body } = await admin.post('/api/notifications', { ...text, userIds: [user.userId] })
  assert.equal(status, 201)
  return body.id
}

describe('polling for changes', () => {
  test('begins at the newest position, which is that of the list', async (t) => {
    const { address, learner, admin } = await setUp(t)
    await tell(admin, learner, 'Sebelumnya')
    const { body } = await poll(t, address, learner, { wait: 25 })
    const { streamPosition } = (await learner.get('/api/notifications')).body
    assert.deepEqual(body, { unreadCount: 1, newNotifications: [], position: streamPosition, reset: false })
  })

  test('is refused without a session', async (t) => {
    const { address, anonymous } = await setUp(t)
    assert.equal((await openPoll(t, address, anonymous()).answer).status, 401)
  })

  test('brings at once what there is after the position, in the form of the stream', async (t) => {
    const { address, learner, admin, position } = await setUp(t)
    const id = await tell(admin, learner, 'a\r\nid: 9\n\ndata: x\u2028b')
    const { body } = await poll(t, address, learner, { after: position, wait: 25 })
    const title = 'a\r\nid: 9\n\ndata: x\u2028b'
    const told = [{ id, type: 'announcement', title, message: 'Isi kabar.', link: null }]
    assert.deepEqual(body, {
      unreadCount: 1,
      newNotifications: told,
      position: position.replace(/0$/, '1'),
      reset: false
    })
  })

  test('answers without a wait that there is nothing', async (t) => {
    const { address, learner, position } = await setUp(t)
    const { body } = await poll(t, address, learner, { after: position })
    assert.deepEqual(body, { unreadCount: 0, newNotifications: [], position, reset: false })
  })

  test('holds until something is committed for the user, and for no other', async (t) => {
    const { address, learner, admin, as, position } = await setUp(t)
    const mentor = await as('mentor')
    const mentorPosition = (await poll(t, address, mentor, {})).body.position
    const waiting = openPoll(t, address, learner, { after: position, wait: 25 })
    const other = openPoll(t, address, mentor, { after: mentorPosition, wait: 1 })
    await sleep(settleMs)
    const toldAtMs = performance.now()
    await tell(admin, learner, 'Kabar')
    const { titles, body } = await waiting.answer
    assert.ok(performance.now() - toldAtMs < withinMs)
    assert.deepEqual(titles, ['Kabar'])
    assert.equal(body.unreadCount, 1)
    const nothing = await other.answer
    assert.deepEqual([nothing.status, nothing.titles, nothing.body.position], [200, [], mentorPosition])
    assert.ok(nothing.tookMs >= 950, 'it waited its time')
    assert.equal(nothing.headers['retry-after'], undefined)
  })

  test('ends the wait for a badge that changed, and knows the one that the client shows', async (t) => {
    const { address, learner, admin } = await setUp(t)
    const id = await tell(admin, learner, 'Kabar')
    const { position } = (await poll(t, address, learner, {})).body
    const waiting = openPoll(t, address, learner, { after: position, wait: 25 })
    await sleep(settleMs)
    await learner.post(`/api/notifications/${id}/read`)
    const read = await waiting.answer
    assert.deepEqual([read.body.unreadCount, read.titles, read.body.position], [0, [], position])
    const missed = await poll(t, address, learner, { after: position, wait: 25, unread: 1 })
    assert.equal(missed.body.unreadCount, 0)
    const known = await poll(t, address, learner, { after: position, wait: 1, unread: 0 })
    assert.ok(known.tookMs >= 950)
  })

  test('comes through a long absence in order, in portions', async (t) => {
    const { address, learner, admin, position } = await setUp(t)
    for (let i = 1; i <= 130; i++) await tell(admin, learner, `Kabar ${i}`)
    const titles: string[] = []
    let after = position
    while (titles.length < 130) {
      const answer = await poll(t, address, learner, { after, wait: 25 })
      assert.ok(answer.titles.length > 0 && answer.titles.length <= 100)
      titles.push(...answer.titles)
      after = answer.body.position
    }
    assert.deepEqual(
      titles,
      Array.from({ length: 130 }, (_, i) => `Kabar ${i + 1}`)
    )
    assert.deepEqual((await poll(t, address, learner, { after })).titles, [])
  })

  test('says reset instead of leaving a silent gap', async (t) => {
    const { address, learner, admin, database, position: first } = await setUp(t)
    for (const title of ['Kabar 1', 'Kabar 2']) await tell(admin, learner, title)
    const { position } = (await poll(t, address, learner, {})).body
    const epoch = position.split('.')[0]
    await database.transaction(async (tx) => {
      await tx.update(database.tables.notificationCounters).set({ prunedSeq: 1 })
    })
    const foreign = ['ffffffffffff.1', `${epoch}.3`, first, 'garbage', `${epoch}.-1`, `${epoch}.1e9`, '\u00e9.1']
    for (const after of foreign) {
      const { body } = await poll(t, address, learner, { after, wait: 25 })
      assert.deepEqual(body, { unreadCount: 2, newNotifications: [], position, reset: true }, after)
    }
    const kept = await poll(t, address, learner, { after: `${epoch}.1` })
    assert.deepEqual([kept.titles, kept.body.reset], [['Kabar 2'], false])
  })

  const endings: [string, (app: TestApp & { learner: Client; admin: Client }) => Promise<unknown>][] = [
    ['signing out', ({ learner }) => learner.post('/api/auth/logout')],
    [
      'a new password',
      ({ learner }) =>
        learner.post('/api/auth/password', { currentPassword: testPassword, newPassword: 'teh-poci-sore-hari' })
    ],
    ['being disabled', ({ admin, learner }) => admin.patch(`/api/users/${learner.userId}`, { status: 'disabled' })],
    ['being deleted', ({ admin, learner }) => admin.delete(`/api/users/${learner.userId}`)]
  ]
  for (const [what, end] of endings) {
    test(`answers 401 within a second of ${what}`, async (t) => {
      const setting = await setUp(t)
      const waiting = openPoll(t, setting.address, setting.learner, { after: setting.position, wait: 25 })
      await sleep(settleMs)
      await end(setting)
      const endedAtMs = performance.now()
      const { status, body } = await waiting.answer
      assert.deepEqual([status, body.code], [401, 'UNAUTHENTICATED'])
      assert.ok(performance.now() - endedAtMs < withinMs)
    })
  }

  test('lets five of a user wait, and answers the oldest for a newer one', async (t) => {
    const { address, learner, admin, position } = await setUp(t)
    const waiting = []
    for (let i = 0; i < 6; i++) {
      waiting.push(openPoll(t, address, learner, { after: position, wait: 25 }))
      await sleep(settleMs)
    }
    const oldest = await waiting[0]?.answer
    assert.deepEqual([oldest?.status, oldest?.titles, oldest?.body.position], [200, [], position])
    assert.match(String(oldest?.headers['retry-after']), /^\d+$/)
    await tell(admin, learner, 'Kabar')
    for (const { answer } of waiting.slice(1)) assert.deepEqual((await answer).titles, ['Kabar'])
  })

  test('answers at once where there is no room to wait, and has room again when a client has left', async (t) => {
    const { address, learner, as, position } = await setUp(t, { STREAMS_MAX: '1' })
    const mentor = await as('mentor')
    const first = openPoll(t, address, learner, { after: position, wait: 25 })
    await sleep(settleMs)
    const ask = () => openPoll(t, address, mentor, { after: position.replace(/\d+$/, '0'), wait: 1 }).answer
    const refused = await ask()
    assert.equal(refused.status, 200)
    assert.ok(refused.tookMs < 900 && refused.headers['retry-after'] !== undefined)
    first.leave()
    await sleep(settleMs)
    const welcome = await ask()
    assert.ok(welcome.tookMs >= 950 && welcome.headers['retry-after'] === undefined)
  })

  test('is answered at shutdown, and holds up nothing', async (t) => {
    const { address, learner, app, position } = await setUp(t)
    const waiting = Array.from({ length: 3 }, () => openPoll(t, address, learner, { after: position, wait: 25 }))
    await sleep(settleMs)
    const startedAtMs = performance.now()
    await app.close()
    assert.ok(performance.now() - startedAtMs < 2_000)
    for (const { answer } of waiting) {
      const { status, titles, headers } = await answer
      assert.deepEqual([status, titles, headers.connection], [200, [], 'close'])
    }
  })

  test('takes no other questions', async (t) => {
    const { learner } = await setUp(t)
    const bad: [string, string][] = [
      ['wait=26', 'wait'],
      ['wait=-1', 'wait'],
      ['wait=1.5', 'wait'],
      ['wait=x', 'wait'],
      ['unread=-1', 'unread'],
      ['unread=x', 'unread'],
      [`after=${'x'.repeat(101)}`, 'after'],
      ['since=1', 'since']
    ]
    for (const [query, field] of bad) {
      const answer = await learner.get(`/api/notifications/changes?${query}`)
      assert.equal(answer.status, 400, query)
      assert.ok(answer.body.details[field], answer.text)
    }
  })

  test('does not keep a session alive', async (t) => {
    const { address, learner, clock, database } = await setUp(t)
    const { sessions } = database.tables
    const seen = async () => (await database.read.select().from(sessions)).map(({ lastSeenAt }) => lastSeenAt.getTime())
    const before = await seen()
    clock.advance(10 * 86_400_000)
    await poll(t, address, learner, {})
    assert.deepEqual(await seen(), before)
  })

  test('and the stream take over from each other: nothing lost, nothing twice', async (t) => {
    const { address, learner, admin, position } = await setUp(t)
    const all = Array.from({ length: 60 }, (_, i) => `Kabar ${i + 1}`)
    const telling = (async () => {
      for (const title of all) await tell(admin, learner, title)
    })()
    const titles: string[] = []
    let after = position
    while (titles.length < all.length) {
      const answer = await poll(t, address, learner, { after, wait: 25 })
      titles.push(...answer.titles)
      const stream = await openStream(t, address, learner, { lastEventId: answer.body.position })
      const frame = await nextFrame(stream)
      stream.cut()
      titles.push(...frame.titles)
      after = frame.id
    }
    await telling
    assert.deepEqual(titles, all)
  })

  test('hears of what another instance commits', async (t) => {
    const env = { STREAM_POLL_SECONDS: isPostgres ? '300' : '1' }
    const one = await setUp(t, env)
    const two = await buildTestApp(t, { env, databaseUrl: one.databaseUrl })
    const waiting = openPoll(t, await two.listen(), one.learner, { after: one.position, wait: 25 })
    await sleep(settleMs)
    const toldAtMs = performance.now()
    await tell(one.admin, one.learner, 'Kabar')
    assert.deepEqual((await waiting.answer).titles, ['Kabar'])
    assert.ok(performance.now() - toldAtMs < (isPostgres ? withinMs : 5_000))
  })
})
