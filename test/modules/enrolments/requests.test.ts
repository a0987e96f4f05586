import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { createCourse, publishCourse, toldTo } from '../courses/courses.js'
import { codeOf, heard, signInLearners, statusOf } from './enrolments.js'

test('who asks is approved, or rejected with a reason, and may ask again', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, facilitator] = [await app.as('mentor'), await app.as('facilitator')]
  const [sari, joko] = (await signInLearners(app, 2)) as [typeof mentor, typeof mentor]
  const { id } = await publishCourse(mentor, { title: 'Web', enrolmentMode: 'approval' })
  const url = `/api/courses/${id}/enrolments`

  const asked = await sari.post(url, { message: 'Saya sudah\nbelajar HTML.' })
  assert.equal(asked.status, 201, asked.text)
  const { status, pendingFor, message, queuedAt, activatedAt } = asked.body.enrolment
  assert.deepEqual(
    [status, pendingFor, message, activatedAt],
    ['pending', 'approval', 'Saya sudah\nbelajar HTML.', null]
  )
  assert.ok(queuedAt)
  assert.equal(asked.body.queuePosition, null)
  assert.deepEqual(codeOf(await sari.post(url)), [409, 'ALREADY_ENROLLED'])
  await joko.post(url)
  const link = `/app/courses/${id}`
  assert.deepEqual((await toldTo(mentor)).at(-1), {
    type: 'enrolment_requested',
    title: 'New request',
    message: 'siswa_0 asks to take “Web”.',
    link
  })
  const pending = await facilitator.get(`${url}?status=pending&total=true`)
  assert.deepEqual([pending.body.total, pending.body.data[0].pendingFor], [2, 'approval'])

  assert.deepEqual(codeOf(await joko.post(`${url}/${sari.userId}/approve`)), [403, 'FORBIDDEN'])
  assert.equal((await facilitator.post(`${url}/${sari.userId}/approve`)).body.status, 'active')
  assert.deepEqual(codeOf(await mentor.post(`${url}/${sari.userId}/approve`)), [409, 'ILLEGAL_TRANSITION'])
  for (const body of [undefined, {}, { reason: ' ' }, { reason: 'x'.repeat(501) }, { reason: 'a\u0007' }]) {
    assert.equal((await mentor.post(`${url}/${joko.userId}/reject`, body)).status, 400, JSON.stringify(body))
  }
  const rejected = await mentor.post(`${url}/${joko.userId}/reject`, { reason: 'Kelas ini untuk kelas XI.' })
  assert.deepEqual([rejected.body.status, rejected.body.reason], ['cancelled', 'Kelas ini untuk kelas XI.'])
  assert.deepEqual(codeOf(await mentor.post(`${url}/${joko.userId}/reject`, { reason: 'x' })), [
    409,
    'ILLEGAL_TRANSITION'
  ])
  assert.deepEqual(await heard(sari), ['You may take “Web” now.'])
  assert.deepEqual(await heard(joko), ['Your request for “Web” was rejected: Kelas ini untuk kelas XI.'])
  const own = await joko.get(`${url}/${joko.userId}`)
  assert.deepEqual(
    [own.body.enrolment.reason, own.body.enrolment.user.username],
    ['Kelas ini untuk kelas XI.', 'siswa_1']
  )
  assert.deepEqual(codeOf(await joko.get(`${url}/${sari.userId}`)), [403, 'FORBIDDEN'])

  assert.equal((await joko.post(url)).status, 201)
  assert.equal(await statusOf(joko, id), 'approval')
  assert.equal((await joko.delete(`${url}/${joko.userId}`)).status, 204, 'a request is taken back')
  assert.deepEqual(codeOf(await mentor.post(`${url}/${joko.userId}/approve`)), [409, 'ILLEGAL_TRANSITION'])
  assert.deepEqual(codeOf(await mentor.post(`${url}/usr_0/approve`)), [404, 'NOT_FOUND'])
})

test('how one gets in is as the course says, and those who may enrol others need not ask', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, facilitator] = [await app.as('mentor'), await app.as('facilitator')]
  const expected = {
    open: [201, undefined, 'active'],
    approval: [201, undefined, 'approval'],
    invite: [403, 'INVITE_REQUIRED', '404'],
    closed: [409, 'COURSE_NOT_OPEN', '404']
  } as const
  const learners = await signInLearners(app, 2)
  const [learner, other] = learners as [typeof mentor, typeof mentor]
  for (const [enrolmentMode, [status, code, standing]] of Object.entries(expected)) {
    const { id } = await publishCourse(mentor, { enrolmentMode })
    const url = `/api/courses/${id}/enrolments`
    assert.deepEqual(codeOf(await learner.post(url)), [status, code], enrolmentMode)
    assert.equal(await statusOf(learner, id), standing, enrolmentMode)
    const { body } = await facilitator.post(url, { userIds: [learner.userId, other.userId] })
    assert.deepEqual(
      [body.data.length, body.alreadyEnrolled.length],
      enrolmentMode === 'open' ? [1, 1] : [2, 0],
      enrolmentMode
    )
    assert.equal(await statusOf(learner, id), 'active', enrolmentMode)
  }
})

test('without a mentor those who run the organisation hear of a request', async (t) => {
  const app = await buildTestApp(t)
  const [admin, manager, learner] = [await app.as('admin'), await app.as('org_admin'), await app.as('learner')]
  const { id } = await publishCourse(admin, { title: 'Web', enrolmentMode: 'approval', mentorId: null })
  assert.equal((await learner.post(`/api/courses/${id}/enrolments`)).status, 201)
  assert.deepEqual(await heard(manager), ['a.learner asks to take “Web”.'])
})

test('whoever waits to be let in sees the published course, and no other', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const { id } = await publishCourse(mentor, { enrolmentMode: 'approval' })
  await learner.post(`/api/courses/${id}/enrolments`)
  const sees = async () => {
    const [one, list] = [await learner.get(`/api/courses/${id}`), await learner.get('/api/courses')]
    return [one.status, list.body.data.length]
  }
  await mentor.patch(`/api/courses/${id}`, { visibility: 'invite_only' })
  assert.deepEqual(await sees(), [200, 1])
  await mentor.post(`/api/courses/${id}/archive`)
  assert.deepEqual(await sees(), [404, 0])
  await mentor.post(`/api/courses/${id}/publish`)
  await mentor.post(`/api/courses/${id}/enrolments/${learner.userId}/reject`, { reason: 'Penuh.' })
  assert.deepEqual(await sees(), [404, 0])
  assert.equal(await statusOf(learner, id), 'cancelled', 'what became of the request, they still read')
})

test('the settings of a course are kept, changed and refused by name', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const settings = {
    timeZone: 'America/New_York',
    enrolmentMode: 'approval',
    capacity: 20,
    endsAt: '2100-01-01T00:00:00.000Z',
    accessDays: 90
  }
  const course = await createCourse(mentor, settings)
  const url = `/api/courses/${course.id}`
  const settingsOf = ({ timeZone, enrolmentMode, capacity, endsAt, accessDays }: typeof settings) => ({
    ...{ timeZone, enrolmentMode, capacity, endsAt, accessDays }
  })
  assert.deepEqual(settingsOf(course), settings)
  const replaced = await mentor.put(url, { title: 'Lain', description: 'Isi' })
  assert.deepEqual(settingsOf(replaced.body), settings, 'what PUT does not name stays')
  const same = await mentor.patch(url, { ...settings, endsAt: '2100-01-01T07:00:00+07:00' })
  assert.equal(same.body.version, replaced.body.version, 'the same moment is no change')
  const none = { capacity: null, endsAt: null, accessDays: null }
  const { body } = await mentor.patch(url, none)
  assert.deepEqual(settingsOf(body), { ...settings, ...none })

  const refused = {
    timeZone: ['Mars/Olympus', '+07:00', '', 7],
    enrolmentMode: ['maybe', null],
    capacity: [0, 100_001, 1.5, '3'],
    endsAt: ['tomorrow', '2026-12-31T23:59:60Z', '1969-12-31T23:59:59Z', '0000-01-01T00:00:00Z'],
    accessDays: [0, 3_651]
  }
  for (const [field, values] of Object.entries(refused)) {
    for (const value of values) {
      const answer = await mentor.patch(url, { [field]: value })
      assert.deepEqual([answer.status, Object.keys(answer.body.details)], [400, [field]], `${field} ${value}`)
    }
  }
  assert.equal((await mentor.get(url)).body.version, body.version)

  await mentor.post(`${url}/publish`)
  await learner.post(`${url}/enrolments`)
  await mentor.post(`${url}/enrolments/${learner.userId}/approve`)
  await mentor.patch(url, { capacity: 3, enrolmentMode: 'closed' })
  assert.equal((await heard(learner)).length, 1, 'who is in is not told of the door')
  assert.equal((await mentor.get('/api/courses')).body.data[0].enrolmentMode, 'closed')
  await mentor.patch(url, { accessDays: 10 })
  assert.equal((await heard(learner)).at(-1), '“Lain” has changed.')
})
