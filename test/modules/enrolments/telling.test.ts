import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EnrolmentRow } from '../../../src/modules/enrolments/enrolments.repository.js'
import { createTelling } from '../../../src/modules/enrolments/enrolments.telling.js'
import type { EventInput } from '../../../src/modules/events/index.js'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { emitted } from '../../support/events.js'
import { publishCourse } from '../courses/courses.js'
import { signInLearners } from './enrolments.js'

test('what learners do themselves is told to other systems, and not to them', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const [one, two, three] = (await signInLearners(app, 3)) as [Client, Client, Client]
  const { id } = await publishCourse(mentor, { title: 'Web', capacity: 1 })
  const url = `/api/courses/${id}/enrolments`
  const course = { courseId: id, courseTitle: 'Web' }
  const ofNobody = ({ userId }: Client) => ({
    ...{ data: { ...course, learnerIds: [userId] }, audience: null, actorId: userId, courseId: id }
  })

  for (const learner of [one, two]) await learner.post(url)
  await one.delete(`${url}/${one.userId}`)
  assert.deepEqual(await emitted(app, 'enrolment_created'), [ofNobody(one)])
  assert.deepEqual(await emitted(app, 'enrolment_waiting'), [ofNobody(two)])
  assert.deepEqual(await emitted(app, 'enrolment_cancelled'), [ofNobody(one)])
  assert.deepEqual(await emitted(app, 'enrolment_moved_up'), [
    { ...ofNobody(two), audience: { userIds: [two.userId] }, actorId: null }
  ])
  const [toMentor, ...more] = await emitted(app, 'enrolment_new')
  assert.deepEqual(more, [])
  assert.deepEqual(toMentor?.data, { ...course, username: 'siswa_0', count: 1 })
  assert.deepEqual(toMentor?.audience, { userIds: [mentor.userId] })

  const userIds = [three.userId, mentor.userId]
  const forced = await (await app.as('owner')).post(url, { userIds, force: true })
  assert.equal(forced.status, 201, forced.text)
  const others = (await emitted(app, 'enrolment_created')).at(-1)
  assert.deepEqual(others?.audience, { userIds })
  assert.deepEqual((await emitted(app, 'enrolment_new')).at(-1)?.data, { ...course, username: null, count: 2 })
})

test('of a user who is deleted, other systems hear what they have left', async (t) => {
  const app = await buildTestApp(t)
  const [admin, mentor] = [await app.as('admin'), await app.as('mentor')]
  const [gone] = (await signInLearners(app, 1)) as [Client]
  const courses = [await publishCourse(mentor, { title: 'Web' }), await publishCourse(mentor, { title: 'Robot' })]
  for (const { id } of courses) await gone.post(`/api/courses/${id}/enrolments`)
  assert.equal((await admin.delete(`/api/users/${gone.userId}`)).status, 204)
  const left = await emitted(app, 'enrolment_cancelled')
  assert.deepEqual(
    left.map(({ data, audience }) => [data.courseTitle, data.learnerIds, audience]),
    ['Web', 'Robot'].map((title) => [title, [gone.userId], null])
  )
})

test('an event names five hundred learners and no more', async () => {
  const told: EventInput[] = []
  const telling = createTelling({
    emit: async (_tx, _afterCommit, event) => {
      told.push(event)
      return ''
    }
  })
  const rows = Array.from({ length: 1_001 }, (_, n) => ({ userId: `usr_${n}` }) as EnrolmentRow)
  const course = { id: 'crs_1', title: 'Web' }
  await telling.learners({} as never, () => {}, { type: 'enrolment_expired', course, rows })
  assert.deepEqual(
    told.map(({ data }) => ('learnerIds' in data ? data.learnerIds.length : 0)),
    [500, 500, 1]
  )
})
