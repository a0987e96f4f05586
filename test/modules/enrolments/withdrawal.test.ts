import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { dayMs, hourMs } from '../../../src/lib/clock.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { createCohort, join } from '../cohorts/cohorts.js'
import { publishCourse } from '../courses/courses.js'
import { complete, heard, signInLearners, statusOf } from './enrolments.js'

const yours = (title: string) => `A place in “${title}” is yours.`

async function rowsOf({ database }: TestApp, userId: string) {
  const { enrolments } = database.tables
  const rows = await database.read.select().from(enrolments).where(eq(enrolments.userId, userId))
  return new Map(rows.map(({ courseId, status, pendingFor }) => [courseId, [status, pendingFor].join(' ').trim()]))
}

test('a user who is deleted leaves their courses, and whoever waits for their places moves up', async (t) => {
  const app = await buildTestApp(t)
  const [admin, mentor] = [await app.as('admin'), await app.as('mentor')]
  const [gone, second, third, fourth] = (await signInLearners(app, 4)) as [Client, Client, Client, Client]
  const full = await publishCourse(mentor, { title: 'Penuh', capacity: 1 })
  const queued = await publishCourse(mentor, { title: 'Antre', capacity: 1 })
  const free = await publishCourse(mentor, { title: 'Bebas' })
  const asked = await publishCourse(mentor, { title: 'Izin', enrolmentMode: 'approval' })
  const done = await publishCourse(mentor, { title: 'Tamat', capacity: 1 })
  const over = await publishCourse(mentor, { title: 'Lewat', accessDays: 1 })
  const enter = async (client: Client, ...ids: string[]) => {
    for (const id of ids) assert.equal((await client.post(`/api/courses/${id}/enrolments`)).status, 201)
  }
  await enter(third, queued.id)
  await enter(gone, full.id, queued.id, free.id, asked.id, done.id, over.id)
  await enter(second, full.id, queued.id)
  await enter(fourth, full.id)
  await complete(app, done.id, [gone.userId])
  app.clock.advance(dayMs + hourMs)
  const [staff, root] = [await app.signIn('a.mentor'), await app.signIn('a.admin')]

  assert.equal((await root.delete(`/api/users/${gone.userId}`)).status, 204)
  assert.deepEqual(
    await rowsOf(app, gone.userId),
    new Map([
      [full.id, 'cancelled'],
      [queued.id, 'cancelled'],
      [free.id, 'cancelled'],
      [asked.id, 'cancelled'],
      [done.id, 'completed'],
      [over.id, 'expired']
    ])
  )
  assert.deepEqual([await statusOf(second, full.id), await statusOf(fourth, full.id)], ['active', 'place'])
  const { body } = await second.get(`/api/courses/${queued.id}/enrolments/${second.userId}`)
  assert.equal(body.queuePosition, 1)
  assert.deepEqual(await heard(second), [yours('Penuh')])
  assert.deepEqual([await heard(third), await heard(fourth)], [[], []])
  const { notificationDeliveries: deliveries, notifications } = app.database.tables
  const told = await app.database.read
    .select({ message: notifications.message })
    .from(deliveries)
    .innerJoin(notifications, eq(notifications.id, deliveries.notificationId))
    .where(eq(deliveries.userId, gone.userId))
  // What is over is told by the job, should it have come between; nobody tells who is gone.
  assert.deepEqual(
    told.filter(({ message }) => !message.includes('“Lewat”')),
    []
  )
  const page = await staff.get(`/api/courses/${full.id}/enrolments?status=active&total=true`)
  assert.equal(page.body.total, 1)
  assert.ok(admin)
})

test('a deletion that is refused changes nothing', async (t) => {
  const app = await buildTestApp(t)
  const [admin, mentor] = [await app.as('admin'), await app.as('mentor')]
  const { id } = await publishCourse(mentor, { title: 'Web', capacity: 1 })
  const [waiting] = (await signInLearners(app, 1)) as [Client]
  for (const client of [admin, waiting]) await client.post(`/api/courses/${id}/enrolments`)
  assert.equal((await admin.delete(`/api/users/${admin.userId}`)).status, 409, 'the last administrator')
  assert.deepEqual([await statusOf(admin, id), await statusOf(waiting, id)], ['active', 'place'])
  assert.deepEqual(await heard(waiting), [])
})

test('a user who is deleted leaves their cohorts too, and others find their place', async (t) => {
  const app = await buildTestApp(t)
  const [admin, mentor] = [await app.as('admin'), await app.as('mentor')]
  const [gone, graduate, next] = (await signInLearners(app, 3)) as [Client, Client, Client]
  const { id } = await publishCourse(mentor, { title: 'Web' })
  for (const client of [gone, graduate, next]) await client.post(`/api/courses/${id}/enrolments`)
  const cohort = await createCohort(app, mentor, id, { capacity: 2 })
  for (const client of [gone, graduate]) assert.equal((await join(client, cohort.id)).status, 201)
  await complete(app, id, [graduate.userId])
  assert.equal((await join(next, cohort.id)).status, 409)
  for (const { userId } of [gone, graduate]) assert.equal((await admin.delete(`/api/users/${userId}`)).status, 204)
  assert.equal((await mentor.get(`/api/cohorts/${cohort.id}`)).body.memberCount, 0)
  assert.equal((await join(next, cohort.id)).status, 201)
})

test('two who are deleted together while others come in leave no place empty and none taken twice', async (t) => {
  const app = await buildTestApp(t)
  const [admin, mentor] = [await app.as('admin'), await app.as('mentor')]
  const courses = [
    await publishCourse(mentor, { title: 'Satu', capacity: 2 }),
    await publishCourse(mentor, { title: 'Dua', capacity: 2 })
  ]
  const learners = await signInLearners(app, 8)
  const [a, b, ...others] = learners as [Client, Client, ...Client[]]
  for (const { id } of courses) for (const one of [a, b]) await one.post(`/api/courses/${id}/enrolments`)
  const answers = await Promise.all([
    ...[a, b].map(({ userId }) => admin.delete(`/api/users/${userId}`)),
    ...others.flatMap((other, n) =>
      (n % 2 ? courses : [...courses].reverse()).map(({ id }) => other.post(`/api/courses/${id}/enrolments`))
    )
  ])
  assert.deepEqual([...new Set(answers.map(({ status }) => status))].sort(), [201, 204])
  for (const { id } of courses) {
    const standings = await Promise.all(others.map((other) => statusOf(other, id)))
    assert.equal(standings.filter((standing) => standing === 'active').length, 2, standings.join(' '))
    assert.equal(standings.filter((standing) => standing === 'place').length, 4)
  }
})
