import assert from 'node:assert/strict'
import { test } from 'node:test'
import { and, eq } from 'drizzle-orm'
import { findCycle } from '../../../src/modules/enrolments/prerequisites.cycle.js'
import { createPrerequisitesService } from '../../../src/modules/enrolments/prerequisites.service.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { createCourse, createOrganization, publishCourse, toldTo } from '../courses/courses.js'

const codeOf = ({ status, body }: { status: number; body: { code?: string } | undefined }) => [status, body?.code]
const urlOf = (id: string) => `/api/courses/${id}/prerequisites`

async function require(client: Client, courseId: string, courseIds: string[]) {
  return client.put(urlOf(courseId), { courseIds })
}

/** As it is when they have done all of it. */
async function completeCourse({ database }: TestApp, courseId: string, userId: string): Promise<void> {
  const { enrolments } = database.tables
  await database.transaction(async (tx) => {
    await tx
      .update(enrolments)
      .set({ status: 'completed', completedAt: new Date() })
      .where(and(eq(enrolments.courseId, courseId), eq(enrolments.userId, userId)))
  })
}

/** The function that enrolment calls, over the database of the app. */
function serviceOf({ database, clock, courses }: TestApp) {
  return createPrerequisitesService({ database, clock, courses, events: { emit: async () => '' } })
}

test('what a course requires is replaced as a whole and says what the caller has completed', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const web = await publishCourse(mentor, { title: 'Web' })
  const basics = await publishCourse(mentor, { title: 'Dasar' })
  const hidden = await createCourse(mentor, { title: 'Antara' })
  const titles = async (client: Client, ref = web.id) =>
    (await client.get(urlOf(ref))).body.data.map(({ title }: { title: string }) => title)

  const saved = await require(mentor, web.id, [basics.id, hidden.id, basics.id])
  assert.equal(saved.status, 200, saved.text)
  assert.deepEqual(saved.body.data, [
    { id: hidden.id, slug: 'antara', title: 'Antara', isCompleted: false },
    { id: basics.id, slug: 'dasar', title: 'Dasar', isCompleted: false }
  ])
  assert.deepEqual(await titles(learner, 'web'), ['Antara', 'Dasar'], 'by name, although the learner sees one alone')
  assert.deepEqual(await titles(app.anonymous()), ['Antara', 'Dasar'])
  await learner.post(`/api/courses/${basics.id}/enrolments`)
  await completeCourse(app, basics.id, learner.userId)
  const { body } = await learner.get(urlOf(web.id))
  assert.deepEqual(
    body.data.map((row: { isCompleted: boolean }) => row.isCompleted),
    [false, true]
  )
  assert.equal((await require(mentor, web.id, [])).status, 200)
  assert.deepEqual(await titles(learner), [])
})

test('only who sees a course can make another one require it', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const other = await app.signInAs({ username: 'mentor.lain', role: 'mentor' })
  const organizationId = await createOrganization(app, 'Elsewhere')
  const owner = await app.signInAs({ username: 'pemilik', role: 'owner', organizationId })
  const internal = await publishCourse(owner, { title: 'Di sana', organizationId, visibility: 'internal' })
  const draft = await createCourse(other, { title: 'Nanti' })
  const web = await publishCourse(mentor, { title: 'Web' })

  for (const id of [internal.id, draft.id, 'crs_0']) {
    const { status, body } = await require(mentor, web.id, [id])
    assert.deepEqual([status, body.code, Object.keys(body.details)], [422, 'UNKNOWN_COURSES', ['courseIds']])
  }
  assert.deepEqual(codeOf(await require(other, web.id, [])), [403, 'FORBIDDEN'])
  assert.deepEqual(codeOf(await require(mentor, draft.id, [])), [404, 'NOT_FOUND'])
  assert.equal((await require(mentor, web.id, ['web'])).status, 400)
  const tooMany = Array.from({ length: 21 }, (_, n) => `crs_${n}`)
  assert.equal((await require(mentor, web.id, tooMany)).status, 400)
  assert.deepEqual((await mentor.get(urlOf(web.id))).body.data, [])

  const admin = await app.as('admin')
  assert.equal((await require(admin, web.id, [draft.id])).status, 200)
  assert.equal((await require(mentor, web.id, [draft.id])).status, 200, 'what is there may stay')
})

test('no course leads back to itself, however far the way', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const [a, b, c, d] = [
    await publishCourse(mentor, { title: 'A' }),
    await publishCourse(mentor, { title: 'B' }),
    await publishCourse(mentor, { title: 'C' }),
    await publishCourse(mentor, { title: 'D' })
  ]
  const chainOf = ({ status, body }: { status: number; body: { code: string; details: { courseIds: string[] } } }) => [
    status,
    body.code,
    body.details?.courseIds
  ]
  const refused = (chain: string) => [422, 'PREREQUISITE_CYCLE', [`must not lead back to the course: ${chain}`]]

  assert.deepEqual(chainOf(await require(mentor, a.id, [a.id])), refused('“A” → “A”'))
  assert.equal((await require(mentor, a.id, [b.id, d.id])).status, 200)
  assert.equal((await require(mentor, b.id, [c.id])).status, 200)
  assert.equal((await require(mentor, c.id, [d.id])).status, 200, 'two ways to one course are no cycle')
  assert.deepEqual(chainOf(await require(mentor, b.id, [a.id])), refused('“B” → “A” → “B”'))
  assert.deepEqual(chainOf(await require(mentor, d.id, [b.id])), refused('“D” → “B” → “C” → “D”'))
  assert.deepEqual((await mentor.get(urlOf(d.id))).body.data, [])
  assert.equal((await require(mentor, a.id, [])).status, 200)
  assert.equal((await require(mentor, b.id, [a.id])).status, 200, 'the way is free now')
})

test('of two managers who close a circle at the same moment one is refused', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, other] = [await app.as('mentor'), await app.as('org_admin')]
  for (let round = 0; round < 5; round++) {
    const courses = []
    for (const title of ['A', 'B', 'C']) courses.push(await publishCourse(mentor, { title }))
    const [a = '', b = '', c = ''] = courses.map(({ id }) => id)
    const answers = await Promise.all([require(mentor, a, [b]), require(other, b, [c]), require(mentor, c, [a])])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 422])
  }
})

test('the shortest way of a cycle is found', () => {
  const known = [
    ['b', 'c'],
    ['c', 'd'],
    ['d', 'a'],
    ['c', 'a'],
    ['c', 'b']
  ] as const
  assert.deepEqual(findCycle('a', ['x', 'b'], known), ['a', 'b', 'c', 'a'])
  assert.deepEqual(findCycle('a', ['a'], []), ['a', 'a'])
  assert.equal(findCycle('e', ['x', 'b'], known), undefined)
  assert.equal(findCycle('a', [], known), undefined)
})

test('who lacks a course is told which, and an exception lets them in', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, facilitator, learner] = [await app.as('mentor'), await app.as('facilitator'), await app.as('learner')]
  const joko = await app.signInAs({ username: 'joko' })
  const web = await publishCourse(mentor, { title: 'Web' })
  const [one, two] = [await publishCourse(mentor, { title: 'Satu' }), await publishCourse(mentor, { title: 'Dua' })]
  await require(mentor, web.id, [one.id, two.id])
  for (const { id } of [one, two]) await learner.post(`/api/courses/${id}/enrolments`)
  await completeCourse(app, one.id, learner.userId)
  const service = serviceOf(app)
  const check = (userIds: string[], field?: string) =>
    app.database
      .transaction((tx) => service.requirePrerequisites(tx, { courseId: web.id, userIds, ...(field && { field }) }))
      .then(
        () => undefined,
        ({ statusCode, code, details }) => [statusCode, code, details]
      )
  const missing = (details: object) => [422, 'PREREQUISITES_MISSING', details]

  assert.deepEqual(await check([learner.userId], 'courseId'), missing({ courseId: ['requires “Dua”'] }))
  assert.deepEqual(
    await check([learner.userId, joko.userId]),
    missing({ userIds: ['a.learner must first complete “Dua”', 'joko must first complete “Dua”, “Satu”'] })
  )
  const titles = await app.database.transaction((tx) =>
    service.missingPrerequisites(tx, { courseId: web.id, userIds: [learner.userId, joko.userId] })
  )
  assert.deepEqual(titles.get(joko.userId), ['Dua', 'Satu'])
  assert.equal(await check([]), undefined)

  const exception = `${urlOf(web.id)}/exceptions/${joko.userId}`
  const made = await facilitator.put(exception, { reason: ' Sudah bisa. ' })
  assert.deepEqual([made.status, made.body.reason, made.body.createdBy], [200, 'Sudah bisa.', facilitator.userId])
  assert.equal((await mentor.put(exception, { reason: 'Sudah bekerja.' })).body.createdBy, mentor.userId)
  assert.deepEqual(await toldTo(joko), [
    {
      type: 'prerequisite_exception_granted',
      title: 'A course is open to you',
      message: 'You may take “Web” without the courses that it requires.',
      link: `/app/courses/${web.id}`
    }
  ])
  assert.equal(await check([joko.userId], 'courseId'), undefined)
  await completeCourse(app, two.id, learner.userId)
  assert.equal(await check([joko.userId, learner.userId]), undefined)
  assert.equal((await mentor.delete(exception)).status, 204)
  assert.deepEqual(codeOf(await mentor.delete(exception)), [404, 'NOT_FOUND'])
  assert.ok(await check([joko.userId]))
})

test('nobody is enrolled without what the course requires, by themselves or by others', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const [web, basics] = [await publishCourse(mentor, { title: 'Web' }), await publishCourse(mentor, { title: 'Dasar' })]
  await require(mentor, web.id, [basics.id])
  const url = `/api/courses/${web.id}/enrolments`
  const userIds = [learner.userId]
  for (let n = 10; n < 31; n++) userIds.push((await app.createUser({ username: `siswa_${n}` })).id)

  const own = await learner.post(url)
  assert.deepEqual(
    [own.body.message, own.body.details],
    ['You must first complete “Dasar”', { courseId: ['requires “Dasar”'] }]
  )
  assert.deepEqual(codeOf(own), [422, 'PREREQUISITES_MISSING'])
  const others = await mentor.post(url, { userIds })
  const { userIds: messages } = others.body.details
  assert.deepEqual(
    [others.status, messages.length, messages[0], messages.at(-1)],
    [422, 21, 'a.learner must first complete “Dasar”', 'and so must 2 more']
  )
  assert.deepEqual((await mentor.get(url)).body.data, [])
  await mentor.put(`${urlOf(web.id)}/exceptions/${learner.userId}`, { reason: 'Sudah bisa.' })
  assert.equal((await learner.post(url)).status, 201)
})

test('exceptions are for users that there are, and listed for who may enrol others', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner, admin] = [await app.as('mentor'), await app.as('learner'), await app.as('admin')]
  const web = await publishCourse(mentor)
  const gone = await app.createUser({ username: 'mantan' })
  await admin.delete(`/api/users/${gone.id}`)
  const url = `${urlOf(web.id)}/exceptions`
  const reason = 'Sudah bisa.'

  for (const id of [gone.id, 'usr_0']) {
    assert.deepEqual(codeOf(await mentor.put(`${url}/${id}`, { reason })), [404, 'NOT_FOUND'])
  }
  for (const body of [{}, { reason: ' ' }, { reason: 'a\u0007' }, { reason: 'x'.repeat(1_001) }]) {
    assert.equal((await mentor.put(`${url}/${learner.userId}`, body)).status, 400)
  }
  const users = []
  for (let n = 0; n < 3; n++) users.push(await app.createUser({ username: `siswa_${n}` }))
  for (const { id } of users) assert.equal((await mentor.put(`${url}/${id}`, { reason })).status, 200)
  const first = await mentor.get(`${url}?limit=2&total=true`)
  assert.deepEqual([first.body.data.length, first.body.total], [2, 3])
  const next = await mentor.get(`${url}?limit=2&cursor=${first.body.nextCursor}`)
  assert.deepEqual([next.body.data[0].user.username, next.body.nextCursor], ['siswa_2', null])
  assert.deepEqual(codeOf(await learner.get(url)), [403, 'FORBIDDEN'])
})
