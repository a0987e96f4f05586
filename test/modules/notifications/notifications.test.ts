import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { dayMs } from '../../../src/lib/clock.js'
import { buildTestApp, type TestApp } from '../../support/app.js'

const message = 'Sesi dipindah ke hari Kamis.'

async function announce({ as }: TestApp, count: number, audience: object = { all: true }): Promise<string[]> {
  const admin = await as('admin')
  const ids: string[] = []
  for (let i = 1; i <= count; i++) {
    const { status, body } = await admin.post('/api/notifications', {
      type: 'announcement',
      title: `Kabar ${i}`,
      message,
      ...audience
    })
    assert.equal(status, 201)
    ids.push(body.id)
  }
  return ids
}

describe('notifications', () => {
  test('are listed the newest first, page by page, with the badge and the place of the stream', async (t) => {
    const testApp = await buildTestApp(t)
    const learner = await testApp.as('learner')
    await announce(testApp, 5)
    const first = (await learner.get('/api/notifications?limit=2&total=true')).body
    assert.deepEqual(
      first.data.map(({ title }: { title: string }) => title),
      ['Kabar 5', 'Kabar 4']
    )
    assert.equal(first.unreadCount, 5)
    assert.equal(first.total, 5)
    assert.match(first.streamPosition, /^[0-9a-f]{12}\.5$/)
    assert.match(first.data[0].id, /^notif_/)
    assert.deepEqual(Object.keys(first.data[0]).sort(), [
      'createdAt',
      'id',
      'link',
      'message',
      'readAt',
      'title',
      'type'
    ])
    await announce(testApp, 1)
    const second = (await learner.get(`/api/notifications?limit=2&cursor=${first.nextCursor}`)).body
    assert.deepEqual(
      second.data.map(({ title }: { title: string }) => title),
      ['Kabar 3', 'Kabar 2']
    )
    const last = (await learner.get(`/api/notifications?limit=2&cursor=${second.nextCursor}`)).body
    assert.equal(last.data.length, 1)
    assert.equal(last.nextCursor, null)
  })

  test('are read one by one or all at once, and the badge follows', async (t) => {
    const testApp = await buildTestApp(t)
    const learner = await testApp.as('learner')
    const [one, two] = await announce(testApp, 4)
    const unread = async () => (await learner.get('/api/notifications/unread-count')).body.unreadCount
    assert.equal(await unread(), 4)
    for (let i = 0; i < 2; i++) assert.equal((await learner.post(`/api/notifications/${one}/read`)).status, 204)
    assert.equal(await unread(), 3, 'reading twice counts once')
    assert.equal((await learner.get('/api/notifications?unread=true')).body.data.length, 3)
    assert.equal((await learner.delete(`/api/notifications/${two}`)).status, 204)
    assert.equal((await learner.delete(`/api/notifications/${one}`)).status, 204)
    assert.equal(await unread(), 2)
    assert.equal((await learner.post('/api/notifications/read-all')).status, 204)
    assert.equal(await unread(), 0)
    const { data } = (await learner.get('/api/notifications')).body
    assert.equal(data.length, 2)
    assert.ok(data.every(({ readAt }: { readAt: string }) => Date.parse(readAt) > 0))
  })

  test('of others are not there', async (t) => {
    const testApp = await buildTestApp(t)
    const learner = await testApp.as('learner')
    const other = await testApp.signInAs({ username: 'joko' })
    const [id] = await announce(testApp, 1, { userIds: [other.userId] })
    assert.equal((await learner.post(`/api/notifications/${id}/read`)).status, 404)
    assert.equal((await learner.delete(`/api/notifications/${id}`)).status, 404)
    assert.equal((await learner.get('/api/notifications')).body.data.length, 0)
    assert.equal((await other.get('/api/notifications/unread-count')).body.unreadCount, 1)
  })

  test('the badge is right after many changes at one time', async (t) => {
    const testApp = await buildTestApp(t)
    const learner = await testApp.as('learner')
    const ids = await announce(testApp, 12)
    await Promise.all([
      ...ids
        .slice(0, 6)
        .flatMap((id) => [
          learner.post(`/api/notifications/${id}/read`),
          learner.post(`/api/notifications/${id}/read`)
        ]),
      ...ids.slice(4, 8).map((id) => learner.delete(`/api/notifications/${id}`)),
      announce(testApp, 3)
    ])
    const { data, unreadCount } = (await learner.get('/api/notifications?limit=100')).body
    const counted = data.filter(({ readAt }: { readAt: string | null }) => readAt === null).length
    assert.equal(unreadCount, counted)
  })

  test('reach a large audience in one insert, numbered without gaps', async (t) => {
    const testApp = await buildTestApp(t)
    const { database, clock, organizationId } = testApp
    const { users, notificationDeliveries, notificationCounters } = database.tables
    const now = clock.now()
    const row = (i: number) => ({
      id: `usr_massal${i}`,
      username: `massal${i}`,
      usernameKey: `massal${i}`,
      status: 'active' as const,
      searchKey: '',
      version: 1,
      createdAt: now,
      updatedAt: now
    })
    await database.transaction(async (tx) => {
      await tx.insert(users).values(Array.from({ length: 1200 }, (_, i) => row(i)))
    })
    const admin = await testApp.as('admin')
    for (const title of ['satu', 'dua']) {
      const sent = await admin.post('/api/notifications', { type: 'announcement', title, message, all: true })
      assert.equal(sent.body.recipients, 1201)
    }
    const inOrganization = await admin.post('/api/notifications', {
      type: 'announcement',
      title: 'tiga',
      message,
      organizationId
    })
    assert.equal(inOrganization.body.recipients, 1, 'those are no members')
    assert.equal(await database.read.$count(notificationDeliveries), 2403)
    const counters = await database.read.select().from(notificationCounters)
    const some = counters.find(({ userId }) => userId === 'usr_massal700')
    assert.deepEqual([some?.seq, some?.unread], [2, 2])
  })

  test('are taken away after thirty days, and the badge with them', async (t) => {
    const testApp = await buildTestApp(t)
    const { as, clock, database } = testApp
    const learner = await as('learner')
    const [one] = await announce(testApp, 3)
    await learner.post(`/api/notifications/${one}/read`)
    clock.advance(29 * dayMs)
    await as('facilitator')
    const admin = await testApp.signInAs({ username: 'admin.dua', role: 'admin' })
    await admin.post('/api/notifications', { type: 'announcement', title: 'Baru', message, all: true })
    clock.advance(2 * dayMs)
    await testApp.jobs.find(({ name }) => name === 'prune-notifications')?.run()
    const again = await testApp.signIn('a.learner')
    const { data, unreadCount } = (await again.get('/api/notifications')).body
    assert.deepEqual([data.length, unreadCount], [1, 1])
    assert.equal(await database.read.$count(database.tables.notifications), 1)
  })
})

describe('writing to others', () => {
  const text = { type: 'announcement', title: 'Kabar', message }

  test('is allowed where one may', async (t) => {
    const testApp = await buildTestApp(t)
    const { as, organizationId, signInAs } = testApp
    const [learner, mentor, facilitator, admin] = [
      await as('learner'),
      await as('mentor'),
      await as('facilitator'),
      await as('admin')
    ]
    const elsewhere = (await admin.post('/api/organizations', { name: 'Sekolah Lain', kind: 'school' })).body
    const stranger = await signInAs({ username: 'orang.lain', organizationId: elsewhere.id })
    const course = (await mentor.post('/api/courses', { title: 'Dasar Web', description: 'Isi.' })).body
    assert.equal((await mentor.post(`/api/courses/${course.id}/publish`)).status, 200)
    assert.equal((await learner.post(`/api/courses/${course.id}/enrolments`)).status, 201)

    const table: [string, typeof learner, object, number, number?][] = [
      ['a learner to all', learner, { all: true }, 403],
      ['a learner to a user', learner, { userIds: [mentor.userId] }, 422],
      ['a learner to a course', learner, { courseId: course.id }, 422],
      ['a mentor to the learners of their course', mentor, { courseId: course.id }, 201, 1],
      ['a mentor to the organisation', mentor, { organizationId }, 403],
      ['a facilitator to their organisation', facilitator, { organizationId }, 201, 4],
      ['a facilitator to the mentors of their organisation', facilitator, { role: 'mentor', organizationId }, 201, 1],
      ['a facilitator to all mentors', facilitator, { role: 'mentor' }, 403],
      ['a facilitator to another organisation', facilitator, { organizationId: elsewhere.id }, 403],
      ['a facilitator to a stranger', facilitator, { userIds: [stranger.userId] }, 422],
      ['a facilitator to a member', facilitator, { userIds: [learner.userId] }, 201, 1],
      ['a facilitator to all', facilitator, { all: true }, 403],
      ['an administrator to all', admin, { all: true }, 201, 5],
      ['an administrator to nobody known', admin, { userIds: ['usr_nobody'] }, 422],
      ['an administrator to a role', admin, { role: 'learner' }, 201, 5]
    ]
    for (const [who, client, audience, status, recipients] of table) {
      const answer = await client.post('/api/notifications', { ...text, ...audience })
      assert.equal(answer.status, status, `${who}: ${answer.text}`)
      if (recipients !== undefined) assert.equal(answer.body.recipients, recipients, who)
    }
  })

  test('names one audience, and has bounds', async (t) => {
    const { as } = await buildTestApp(t)
    const admin = await as('admin')
    const bad: [object, string][] = [
      [{}, 'body'],
      [{ all: true, role: 'mentor' }, 'body'],
      [{ all: false }, 'all'],
      [{ all: true, title: '' }, 'title'],
      [{ all: true, title: 'x'.repeat(201) }, 'title'],
      [{ all: true, message: 'x'.repeat(2001) }, 'message'],
      [{ all: true, type: 'Bad Type' }, 'type'],
      [{ all: true, link: 'javascript:alert(1)' }, 'link'],
      [{ all: true, link: '//evil.example' }, 'link'],
      [{ all: true, link: '/\\evil.example' }, 'link'],
      [{ userIds: [] }, 'userIds'],
      [{ userIds: ['x'] }, 'userIds.0']
    ]
    for (const [body, field] of bad) {
      const answer = await admin.post('/api/notifications', { ...text, ...body })
      assert.equal(answer.status, 400, JSON.stringify(body))
      assert.ok(answer.body.details[field], `${JSON.stringify(body)} names ${field}: ${answer.text}`)
    }
  })
})
