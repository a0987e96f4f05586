import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayMs, hourMs } from '../../../src/lib/clock.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { publishCourse } from '../courses/courses.js'
import { codeOf, heard, runJob, signInLearners, statusOf } from './enrolments.js'

const later = ({ clock }: TestApp, ms: number) => new Date(clock.now().getTime() + ms).toISOString()

test('an end that was set by hand holds again for who leaves and comes back', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const { id } = await publishCourse(mentor, { title: 'Web' })
  const url = `/api/courses/${id}/enrolments`
  const own = `${url}/${learner.userId}`
  await learner.post(url)
  const expiresAt = later(app, 5 * hourMs)
  await mentor.patch(own, { expiresAt })
  assert.equal((await learner.delete(own)).status, 204)
  assert.equal((await learner.post(url)).body.enrolment.expiresAt, expiresAt)
  await learner.delete(own)
  app.clock.advance(6 * hourMs)
  assert.deepEqual(codeOf(await learner.post(url)), [409, 'ACCESS_ENDED'])
  const again = await mentor.post(url, { userIds: [learner.userId] })
  assert.equal(again.body.data[0].expiresAt, null, 'who may enrol others begins anew')
})

test('whose time was ended by hand gets in by no request and no invite until that is allowed', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const { id } = await publishCourse(mentor, { title: 'Web', enrolmentMode: 'approval' })
  const url = `/api/courses/${id}/enrolments`
  const own = `${url}/${learner.userId}`
  await mentor.post(url, { userIds: [learner.userId] })
  await mentor.patch(own, { expiresAt: later(app, -hourMs) })
  const { token } = (await mentor.post(`/api/courses/${id}/invites`, { label: 'Semua' })).body
  const accept = () => learner.post('/api/invites/accept', { token })
  assert.deepEqual(codeOf(await accept()), [409, 'ILLEGAL_TRANSITION'])
  assert.equal((await learner.post(url)).status, 201, 'one may ask')
  assert.deepEqual(codeOf(await accept()), [409, 'ACCESS_ENDED'])
  assert.equal((await learner.delete(own)).status, 204)
  assert.deepEqual(codeOf(await accept()), [409, 'ACCESS_ENDED'])
  assert.equal((await learner.post(url)).status, 201)
  const approved = await mentor.post(`${own}/approve`)
  assert.deepEqual([approved.body.status, approved.body.expiresAt], ['active', null])
})

test('the days of who leaves and waits for a place again go on', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const [a, b, c, d] = (await signInLearners(app, 4)) as [Client, Client, Client, Client]
  const { id } = await publishCourse(mentor, { title: 'Web', capacity: 2, accessDays: 10 })
  const url = `/api/courses/${id}/enrolments`
  const enrolmentOf = async (one: Client) => (await one.get(`${url}/${one.userId}`)).body.enrolment
  for (const one of [a, b]) await one.post(url)
  const first = await enrolmentOf(a)
  app.clock.advance(2 * dayMs)
  for (const one of [a, b]) await one.delete(`${url}/${one.userId}`)
  for (const one of [c, d, a, b]) await one.post(url)
  assert.deepEqual([await statusOf(a, id), await statusOf(b, id)], ['place', 'place'])
  app.clock.advance(3 * dayMs)
  assert.equal((await c.delete(`${url}/${c.userId}`)).status, 204)
  const second = await enrolmentOf(a)
  assert.deepEqual(
    [second.status, second.activatedAt, second.expiresAt],
    ['active', first.activatedAt, first.expiresAt]
  )

  app.clock.advance(6 * dayMs)
  await runJob(app, 'expire-enrolments')
  assert.deepEqual([await statusOf(a, id), await statusOf(b, id)], ['expired', 'expired'], 'b waited too long')
  assert.deepEqual(await heard(b), ['Your time in “Web” is over.'])
  await c.post(url)
  assert.equal(await statusOf(c, id), 'active', 'and takes no place')
})
