import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { createReviewersModule, type Reviewers } from '../../../src/modules/reviewers/index.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { codeOf, createCourse, enrol, publishCourse } from '../cohorts/cohorts.js'

/** The module by itself, with the courses of the app. */
function reviewersIn(app: TestApp): Reviewers {
  const { database, clock, audit, courses } = app
  const events = { emit: async () => '' }
  return createReviewersModule({ database, clock, audit, courses, events, onLeft: async () => {} })
}

const viewerOf = async (app: TestApp, { userId }: Client) => {
  const grants = await app.roles.grantsOf(app.database.read, userId)
  return { userId, grants }
}

const toldOf = async (client: Client): Promise<string[]> => {
  const { body } = await client.get('/api/notifications')
  return body.data
    .filter(({ type }: { type: string }) => type === 'reviewer_added')
    .map(({ message, link }: { message: string; link: string }) => `${message} ${link}`)
}

test('a course is reviewed by its mentor and by those whom its managers name', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const facilitator = await app.as('facilitator')
  const [one, two] = [
    await app.signInAs({ username: 'penilai.1', role: 'mentor' }),
    await app.signInAs({ username: 'penilai.2', role: 'mentor' })
  ]
  const learner = await app.as('learner')
  const course = await publishCourse(mentor, { title: 'Web', visibility: 'invite_only' })
  await enrol(mentor, course.id, [learner])
  const url = `/api/courses/${course.id}/reviewers`
  const row = ({ userId }: Client, username: string, isMentor = false) => ({
    user: { id: userId, username, fullName: null },
    isMentor,
    mayReview: true
  })

  assert.deepEqual((await mentor.get(url)).body, { data: [row(mentor, 'a.mentor', true)] })
  const { status, body, text } = await mentor.put(url, { userIds: [two.userId, one.userId, one.userId] })
  assert.equal(status, 200, text)
  assert.deepEqual(body.data, [row(mentor, 'a.mentor', true), row(one, 'penilai.1'), row(two, 'penilai.2')])
  assert.deepEqual(await toldOf(one), [`You are a reviewer of “Web”. /app/courses/${course.id}`])

  // Again: nobody is told twice.
  assert.equal((await mentor.put(url, { userIds: [one.userId, two.userId] })).status, 200)
  assert.equal((await toldOf(one)).length, 1)

  assert.deepEqual((await one.get(`/api/courses/${course.slug}/reviewers`)).body, body)
  assert.deepEqual((await facilitator.get(url)).body, body)
  assert.deepEqual(codeOf(await one.put(url, { userIds: [] })), [403, 'FORBIDDEN'])
  assert.deepEqual(codeOf(await facilitator.put(url, { userIds: [] })), [403, 'FORBIDDEN'])
  assert.deepEqual(codeOf(await learner.get(url)), [403, 'FORBIDDEN'])
  assert.deepEqual(codeOf(await (await app.as('owner')).put(url, { userIds: [] })), [200, undefined])
  assert.deepEqual((await mentor.get(url)).body, { data: [row(mentor, 'a.mentor', true)] })
  assert.deepEqual(codeOf(await one.get(url)), [404, 'NOT_FOUND'], 'they review it no more, and never saw it')
})

test('who may not review is not made a reviewer: every one is named', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const course = await createCourse(mentor, { title: 'Web' })
  const able = await app.signInAs({ username: 'penilai', role: 'mentor' })
  const learner = await app.as('learner')
  const facilitator = await app.as('facilitator')
  const url = `/api/courses/${course.id}/reviewers`
  const nobody = 'usr_01jd3w8q2k0000abcdefghjkmn'

  const answer = await mentor.put(url, { userIds: [learner.userId, able.userId, facilitator.userId, nobody] })
  assert.deepEqual(codeOf(answer), [422, 'NOT_A_REVIEWER'])
  assert.deepEqual(Object.keys(answer.body.details), ['userIds.0', 'userIds.2', 'userIds.3'])
  assert.equal((await mentor.get(url)).body.data.length, 1, 'nothing has changed')

  const { body: away } = await (await app.as('admin')).post('/api/organizations', { name: 'Away' })
  const stranger = await app.createUser({ username: 'orang.jauh', role: 'mentor', organizationId: away.id })
  assert.deepEqual(codeOf(await mentor.put(url, { userIds: [stranger.id] })), [422, 'NOT_A_REVIEWER'])
  const tooMany = Array.from({ length: 101 }, (_, i) => `usr_${i}`)
  assert.deepEqual(codeOf(await mentor.put(url, { userIds: tooMany })), [400, 'VALIDATION_FAILED'])
  assert.deepEqual(codeOf(await mentor.put(url, { userIds: ['siswa'] })), [400, 'VALIDATION_FAILED'])
})

test('who has lost the role reviews no more, and is still on the list', async (t) => {
  const app = await buildTestApp(t)
  const reviewers = reviewersIn(app)
  const mentor = await app.as('mentor')
  const admin = await app.as('admin')
  const course = await publishCourse(mentor, { title: 'Web' })
  const reviewer = await app.signInAs({ username: 'penilai', role: 'mentor' })
  const url = `/api/courses/${course.id}/reviewers`
  assert.equal((await mentor.put(url, { userIds: [reviewer.userId] })).status, 200)
  const reviewersOf = () => reviewers.reviewersOf(app.database.read, course.id)
  assert.deepEqual(await reviewersOf(), [mentor.userId, reviewer.userId].sort())

  const assignments = [{ role: 'learner', organizationId: app.organizationId }]
  assert.equal((await admin.put(`/api/users/${reviewer.userId}/roles`, { assignments })).status, 200)
  assert.deepEqual(await reviewersOf(), [mentor.userId])
  assert.equal(await reviewers.mayReview(await viewerOf(app, reviewer), course), false)
  const { body } = await mentor.get(url)
  assert.deepEqual(
    body.data.map(({ mayReview }: { mayReview: boolean }) => mayReview),
    [true, false]
  )
  assert.equal((await admin.patch(`/api/users/${mentor.userId}`, { status: 'disabled' })).status, 200)
  assert.deepEqual(await reviewersOf(), [], 'who cannot sign in takes no turn')
})

test('what somebody reviews: what they manage, mentor or are named for', async (t) => {
  const app = await buildTestApp(t)
  const reviewers = reviewersIn(app)
  const mentor = await app.as('mentor')
  const reviewer = await app.signInAs({ username: 'penilai', role: 'mentor' })
  const own = await createCourse(mentor, { title: 'Web' })
  const other = await createCourse(reviewer, { title: 'Robot' })
  const third = await createCourse(reviewer, { title: 'Kopi' })
  assert.equal((await reviewer.put(`/api/courses/${other.id}/reviewers`, { userIds: [mentor.userId] })).status, 200)

  const { tables, read } = app.database
  for (const [client, ids] of [
    [mentor, [own.id, other.id]],
    [reviewer, [other.id, third.id]],
    [await app.as('facilitator'), []],
    [await app.as('learner'), []],
    [await app.as('org_admin'), [own.id, other.id, third.id]],
    [await app.as('admin'), [own.id, other.id, third.id]]
  ] as const) {
    const viewer = await viewerOf(app, client)
    const { condition, courseIds, values } = reviewers.reviewedBy(viewer)
    const rows = await read.select().from(tables.courses).where(condition).prepare('').execute(values)
    const listed = await read
      .select({ id: sql<string>`reviewed.id` })
      .from(sql`(${courseIds}) as reviewed`)
      .prepare('')
      .execute(values)
    for (const found of [rows, listed]) assert.deepEqual(found.map(({ id }) => id).sort(), ids.toSorted())
    for (const course of [own, other, third]) {
      assert.equal(await reviewers.mayReview(viewer, course), (ids as readonly string[]).includes(course.id))
    }
  }
  await app.database.transaction((tx) => reviewers.leaveAll(tx, mentor.userId))
  assert.equal(await reviewers.mayReview(await viewerOf(app, mentor), other), false)
})
