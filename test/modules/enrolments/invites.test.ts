import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hourMs } from '../../../src/lib/clock.js'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { createCourse, createOrganization, publishCourse } from '../courses/courses.js'
import { codeOf, heard, signInLearners, statusOf } from './enrolments.js'

async function invite(client: Client, courseId: string, fields: object = {}) {
  const { status, body, text } = await client.post(`/api/courses/${courseId}/invites`, { label: 'Angkatan', ...fields })
  assert.equal(status, 201, text)
  return body as { invite: { id: string; uses: number }; token: string; url: string }
}

const accept = async (client: Client, token: string) => codeOf(await client.post('/api/invites/accept', { token }))
const preview = async (client: Client, token: string) => codeOf(await client.post('/api/invites/preview', { token }))

test('an invite leads strangers into a course that nobody else sees', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, facilitator] = [await app.as('mentor'), await app.as('facilitator')]
  const organizationId = await createOrganization(app, 'Elsewhere')
  const stranger = await app.signInAs({ username: 'asing', organizationId })
  const course = await publishCourse(mentor, { title: 'Web', enrolmentMode: 'invite', visibility: 'invite_only' })
  const list = `/api/courses/${course.id}/invites`

  const { invite: made, token, url } = await invite(facilitator, course.slug, { label: ' Untuk tamu ' })
  assert.match(token, /^[\w-]{43}$/)
  assert.equal(url, `/app/invites/${token}`)
  const { body: page, text } = await mentor.get(`${list}?total=true`)
  assert.ok(!text.includes(token))
  assert.deepEqual([page.data, page.total], [[{ ...made, label: 'Untuk tamu' }], 1])
  assert.equal((await stranger.get(list)).status, 404)

  const anonymous = app.anonymous()
  const { body } = await anonymous.post('/api/invites/preview', { token })
  assert.deepEqual(body, { courseId: course.id, title: 'Web', usable: true })
  assert.deepEqual(await accept(anonymous, token), [401, 'UNAUTHENTICATED'])
  assert.equal((await stranger.get(`/api/courses/${course.id}`)).status, 404)
  assert.deepEqual(await accept(stranger, token), [201, undefined])
  assert.equal((await stranger.get(`/api/courses/${course.id}`)).status, 200)
  assert.deepEqual(await accept(stranger, token), [409, 'ALREADY_ENROLLED'])
  assert.deepEqual(await heard(mentor), ['asing enrolled in “Web”.'])
  assert.equal((await mentor.get(list)).body.data[0].uses, 1, 'only what made an enrolment counts')

  const unknown = 'x'.repeat(43)
  for (const [answer, expected] of [
    [await accept(stranger, unknown), [404, 'NOT_FOUND']],
    [await preview(anonymous, unknown), [404, 'NOT_FOUND']],
    [await accept(stranger, 'short'), [400, 'VALIDATION_FAILED']]
  ]) {
    assert.deepEqual(answer, expected)
  }
  const { tables, read } = app.database
  const [row] = await read.select().from(tables.courseInvites)
  assert.ok(row && !JSON.stringify(row).includes(token), 'only the hash is kept')
})

test('the token opens the course that it is for by its own address too', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const course = await publishCourse(mentor, { enrolmentMode: 'approval', visibility: 'invite_only' })
  const other = await publishCourse(mentor)
  const { token: inviteToken } = await invite(mentor, course.id)
  const post = async (ref: string) => codeOf(await learner.post(`/api/courses/${ref}/enrolments`, { inviteToken }))

  assert.deepEqual(await post(other.id), [404, 'NOT_FOUND'])
  assert.deepEqual(await post(course.slug), [201, undefined])
  assert.equal(await statusOf(learner, course.id), 'active', 'without asking for approval')
  assert.equal(await statusOf(learner, other.id), '404')
})

test('an invite ends, is used up, is taken back, and does not open what is closed', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const [a, b] = (await signInLearners(app, 2)) as [Client, Client]
  const { id } = await publishCourse(mentor, { enrolmentMode: 'invite' })
  const both = async (token: string) => [await preview(b, token), await accept(b, token)]
  const refused = (code: string) => [
    [409, code],
    [409, code]
  ]

  const single = await invite(mentor, id, { maxUses: 1 })
  const short = await invite(mentor, id, { expiresAt: new Date(app.clock.now().getTime() + hourMs).toISOString() })
  const revoked = await invite(mentor, id)
  assert.deepEqual(await accept(a, single.token), [201, undefined])
  assert.deepEqual(await both(single.token), refused('INVITE_USED_UP'))
  for (let i = 0; i < 2; i++) {
    assert.equal((await mentor.delete(`/api/courses/${id}/invites/${revoked.invite.id}`)).status, 204)
  }
  assert.deepEqual(await both(revoked.token), refused('INVITE_REVOKED'))
  app.clock.advance(hourMs)
  assert.deepEqual(await both(short.token), refused('INVITE_EXPIRED'))
  assert.equal(await statusOf(a, id), 'active')

  const { token } = await invite(mentor, id)
  for (const change of [
    { enrolmentMode: 'closed' },
    { enrolmentMode: 'open', endsAt: app.clock.now().toISOString() }
  ]) {
    await mentor.patch(`/api/courses/${id}`, change)
    assert.deepEqual(await accept(b, token), [409, 'COURSE_NOT_OPEN'])
    assert.equal((await b.post('/api/invites/preview', { token })).body.usable, false)
  }
  const draft = await createCourse(mentor)
  const early = await invite(mentor, draft.id)
  assert.deepEqual(await preview(b, early.token), [404, 'NOT_FOUND'])
  assert.deepEqual(await accept(b, early.token), [404, 'NOT_FOUND'])
  assert.equal((await mentor.delete(`/api/courses/${draft.id}/invites/${single.invite.id}`)).status, 404)

  for (const fields of [
    { label: '' },
    { label: 'a\nb' },
    { label: 'x', maxUses: 0 },
    { label: 'x', expiresAt: 'soon' }
  ]) {
    assert.equal((await mentor.post(`/api/courses/${id}/invites`, fields)).status, 400, JSON.stringify(fields))
  }
  const past = await mentor.post(`/api/courses/${id}/invites`, { label: 'x', expiresAt: '2020-01-01T00:00:00Z' })
  assert.deepEqual([past.status, Object.keys(past.body.details)], [422, ['expiresAt']])
})

test('of twenty who bring an invite for five at once five get in', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const learners = await signInLearners(app, 20)
  const { id } = await publishCourse(mentor, { enrolmentMode: 'invite' })
  const { token } = await invite(mentor, id, { maxUses: 5 })
  // Each of them twice: the second time makes no enrolment and is no use.
  const answers = await Promise.all([...learners, ...learners].map((learner) => accept(learner, token)))
  const count = (status: number, code?: string) => answers.filter(([s, c]) => s === status && c === code).length
  assert.equal(count(201), 5)
  assert.equal(count(201) + count(409, 'ALREADY_ENROLLED') + count(409, 'INVITE_USED_UP'), 40)
  assert.equal((await mentor.get(`/api/courses/${id}/enrolments?total=true`)).body.total, 5)
  assert.equal((await mentor.get(`/api/courses/${id}/invites`)).body.data[0].uses, 5)
})

test('an invite to a full course is a place in its queue', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const [a, b] = (await signInLearners(app, 2)) as [Client, Client]
  const { id } = await publishCourse(mentor, { enrolmentMode: 'invite', visibility: 'invite_only', capacity: 1 })
  const { token } = await invite(mentor, id)
  await a.post('/api/invites/accept', { token })
  const waiting = await b.post('/api/invites/accept', { token })
  assert.deepEqual([waiting.status, waiting.body.enrolment.pendingFor, waiting.body.queuePosition], [201, 'place', 1])
  assert.equal((await b.get(`/api/courses/${id}`)).status, 200, 'who waits sees what they wait for')
  assert.equal((await mentor.get(`/api/courses/${id}/invites`)).body.data[0].uses, 2)
})
