import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { createEnrolmentsService } from '../../../src/modules/enrolments/enrolments.service.js'
import { createTelling } from '../../../src/modules/enrolments/enrolments.telling.js'
import { createEntry } from '../../../src/modules/enrolments/entry.service.js'
import { createWaitingList } from '../../../src/modules/enrolments/waiting-list.service.js'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { createCourse, createOrganization, publishCourse, toldTo } from '../courses/courses.js'

const codeOf = ({ status, body }: { status: number; body: { code?: string } | undefined }) => [status, body?.code]

test('a learner enrols once, leaves, and comes back', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const { id, slug } = await publishCourse(mentor, { title: 'Web' })
  const own = `/api/courses/${id}/enrolments/${learner.userId}`

  const made = await learner.post(`/api/courses/${slug}/enrolments`)
  assert.equal(made.status, 201, made.text)
  const { enrolment } = made.body
  assert.match(enrolment.id, /^enr_/)
  assert.deepEqual(
    [enrolment.courseId, enrolment.userId, enrolment.status, enrolment.createdBy],
    [id, learner.userId, 'active', learner.userId]
  )
  assert.deepEqual(codeOf(await learner.post(`/api/courses/${id}/enrolments`, {})), [409, 'ALREADY_ENROLLED'])
  assert.deepEqual(await toldTo(mentor), [
    {
      type: 'enrolment_new',
      title: 'New enrolment',
      message: 'a.learner enrolled in “Web”.',
      link: `/app/courses/${id}`
    }
  ])
  assert.deepEqual(await toldTo(learner), [])

  assert.equal((await learner.delete(own)).status, 204)
  assert.deepEqual(codeOf(await learner.delete(own)), [404, 'NOT_FOUND'])
  app.clock.advance(1_000)
  const again = await learner.post(`/api/courses/${id}/enrolments`, {})
  assert.deepEqual([again.status, again.body.enrolment.id], [201, enrolment.id])
  assert.notEqual(again.body.enrolment.updatedAt, enrolment.updatedAt)
  assert.equal(again.body.enrolment.createdAt, enrolment.createdAt)
})

test('one enrols oneself in what is open and seen', async (t) => {
  const app = await buildTestApp(t)
  const organizationId = await createOrganization(app, 'Elsewhere')
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const stranger = await app.signInAs({ username: 'asing', organizationId })
  const draft = await createCourse(mentor)
  const internal = await publishCourse(mentor, { visibility: 'internal' })
  const invited = await publishCourse(mentor, { visibility: 'invite_only' })
  const enrol = async (client: Client, id: string) => codeOf(await client.post(`/api/courses/${id}/enrolments`))

  assert.deepEqual(await enrol(app.anonymous(), internal.id), [401, 'UNAUTHENTICATED'])
  assert.deepEqual(await enrol(learner, 'nowhere'), [404, 'NOT_FOUND'])
  assert.deepEqual(await enrol(learner, draft.id), [404, 'NOT_FOUND'])
  assert.deepEqual(await enrol(mentor, draft.id), [409, 'COURSE_NOT_OPEN'])
  assert.deepEqual(await enrol(stranger, internal.id), [404, 'NOT_FOUND'])
  assert.deepEqual(await enrol(learner, internal.id), [201, undefined])
  assert.deepEqual(await enrol(learner, invited.id), [404, 'NOT_FOUND'])
  assert.deepEqual(await enrol(mentor, invited.id), [201, undefined])
  await mentor.post(`/api/courses/${internal.id}/archive`)
  assert.deepEqual(await enrol(learner, internal.id), [409, 'ALREADY_ENROLLED'])
  assert.deepEqual(await enrol(mentor, internal.id), [409, 'COURSE_NOT_OPEN'])
})

test('others are enrolled together by who may, and they hear of it', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner, facilitator] = [await app.as('mentor'), await app.as('learner'), await app.as('facilitator')]
  const joko = await app.signInAs({ username: 'joko' })
  const { id } = await createCourse(mentor, { title: 'Web', visibility: 'invite_only' })
  const url = `/api/courses/${id}/enrolments`
  const link = `/app/courses/${id}`

  assert.deepEqual(codeOf(await learner.post(url, { userIds: [joko.userId] })), [404, 'NOT_FOUND'])
  const first = await facilitator.post(url, { userIds: [joko.userId, joko.userId] })
  assert.equal(first.status, 201, first.text)
  assert.deepEqual([first.body.data.length, first.body.alreadyEnrolled], [1, []])
  assert.equal(first.body.data[0].createdBy, facilitator.userId)
  const second = await mentor.post(url, { userIds: [learner.userId, joko.userId, mentor.userId] })
  assert.deepEqual(
    second.body.data.map((row: { userId: string }) => row.userId),
    [learner.userId, mentor.userId]
  )
  assert.deepEqual(second.body.alreadyEnrolled, [joko.userId])

  const enrolled = {
    type: 'enrolment_created',
    title: 'You are enrolled',
    message: 'You were enrolled in “Web”.',
    link
  }
  assert.deepEqual([await toldTo(joko), await toldTo(learner)], [[enrolled], [enrolled]])
  const told = { type: 'enrolment_new', title: 'New enrolment', message: 'A learner was enrolled in “Web”.', link }
  assert.deepEqual(await toldTo(mentor), [told], 'not of what the mentor did')
  await mentor.post(`/api/courses/${id}/publish`)
  assert.deepEqual(codeOf(await joko.post(url, { userIds: [learner.userId] })), [403, 'FORBIDDEN'])
  await mentor.post(`/api/courses/${id}/archive`)
  assert.deepEqual(codeOf(await mentor.post(url, { userIds: [facilitator.userId] })), [409, 'COURSE_NOT_OPEN'])
})

test('with one user who does not exist nobody is enrolled', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner, admin] = [await app.as('mentor'), await app.as('learner'), await app.as('admin')]
  const gone = await app.createUser({ username: 'mantan' })
  assert.equal((await admin.delete(`/api/users/${gone.id}`)).status, 204)
  const { id } = await publishCourse(mentor)
  const url = `/api/courses/${id}/enrolments`

  for (const unknown of ['usr_0', gone.id]) {
    const { status, body } = await mentor.post(url, { userIds: [learner.userId, unknown] })
    assert.deepEqual([status, body.code, Object.keys(body.details)], [422, 'UNKNOWN_USERS', ['userIds']])
  }
  for (const userIds of [[], 'all', ['x'], Array.from({ length: 501 }, () => learner.userId)]) {
    assert.equal((await mentor.post(url, { userIds })).status, 400)
  }
  for (const body of [[], { users: [] }, 1]) assert.equal((await learner.post(url, body)).status, 400)
  assert.deepEqual((await mentor.get(`${url}?total=true`)).body, { data: [], nextCursor: null, total: 0 })
  assert.deepEqual(await toldTo(learner), [])
})

test('of forty enrolments at once one is made', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const { id } = await publishCourse(mentor)
  const url = `/api/courses/${id}/enrolments`
  const statusesOf = async (calls: Promise<{ status: number }>[]) =>
    (await Promise.all(calls)).map(({ status }) => status).sort()
  const forty = <T>(make: () => T) => Array.from({ length: 40 }, make)

  const expected = [201, ...Array.from({ length: 39 }, () => 409)]
  assert.deepEqual(await statusesOf(forty(() => learner.post(url))), expected)
  const left = [204, ...Array.from({ length: 39 }, () => 404)]
  assert.deepEqual(await statusesOf(forty(() => learner.delete(`${url}/${learner.userId}`))), left)
  assert.deepEqual(await statusesOf(forty(() => learner.post(url))), expected)
  const { body } = await mentor.get(`${url}?total=true`)
  assert.equal(body.total, 1)
  assert.equal((await toldTo(mentor)).length, 2)
})

test('nobody enters a course while it is closed for having no learners', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  for (let round = 0; round < 10; round++) {
    const { id } = await publishCourse(mentor)
    const [enrolled, removed] = await Promise.all([
      learner.post(`/api/courses/${id}/enrolments`),
      mentor.delete(`/api/courses/${id}`)
    ])
    assert.ok(
      (enrolled.status === 201 && removed.status === 409) || (enrolled.status >= 404 && removed.status === 204),
      `${enrolled.status} ${removed.status}`
    )
  }
})

test('an enrolment whose mentor cannot be told is not made', async (t) => {
  const app = await buildTestApp(t)
  const { database, clock, courses } = app
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const { id } = await publishCourse(mentor)
  const telling = createTelling({
    emit: async () => {
      throw new Error('no')
    }
  })
  const waitingList = createWaitingList({ database, clock, telling })
  const base = { database, clock, courses, waitingList, telling }
  const prerequisites = { requirePrerequisites: async () => {} }
  const service = createEnrolmentsService({ ...base, prerequisites, entry: createEntry(base) })
  const actor = { userId: learner.userId, username: 'a.learner', grants: [] }

  await assert.rejects(service.enrolSelf(actor, id), /no/)
  assert.deepEqual((await learner.get('/api/me/enrolments')).body.data, [])
})

test('the learners of a course are listed for who may know them', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, facilitator, learner] = [await app.as('mentor'), await app.as('facilitator'), await app.as('learner')]
  const { id } = await publishCourse(mentor)
  const url = `/api/courses/${id}/enrolments`
  const users = []
  for (let n = 0; n < 5; n++) users.push(await app.createUser({ username: `siswa_${n}` }))
  for (const user of users) await mentor.post(url, { userIds: [user.id] })
  await mentor.delete(`${url}/${users[1]?.id}`)
  const listed = async (client: Client, query: string) => {
    const { status, body, text } = await client.get(`${url}?total=true&${query}`)
    assert.equal(status, 200, text)
    return [body.data.map(({ user }: { user: { username: string } }) => user.username.at(-1)).join(''), body.total]
  }

  assert.deepEqual(await listed(mentor, ''), ['43210', 5])
  assert.deepEqual(await listed(facilitator, 'status=active'), ['4320', 4])
  assert.deepEqual(await listed(mentor, 'status=cancelled'), ['1', 1])
  assert.deepEqual(await listed(mentor, 'q=SISWA_3'), ['3', 1])
  assert.deepEqual(await listed(mentor, 'q=siswa%25'), ['', 0])
  const first = await mentor.get(`${url}?limit=3`)
  assert.deepEqual(await listed(mentor, `limit=3&cursor=${first.body.nextCursor}`), ['10', 5])
  assert.deepEqual(first.body.data[0].user, { id: users[4]?.id, username: 'siswa_4', fullName: null })
  assert.equal((await mentor.get(`${url}?cursor=x`)).status, 400)
  assert.equal((await learner.get(url)).status, 403)
  assert.equal((await app.anonymous().get(url)).status, 401)
})

test('one’s own courses are listed with what is shown of them, and drafts are not', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const web = await publishCourse(mentor, { title: 'Web', thumbnailUrl: '/web.png', visibility: 'invite_only' })
  const data = await publishCourse(mentor, { title: 'Data' })
  const draft = await createCourse(mentor, { title: 'Nanti' })
  for (const { id } of [web, data, draft]) {
    await mentor.post(`/api/courses/${id}/enrolments`, { userIds: [learner.userId] })
  }
  const titles = async (query = '') => {
    const { body } = await learner.get(`/api/me/enrolments?total=true&${query}`)
    return [body.data.map(({ course }: { course: { title: string } }) => course.title).join(' '), body.total]
  }

  assert.deepEqual(await titles(), ['Data Web', 2])
  const { body } = await learner.get('/api/me/enrolments?limit=1')
  assert.deepEqual(await titles(`limit=1&cursor=${body.nextCursor}`), ['Web', 2])
  const { course } = (await learner.get('/api/me/enrolments')).body.data[1]
  assert.deepEqual(course, {
    id: web.id,
    slug: 'web',
    title: 'Web',
    status: 'published',
    thumbnailUrl: '/web.png'
  })
  for (const { id } of [web, data]) await learner.delete(`/api/courses/${id}/enrolments/${learner.userId}`)
  assert.deepEqual(await titles('status=active'), ['', 0])
  assert.deepEqual(await titles(), ['Data', 1], 'a course that one left shows as far as one sees it')
  assert.equal((await learner.delete(`/api/courses/${draft.id}/enrolments/${learner.userId}`)).status, 204)
})

test('who may not manage enrolments ends none but their own', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner, facilitator] = [await app.as('mentor'), await app.as('learner'), await app.as('facilitator')]
  const joko = await app.signInAs({ username: 'joko' })
  const { id } = await publishCourse(mentor)
  const of = ({ userId }: Client) => `/api/courses/${id}/enrolments/${userId}`
  await mentor.post(`/api/courses/${id}/enrolments`, { userIds: [learner.userId, joko.userId] })

  assert.equal((await joko.delete(of(learner))).status, 403)
  assert.equal((await facilitator.delete(of(learner))).status, 204)
  assert.equal((await mentor.delete(of(joko))).status, 204)
  assert.equal((await mentor.delete(of(facilitator))).status, 404)
  assert.equal((await mentor.delete(`/api/courses/nowhere/enrolments/${joko.userId}`)).status, 404)
  const { enrolments } = app.database.tables
  const rows = await app.database.read.select().from(enrolments).where(eq(enrolments.courseId, id))
  assert.deepEqual(
    rows.map(({ status }) => status),
    ['cancelled', 'cancelled']
  )
})

test('of a course that one does not see, one’s own enrolment does not say that it is there', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const draft = await createCourse(mentor, { title: 'Rahasia' })
  for (const ask of ['get', 'delete'] as const) {
    const answers = []
    for (const ref of [draft.slug, draft.id, 'tiada']) {
      const { status, body } = await learner[ask](`/api/courses/${ref}/enrolments/${learner.userId}`)
      answers.push([status, body.code, body.message])
    }
    assert.deepEqual(answers[0], answers[2])
    assert.deepEqual(answers[1], answers[2])
  }
})
