import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { buildTestApp } from '../../support/app.js'
import { codeOf } from '../cohorts/cohorts.js'
import { create, createDue, find, hourMs, text, titlesOf } from './broadcasts.js'

async function setUp(t: TestContext) {
  const app = await buildTestApp(t)
  const [admin, facilitator, learner] = [await app.as('admin'), await app.as('facilitator'), await app.as('learner')]
  const audience = { organizationId: app.organizationId }
  const inAnHour = () => new Date(app.clock.now().getTime() + hourMs).toISOString()
  return { ...app, admin, facilitator, learner, audience, inAnHour }
}

describe('a planned broadcast', () => {
  test('goes out at its time by the clock, and not before', async (t) => {
    const app = await setUp(t)
    const { facilitator, learner, audience, clock } = app
    const sendAt = app.inAnHour()
    const answer = await facilitator.post('/api/broadcasts', { ...text, audience, sendAt })
    assert.equal(answer.headers.location, `/api/broadcasts/${answer.body.id}`)
    assert.equal(answer.headers.etag, '"v1"')
    const { state, progress, startedAt } = answer.body
    assert.deepEqual([state, progress, startedAt], ['scheduled', { total: null, served: 0 }, null])
    assert.equal(answer.body.sendAt, sendAt)
    clock.advance(hourMs - 5_000)
    await app.look()
    assert.deepEqual(await titlesOf(learner), [])
    clock.advance(5_000)
    await app.look()
    assert.deepEqual(await titlesOf(learner), [text.title])
    const done = (await facilitator.get(`/api/broadcasts/${answer.body.id}`)).body
    assert.deepEqual([done.state, done.progress], ['done', { total: 3, served: 3 }])
    assert.ok(done.startedAt >= sendAt && done.finishedAt >= done.startedAt)
  })

  test('is changed until it begins, by who has seen it as it is', async (t) => {
    const app = await setUp(t)
    const { facilitator, learner, audience, inAnHour } = app
    const { id, version } = await create(facilitator, { audience, link: '/app', sendAt: inAnHour() })
    const url = `/api/broadcasts/${id}`
    const changed = await facilitator.patch(url, { title: ' Libur lusa ', link: null }, { 'if-match': `"v${version}"` })
    assert.deepEqual([changed.status, changed.body.title, changed.body.link], [200, 'Libur lusa', null])
    assert.equal(changed.headers.etag, `"v${version + 1}"`)
    const stale = await facilitator.patch(url, { title: 'Lain' }, { 'if-match': `"v${version}"` })
    assert.equal(stale.status, 412)
    const toOne = await facilitator.patch(url, { audience: { userIds: [learner.userId] } })
    assert.deepEqual([toOne.body.audience, toOne.body.title], [{ userIds: [learner.userId] }, 'Libur lusa'])
    const { data } = (await facilitator.get('/api/broadcasts')).body
    assert.deepEqual(data[0].audience, { users: 1 }, 'a list holds no long lists')
    assert.equal((await facilitator.patch(url, { audience: { all: true } })).status, 403)
    const past = new Date(app.clock.now().getTime() - hourMs).toISOString()
    const now = await facilitator.patch(url, { sendAt: past })
    assert.deepEqual([now.status, now.body.state], [200, 'running'], 'what is past is now')
    assert.deepEqual(await titlesOf(learner), ['Libur lusa'])
    assert.deepEqual(await titlesOf(facilitator), [])
    assert.deepEqual(codeOf(await facilitator.patch(url, { title: 'Terlambat' })), [409, 'ILLEGAL_TRANSITION'])
  })

  test('is called off, and then stays so', async (t) => {
    const app = await setUp(t)
    const { facilitator, learner, audience } = app
    const { id } = await create(facilitator, { audience, sendAt: app.inAnHour() })
    const cancelled = await facilitator.post(`/api/broadcasts/${id}/cancel`)
    assert.deepEqual([cancelled.status, cancelled.body.state], [200, 'cancelled'])
    app.clock.advance(2 * hourMs)
    await app.look()
    assert.deepEqual(await titlesOf(learner), [])
    for (const move of ['cancel', 'resume']) {
      assert.deepEqual(codeOf(await facilitator.post(`/api/broadcasts/${id}/${move}`)), [409, 'ILLEGAL_TRANSITION'])
    }
    assert.deepEqual(codeOf(await facilitator.patch(`/api/broadcasts/${id}`, { title: 'x' })), [
      409,
      'ILLEGAL_TRANSITION'
    ])
  })

  test('does not go out when its writer may not write there any more', async (t) => {
    const app = await setUp(t)
    const { admin, facilitator, learner, audience, database } = app
    const { broadcasts, roleAssignments } = database.tables
    const of = (userId: string) => eq(roleAssignments.userId, userId)
    const other = await app.signInAs({ username: 'fasilitator.dua', role: 'facilitator' })
    const first = await create(facilitator, { audience, sendAt: app.inAnHour() })
    const second = await create(other, { audience, sendAt: app.inAnHour() })
    await admin.patch(`/api/users/${facilitator.userId}`, { status: 'disabled' })
    await database.transaction(async (tx) => {
      await tx.delete(roleAssignments).where(of(other.userId))
    })
    app.clock.advance(hourMs + 1)
    await app.look()
    assert.equal(await database.read.$count(broadcasts), 2)
    for (const { id } of [first, second]) {
      const { body } = await admin.get(`/api/broadcasts/${id}`)
      assert.deepEqual([body.state, body.progress.served], ['cancelled', 0])
      assert.match(body.lastError, /may not write there/)
    }
    assert.deepEqual(await titlesOf(learner), [])
  })

  test('does not go back into the organisation that its writer has left for another', async (t) => {
    const app = await setUp(t)
    const { admin, facilitator, learner } = app
    const elsewhere = (await admin.post('/api/organizations', { name: 'Sekolah Lain' })).body.id
    const { id } = await create(facilitator, { audience: { userIds: [learner.userId] }, sendAt: app.inAnHour() })
    const assignments = [{ role: 'facilitator', organizationId: elsewhere }]
    assert.equal((await admin.put(`/api/users/${facilitator.userId}/roles`, { assignments })).status, 200)
    app.clock.advance(hourMs + 1)
    await app.look()
    assert.equal((await admin.get(`/api/broadcasts/${id}`)).body.state, 'cancelled')
    assert.deepEqual(await titlesOf(learner), [])
  })
})

describe('broadcasts', () => {
  test('are listed for their writer and for who writes there, the newest first', async (t) => {
    const app = await setUp(t)
    const { admin, facilitator, learner, audience, signInAs } = app
    const mentor = await app.as('mentor')
    const other = await signInAs({ username: 'fasilitator.dua', role: 'facilitator' })
    const elsewhere = (await admin.post('/api/organizations', { name: 'Sekolah Lain' })).body.id
    const owner = await signInAs({ username: 'pemilik', role: 'owner', organizationId: elsewhere })
    for (let n = 1; n <= 3; n++) await create(facilitator, { title: `Kabar ${n}`, audience })
    await create(admin, { title: 'Semua', audience: { all: true } })
    await create(facilitator, { title: 'Nanti', audience, sendAt: app.inAnHour() })
    const titles = async (client: typeof admin, query = '') =>
      (await client.get(`/api/broadcasts${query}`)).body.data.map(({ title }: { title: string }) => title)
    const ours = ['Nanti', 'Kabar 3', 'Kabar 2', 'Kabar 1']
    assert.deepEqual(await titles(facilitator), ours)
    assert.deepEqual(await titles(other), ours)
    assert.deepEqual(await titles(admin), ['Nanti', 'Semua', 'Kabar 3', 'Kabar 2', 'Kabar 1'])
    for (const client of [learner, mentor, owner]) assert.deepEqual(await titles(client), [])
    assert.deepEqual(await titles(other, '?state=scheduled'), ['Nanti'])
    const first = (await other.get('/api/broadcasts?limit=3&total=true')).body
    assert.equal(first.total, 4)
    assert.deepEqual(await titles(other, `?limit=3&cursor=${first.nextCursor}`), ['Kabar 1'])
    const { id } = first.data[0]
    assert.equal((await other.get(`/api/broadcasts/${id}`)).status, 200)
    assert.equal((await owner.get(`/api/broadcasts/${id}`)).status, 404)
    assert.equal((await owner.post(`/api/broadcasts/${id}/cancel`)).status, 404)
    assert.equal((await other.patch(`/api/broadcasts/${id}`, { title: 'x' })).status, 403, 'it bears another name')
    assert.equal((await other.post(`/api/broadcasts/${id}/cancel`)).status, 200)
  })

  test('are not sent again to a client that has them', async (t) => {
    const app = await setUp(t)
    const { id } = await create(app.facilitator, { audience: app.audience })
    const url = `/api/broadcasts/${id}`
    const { headers } = await app.facilitator.get(url)
    assert.equal((await app.facilitator.get(url, { 'if-none-match': String(headers.etag) })).status, 304)
    assert.notEqual(headers.etag, '"v1"', 'every step makes another version')
  })

  test('take texts that are texts, and times that may come', async (t) => {
    const app = await setUp(t)
    const { facilitator, audience, clock } = app
    const inDays = (days: number) => new Date(clock.now().getTime() + days * 86_400_000).toISOString()
    const bad: [object, string, number][] = [
      [{ title: '' }, 'title', 400],
      [{ title: 'a\r\nBcc: x@example.com' }, 'title', 400],
      [{ title: '  ' }, 'title', 400],
      [{ title: 'x'.repeat(201) }, 'title', 400],
      [{ message: 'a\u0007' }, 'message', 400],
      [{ message: 'x'.repeat(2_001) }, 'message', 400],
      [{ link: 'javascript:alert(1)' }, 'link', 400],
      [{ link: '//evil.example' }, 'link', 400],
      [{ sendAt: 'besok' }, 'sendAt', 400],
      [{ sendAt: inDays(367) }, 'sendAt', 422]
    ]
    for (const [fields, field, status] of bad) {
      const answer = await facilitator.post('/api/broadcasts', { ...text, audience, ...fields })
      assert.equal(answer.status, status, `${JSON.stringify(fields)}: ${answer.text}`)
      assert.ok(answer.body.details[field], answer.text)
    }
    const { id } = await create(facilitator, { audience, sendAt: inDays(365) })
    assert.equal((await facilitator.patch(`/api/broadcasts/${id}`, { sendAt: inDays(367) })).status, 422)
    assert.equal((await create(facilitator, { audience, sendAt: inDays(-1) })).state, 'running')
    const separators = { title: 'a\u2028b', message: 'satu\r\ndua\u2028tiga' }
    await create(facilitator, { audience, ...separators })
    const { title, message } = (await facilitator.get('/api/notifications')).body.data[0]
    assert.deepEqual({ title, message }, separators)
  })

  test('tell in the order in which they were due, one slice each', async (t) => {
    const app = await setUp(t)
    const { facilitator, learner, audience } = app
    await create(facilitator, { title: 'Satu', audience, sendAt: app.inAnHour() })
    app.clock.advance(1_000)
    const { id } = await createDue(app, facilitator, { title: 'Dua', audience })
    await app.look()
    assert.deepEqual(await titlesOf(learner), ['Dua', 'Satu'])
    assert.equal((await find(app, id)).state, 'done')
  })
})
