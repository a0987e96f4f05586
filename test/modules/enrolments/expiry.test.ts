import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sameTimeAfter } from '../../../src/lib/calendar.js'
import { dayMs, hourMs } from '../../../src/lib/clock.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { publishCourse } from '../courses/courses.js'
import { codeOf, complete, enrolmentsOver, heard, runJob, signInLearners, statusOf } from './enrolments.js'

const job = 'expire-enrolments'
const later = ({ clock }: TestApp, ms: number) => new Date(clock.now().getTime() + ms).toISOString()

async function enrolmentOf(client: Client, courseId: string) {
  return (await client.get(`/api/courses/${courseId}/enrolments/${client.userId}`)).body.enrolment
}

test('access ends by the clock, whether the job has run or not, and its end is told once', async (t) => {
  const app = await buildTestApp(t)
  const other = await buildTestApp(t, { databaseUrl: app.databaseUrl })
  const mentor = await app.as('mentor')
  const [a, b, c] = (await signInLearners(app, 3)) as [Client, Client, Client]
  const { id } = await publishCourse(mentor, { title: 'Web', capacity: 2 })
  const url = `/api/courses/${id}`
  for (const learner of [a, b, c]) await learner.post(`${url}/enrolments`)
  await mentor.patch(`${url}/enrolments/${a.userId}`, { expiresAt: later(app, 6 * hourMs) })
  await mentor.patch(`${url}/enrolments/${b.userId}`, { expiresAt: later(app, 7 * hourMs) })
  await mentor.patch(url, { visibility: 'invite_only' })
  const sees = async (learner: Client) => {
    const [one, head] = [await learner.get(url), await learner.get(url, { 'if-none-match': '*' })]
    const [list, own] = [await learner.get('/api/courses'), await learner.get('/api/me/enrolments')]
    return [one.status, head.status, list.body.data.length, own.body.data.length]
  }

  app.clock.advance(5.9 * hourMs)
  assert.deepEqual(await sees(a), [200, 304, 1, 1])
  app.clock.advance(0.2 * hourMs)
  other.clock.advance(6.1 * hourMs)
  assert.deepEqual(await sees(a), [404, 404, 0, 0], 'before the job')
  assert.deepEqual(await complete(app, id, [a.userId]), [], 'and it completes nothing any more')
  await Promise.all([runJob(app, job), runJob(other, job)])
  assert.equal(await statusOf(a, id), 'expired')
  const told = ['Until when you can take “Web” has changed.', '“Web” has changed.', 'Your time in “Web” is over.']
  assert.deepEqual(await heard(a), told)
  assert.deepEqual([await statusOf(b, id), await statusOf(c, id)], ['active', 'active'])
  assert.deepEqual(await heard(c), ['A place in “Web” is yours.'])
  assert.deepEqual(await sees(a), [404, 404, 0, 0])
  await runJob(app, job)
  assert.equal((await heard(a)).length, told.length)

  assert.deepEqual(codeOf(await mentor.delete(`${url}/enrolments/${a.userId}`)), [409, 'ILLEGAL_TRANSITION'])
  const end = { expiresAt: later(app, dayMs) }
  const back = `${url}/enrolments/${a.userId}`
  assert.deepEqual(codeOf(await mentor.patch(back, end)), [409, 'COURSE_FULL'])
  assert.equal((await mentor.patch(back, { ...end, force: true })).body.status, 'active')
  assert.deepEqual(await sees(a), [200, 304, 1, 1])
  const ended = await mentor.patch(back, { expiresAt: later(app, -hourMs) })
  assert.equal(ended.body.status, 'expired', 'a time that has passed ends it now')
  assert.equal((await heard(a)).at(-1), 'Your time in “Web” is over.')
})

test('whoever completes a course keeps it', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner, stranger] = [await app.as('mentor'), await app.as('learner'), await app.as('facilitator')]
  const { id } = await publishCourse(mentor, {
    title: 'Web',
    visibility: 'invite_only',
    endsAt: later(app, 5 * hourMs)
  })
  const url = `/api/courses/${id}`
  const own = `${url}/enrolments/${learner.userId}`
  await mentor.post(`${url}/enrolments`, { userIds: [learner.userId] })
  assert.deepEqual(await complete(app, id, [learner.userId, stranger.userId]), ['You completed “Web”.'])
  assert.deepEqual(await complete(app, id, [learner.userId]), [], 'once')

  const { completedAt, expiresAt, status } = await enrolmentOf(learner, id)
  assert.deepEqual([status, expiresAt], ['completed', null])
  assert.ok(completedAt)
  for (const client of [learner, mentor]) {
    assert.deepEqual(codeOf(await client.delete(own)), [409, 'ILLEGAL_TRANSITION'])
  }
  assert.deepEqual(codeOf(await mentor.patch(own, { expiresAt: later(app, -dayMs) })), [409, 'ILLEGAL_TRANSITION'])
  const again = await mentor.post(`${url}/enrolments`, { userIds: [learner.userId] })
  assert.deepEqual(again.body.alreadyEnrolled, [learner.userId])
  app.clock.advance(6 * hourMs)
  await runJob(app, job)
  await mentor.patch(url, { accessDays: 1 })
  await mentor.post(`${url}/archive`)
  assert.equal((await heard(learner)).at(-1), '“Web” is archived: you can still read it.', 'and still hears of it')
  assert.equal((await learner.get(url)).status, 200)
  assert.equal((await learner.get('/api/courses?status=archived')).body.data.length, 1)
  assert.equal((await learner.get('/api/me/enrolments?status=completed')).body.data.length, 1)
})

test('the end follows the course unless it was set by hand', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const [a, b, c] = (await signInLearners(app, 3)) as [Client, Client, Client]
  const endsAt = later(app, 90 * dayMs)
  const { id } = await publishCourse(mentor, { endsAt, accessDays: 30, timeZone: 'America/New_York' })
  const url = `/api/courses/${id}`
  for (const learner of [a, b, c]) await learner.post(`${url}/enrolments`)
  const byHand = later(app, 400 * dayMs)
  await mentor.patch(`${url}/enrolments/${b.userId}`, { expiresAt: byHand })
  await mentor.patch(`${url}/enrolments/${c.userId}`, { expiresAt: null })
  const ends = async () => Promise.all([a, b, c].map(async (client) => (await enrolmentOf(client, id)).expiresAt))
  const { activatedAt } = await enrolmentOf(a, id)
  const after = (days: number) => sameTimeAfter(new Date(activatedAt), days, 'America/New_York').toISOString()

  assert.deepEqual(await ends(), [after(30), byHand, null])
  await mentor.patch(url, { endsAt: later(app, 20 * dayMs) })
  const { body: sooner } = await mentor.get(url)
  assert.deepEqual(await ends(), [sooner.endsAt, byHand, null])
  await mentor.patch(url, { accessDays: 10 })
  assert.deepEqual(await ends(), [after(10), byHand, null])
  await mentor.patch(url, { accessDays: null })
  assert.deepEqual(await ends(), [sooner.endsAt, byHand, null])
  await mentor.patch(url, { endsAt: null })
  assert.deepEqual(await ends(), [null, byHand, null])

  await mentor.patch(url, { endsAt: later(app, -hourMs) })
  assert.deepEqual(codeOf(await mentor.post(`${url}/enrolments`, { userIds: [mentor.userId] })), [
    409,
    'COURSE_NOT_OPEN'
  ])
  await runJob(app, job)
  const standings = await Promise.all([a, b, c].map((client) => statusOf(client, id)))
  assert.deepEqual(
    standings,
    ['expired', 'active', 'expired'],
    'an end that was the same as the course’s is the course’s'
  )
})

test('whoever leaves and comes back has no more days than before', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const { id } = await publishCourse(mentor, { accessDays: 10 })
  const url = `/api/courses/${id}/enrolments`
  const { enrolment: first } = (await learner.post(url)).body
  app.clock.advance(3 * dayMs)
  await learner.delete(`${url}/${learner.userId}`)
  const { enrolment: second } = (await learner.post(url)).body
  assert.deepEqual([second.activatedAt, second.expiresAt], [first.activatedAt, first.expiresAt])
  await learner.delete(`${url}/${learner.userId}`)
  app.clock.advance(8 * dayMs)
  assert.deepEqual(codeOf(await learner.post(url)), [409, 'ACCESS_ENDED'])
  const other = await app.signIn('a.mentor')
  assert.equal((await other.post(url, { userIds: [learner.userId] })).body.data.length, 1)
  app.clock.advance(11 * dayMs)
  assert.deepEqual(codeOf(await learner.post(url)), [409, 'ILLEGAL_TRANSITION'], 'nor by what is over by the clock')
  const third = await app.signIn('a.mentor')
  await third.patch(`/api/courses/${id}`, { enrolmentMode: 'approval' })
  assert.deepEqual(codeOf(await learner.post(url)), [201, undefined], 'but one may ask')
})

test('a thousand who end together do so in batches, each once', async (t) => {
  const app = await buildTestApp(t)
  const { database, clock } = app
  const mentor = await app.as('mentor')
  const { id } = await publishCourse(mentor, { endsAt: later(app, hourMs) })
  const { users, enrolments } = database.tables
  const now = clock.now()
  const rows = Array.from({ length: 1_100 }, (_, n) => `x${String(n).padStart(4, '0')}`)
  const [pattern] = await database.read.select().from(users).limit(1)
  assert.ok(pattern)
  await database.transaction(async (tx) => {
    for (let i = 0; i < rows.length; i += 100) {
      const some = rows.slice(i, i + 100)
      await tx.insert(users).values(
        some.map((name) => ({
          ...pattern,
          id: `usr_${name}`,
          username: name,
          usernameKey: name,
          email: null,
          emailKey: null
        }))
      )
      await tx.insert(enrolments).values(
        some.map((name) => ({
          ...{ id: `enr_${name}`, courseId: id, userId: `usr_${name}`, status: 'active' as const },
          ...{ activatedAt: now, expiresAt: new Date(now.getTime() + hourMs), createdAt: now, updatedAt: now }
        }))
      )
    }
  })
  app.clock.advance(2 * hourMs)
  await runJob(app, job)
  assert.equal((await mentor.get(`/api/courses/${id}/enrolments?status=expired&total=true`)).body.total, 1_100)
  const { notificationDeliveries: deliveries } = database.tables
  assert.equal(await database.read.$count(deliveries), 1_100)
})

test('a course that fails does not keep those of others from ending', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const [a, b] = (await signInLearners(app, 2)) as [Client, Client]
  const [bad, good] = [await publishCourse(mentor, { accessDays: 1 }), await publishCourse(mentor, { accessDays: 1 })]
  await a.post(`/api/courses/${bad.id}/enrolments`)
  await b.post(`/api/courses/${good.id}/enrolments`)
  app.clock.advance(dayMs + hourMs)
  const lock: TestApp['courses']['lock'] = async (tx, id) => {
    assert.notEqual(id, bad.id, 'this course fails')
    return app.courses.lock(tx, id)
  }
  const { jobs } = enrolmentsOver(app, { courses: { ...app.courses, lock } })
  await assert.rejects(async () => jobs[0]?.run(), /this course fails/)
  assert.equal(await statusOf(await app.signIn('siswa_1'), good.id), 'expired')
})
