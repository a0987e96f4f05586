import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { buildTestApp, type TestApp } from '../../support/app.js'
import { createCourse, createOrganization } from './courses.js'

const statuses = ['draft', 'published', 'archived'] as const
const visibilities = ['public', 'internal', 'invite_only'] as const
const titles = statuses.flatMap((status) => visibilities.map((visibility) => `${status} ${visibility}`))

const none: string[] = []
const openToAll = ['published public']
const openToMembers = ['published public', 'published internal']
const openToWaiting = titles.filter((title) => title.startsWith('published'))
const openToEnrolled = titles.filter((title) => !title.startsWith('draft'))

async function createCallers(app: TestApp) {
  const organizationId = await createOrganization(app, 'Elsewhere')
  const elsewhere = (username: string, role: 'learner' | 'org_admin' | 'mentor') =>
    app.signInAs({ username, role, organizationId })
  return {
    anonymous: { client: app.anonymous(), sees: openToAll, changes: none },
    'a learner': { client: await app.as('learner'), sees: openToMembers, changes: none },
    'a learner elsewhere': { client: await elsewhere('asing', 'learner'), sees: openToAll, changes: none },
    'an enrolled learner': { client: await elsewhere('peserta', 'learner'), sees: openToEnrolled, changes: none },
    'a learner who left': { client: await elsewhere('mantan', 'learner'), sees: openToAll, changes: none },
    'a learner who completed': { client: await elsewhere('lulusan', 'learner'), sees: openToEnrolled, changes: none },
    'a learner who waits': { client: await elsewhere('antre', 'learner'), sees: openToWaiting, changes: none },
    'a learner whose time is over': { client: await elsewhere('usai', 'learner'), sees: openToAll, changes: none },
    'a learner who has expired': { client: await elsewhere('lewat', 'learner'), sees: openToAll, changes: none },
    'its mentor': { client: await app.as('mentor'), sees: titles, changes: titles },
    'another mentor': {
      client: await app.signInAs({ username: 'mentor.lain', role: 'mentor' }),
      sees: openToMembers,
      changes: none
    },
    'a mentor elsewhere': { client: await elsewhere('mentor.asing', 'mentor'), sees: openToAll, changes: none },
    'a facilitator': { client: await app.as('facilitator'), sees: openToMembers, changes: none },
    'the organisation’s administrator': { client: await app.as('org_admin'), sees: titles, changes: titles },
    'an administrator elsewhere': {
      client: await elsewhere('admin.asing', 'org_admin'),
      sees: openToAll,
      changes: none
    },
    'the administrator': { client: await app.as('admin'), sees: titles, changes: titles }
  }
}

test('who sees a course and who changes it follows from its state, its visibility and the caller', async (t) => {
  const app = await buildTestApp(t)
  const callers = await createCallers(app)
  const mentor = callers['its mentor'].client
  const left = callers['a learner who left'].client.userId
  const others = {
    'a learner who completed': { status: 'completed' },
    'a learner who waits': { status: 'pending', pendingFor: 'place', queuedAt: app.clock.now() },
    'a learner whose time is over': { status: 'active', expiresAt: app.clock.now() },
    'a learner who has expired': { status: 'expired' }
  } as const
  const userIds = Object.entries(callers).flatMap(([name, { client }]) => (name in others ? [client.userId] : []))
  userIds.push(callers['an enrolled learner'].client.userId, left)
  const courses = new Map<string, string>()
  for (const status of statuses) {
    for (const visibility of visibilities) {
      const { id } = await createCourse(mentor, { title: `${status} ${visibility}`, visibility })
      assert.equal((await mentor.post(`/api/courses/${id}/enrolments`, { userIds })).status, 201)
      assert.equal((await mentor.delete(`/api/courses/${id}/enrolments/${left}`)).status, 204)
      if (status === 'published') await mentor.post(`/api/courses/${id}/publish`)
      if (status === 'archived') await mentor.post(`/api/courses/${id}/archive`)
      courses.set(`${status} ${visibility}`, id)
    }
  }

  const { enrolments } = app.database.tables
  await app.database.transaction(async (tx) => {
    for (const [name, standing] of Object.entries(others)) {
      const { userId } = callers[name as keyof typeof others].client
      await tx.update(enrolments).set(standing).where(eq(enrolments.userId, userId))
    }
  })

  for (const [name, { client, sees, changes }] of Object.entries(callers)) {
    for (const query of ['total=true', 'total=true&sort=title', 'total=true&q=public%20published&sort=-updatedAt']) {
      const expected = query.includes('q=') ? sees.filter((title) => title === 'published public') : sees
      const { body } = await client.get(`/api/courses?${query}`)
      const found = body.data.map((course: { title: string }) => course.title)
      assert.deepEqual(found.sort(), [...expected].sort(), `${name}: list ${query}`)
      assert.equal(body.total, expected.length, `${name}: total ${query}`)
    }
    for (const [title, id] of courses) {
      const { status } = await client.get(`/api/courses/${id}`)
      assert.equal(status, sees.includes(title) ? 200 : 404, `${name}: GET ${title}`)
      const head = await client.get(`/api/courses/${id}`, { 'if-none-match': '*' })
      assert.equal(head.status, sees.includes(title) ? 304 : 404, `${name}: conditional GET ${title}`)
      const change = await client.patch(`/api/courses/${id}`, {})
      const refusal = name === 'anonymous' ? 401 : sees.includes(title) ? 403 : 404
      assert.equal(change.status, changes.includes(title) ? 200 : refusal, `${name}: PATCH ${title}`)
    }
  }
})

test('drafts of a mentor who may no longer mentor are theirs no more', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const { id } = await createCourse(mentor)
  assert.equal((await mentor.get(`/api/courses/${id}`)).status, 200)

  const admin = await app.as('admin')
  const roles = { assignments: [{ role: 'learner', organizationId: app.organizationId }] }
  const { status, text } = await admin.put(`/api/users/${mentor.userId}/roles`, roles)
  assert.equal(status, 200, text)

  assert.equal((await mentor.get(`/api/courses/${id}`)).status, 404)
  assert.deepEqual((await mentor.get('/api/courses')).body.data, [])
})
