import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { createOrganization, publishCourse } from '../courses/courses.js'
import { codeOf, complete, heard, signInLearners, statusOf } from './enrolments.js'

const yours = 'A place in “Web” is yours.'

test('who finds no place waits, and moves up when one becomes free', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const learners = await signInLearners(app, 6)
  const [a, b, c, d, e, f] = learners as [Client, Client, Client, Client, Client, Client]
  const { id } = await publishCourse(mentor, { title: 'Web', capacity: 2 })
  const url = `/api/courses/${id}/enrolments`
  const standings = async () => (await Promise.all(learners.map((learner) => statusOf(learner, id)))).join(' ')

  const positions = []
  for (const learner of [a, b, c, d, e]) positions.push((await learner.post(url)).body.queuePosition)
  assert.deepEqual(positions, [null, null, 1, 2, 3])
  assert.deepEqual(codeOf(await c.post(url)), [409, 'ALREADY_ENROLLED'])
  assert.equal((await heard(mentor)).length, 2, 'of those who are in')

  assert.equal((await a.delete(`${url}/${a.userId}`)).status, 204)
  assert.equal(await standings(), 'cancelled active active place place 404')
  assert.equal((await d.get(`${url}/${d.userId}`)).body.queuePosition, 1)
  assert.equal((await d.delete(`${url}/${d.userId}`)).status, 204, 'one leaves the queue')
  assert.deepEqual(await complete(app, id, [b.userId, e.userId]), ['You completed “Web”.', yours])
  assert.equal(await standings(), 'cancelled completed active cancelled active 404')

  const added = await mentor.post(url, { userIds: [a.userId, f.userId, c.userId] })
  assert.deepEqual([added.body.data, added.body.alreadyEnrolled], [[], [c.userId]])
  assert.deepEqual(
    added.body.waiting.map(({ userId, pendingFor }: Record<string, string>) => [userId, pendingFor]),
    [
      [a.userId, 'place'],
      [f.userId, 'place']
    ]
  )
  const forced = await mentor.post(url, { userIds: [f.userId], force: true })
  assert.deepEqual([forced.body.data.length, forced.body.waiting], [1, []])
  assert.equal((await c.delete(`${url}/${c.userId}`)).status, 204)
  assert.equal(await statusOf(a, id), 'place', 'three had two places')
  await mentor.patch(`/api/courses/${id}`, { capacity: 3 })
  assert.equal(await standings(), 'active completed cancelled cancelled active active')
  assert.deepEqual(await heard(a), ['You wait for a place in “Web”.', yours])
  assert.deepEqual(await heard(f), ['You wait for a place in “Web”.', 'You were enrolled in “Web”.'])
  assert.deepEqual(await heard(c), [yours])
})

test('without a limit nobody waits any more, and nobody moves into a closed house', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const learners = await signInLearners(app, 4)
  const { id } = await publishCourse(mentor, { title: 'Web', capacity: 1 })
  const url = `/api/courses/${id}`
  for (const learner of learners) await learner.post(`${url}/enrolments`)
  const standings = async () => (await Promise.all(learners.map((learner) => statusOf(learner, id)))).join(' ')

  await mentor.post(`${url}/archive`)
  await mentor.patch(url, { capacity: 2 })
  assert.equal(await standings(), 'active place place place')
  await mentor.post(`${url}/publish`)
  assert.equal(await standings(), 'active active place place')
  const admin = await app.as('admin')
  assert.equal((await admin.delete(`/api/users/${learners[2]?.userId}`)).status, 204)
  assert.equal((await admin.delete(`/api/users/${learners[1]?.userId}`)).status, 204)
  const { body } = await admin.patch(url, { capacity: null })
  assert.equal(body.capacity, null)
  assert.equal(await statusOf(learners[3] as Client, id), 'active')
  const pending = await mentor.get(`${url}/enrolments?status=pending&total=true`)
  assert.equal(pending.body.total, 0, 'who was deleted waits no more')
})

test('who is approved and finds no place waits for one', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const [a, b] = (await signInLearners(app, 2)) as [Client, Client]
  const { id } = await publishCourse(mentor, { title: 'Web', capacity: 1, enrolmentMode: 'approval' })
  const url = `/api/courses/${id}/enrolments`
  for (const learner of [a, b]) assert.equal((await learner.post(url)).body.enrolment.pendingFor, 'approval')

  const answers = []
  for (const { userId } of [b, a]) answers.push((await mentor.post(`${url}/${userId}/approve`)).body)
  assert.deepEqual(
    answers.map(({ status, pendingFor }) => [status, pendingFor]),
    [
      ['active', null],
      ['pending', 'place']
    ]
  )
  assert.deepEqual(codeOf(await mentor.post(`${url}/${a.userId}/approve`)), [409, 'ILLEGAL_TRANSITION'])
  await mentor.delete(`${url}/${b.userId}`)
  assert.deepEqual(await heard(b), ['You may take “Web” now.', 'You were taken out of “Web”.'])
  assert.deepEqual(await heard(a), ['You may take “Web” as soon as there is a place.', yours])
})

test('of fifty at once for ten places ten get in, and forty wait in one order', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const learners = await signInLearners(app, 50)
  const { id } = await publishCourse(mentor, { title: 'Web', capacity: 10 })
  const url = `/api/courses/${id}/enrolments`

  const answers = await Promise.all(learners.map((learner) => learner.post(url)))
  assert.ok(answers.every(({ status }) => status === 201))
  const positions = answers.map(({ body }) => body.queuePosition as number | null)
  assert.equal(positions.filter((position) => position === null).length, 10)
  const waiting = positions.filter((position) => position !== null).sort((one, other) => one - other)
  assert.deepEqual(
    waiting,
    Array.from({ length: 40 }, (_, i) => i + 1)
  )

  const active = learners.filter((_, i) => positions[i] === null)
  await Promise.all(active.map((learner) => learner.delete(`${url}/${learner.userId}`)))
  for (const [i, learner] of learners.entries()) {
    const position = positions[i] ?? 0
    const expected = position === 0 ? 'cancelled' : position <= 10 ? 'active' : 'place'
    assert.equal(await statusOf(learner, id), expected, `who was ${position}`)
    if (expected === 'active') assert.deepEqual(await heard(learner), [yours], 'once')
  }
  assert.equal((await mentor.get(`${url}?status=active&total=true`)).body.total, 10)
})

test('places are a matter of one course', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const [a, b] = (await signInLearners(app, 2)) as [Client, Client]
  const stranger = await app.signInAs({
    username: 'asing',
    role: 'owner',
    organizationId: await createOrganization(app, 'Elsewhere')
  })
  const [one, other] = [await publishCourse(mentor, { capacity: 1 }), await publishCourse(mentor, { capacity: 1 })]
  for (const { id } of [one, other]) for (const c of [a, b]) await c.post(`/api/courses/${id}/enrolments`)
  assert.deepEqual(codeOf(await stranger.delete(`/api/courses/${one.id}/enrolments/${a.userId}`)), [403, 'FORBIDDEN'])
  await mentor.delete(`/api/courses/${one.id}/enrolments/${a.userId}`)
  assert.deepEqual([await statusOf(b, one.id), await statusOf(b, other.id)], ['active', 'place'])
})
