import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'

interface Named {
  role: string
  organizationId: string | null
}

const rolesOf = (userId: string) => `/api/users/${userId}/roles`

async function held(reader: Client, userId: string): Promise<Named[]> {
  const { status, body, text } = await reader.get(rolesOf(userId))
  assert.equal(status, 200, text)
  return body.assignments.map(({ role, organizationId }: { role: { key: string }; organizationId: string | null }) => ({
    role: role.key,
    organizationId
  }))
}

async function makeOrganization(admin: Client, name: string): Promise<string> {
  const { status, body } = await admin.post('/api/organizations', { name })
  assert.equal(status, 201)
  return body.id
}

function replace(actor: Client, userId: string, assignments: Named[]) {
  return actor.put(rolesOf(userId), { assignments })
}

/** An administrator beside the one of `as('admin')`. */
function signInAdmin(app: TestApp, username: string): Promise<Client> {
  return app.signInAs({ username, role: 'admin' })
}

test('an administrator replaces what a user holds; it acts with the next request and tells the user once', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const learner = await app.as('learner')
  const { organizationId } = app
  assert.equal((await learner.get('/api/users')).status, 403)

  const given = [
    { role: 'facilitator', organizationId },
    { role: 'role_mentor', organizationId },
    { role: 'mentor', organizationId }
  ]
  const { status, body } = await replace(admin, learner.userId, given)

  assert.equal(status, 200)
  assert.deepEqual(body.assignments, [
    { role: { id: 'role_facilitator', key: 'facilitator', title: 'Facilitator' }, organizationId },
    { role: { id: 'role_mentor', key: 'mentor', title: 'Mentor' }, organizationId }
  ])
  assert.equal((await learner.get('/api/users')).status, 200)
  assert.deepEqual((await learner.get(rolesOf(learner.userId))).body, body)
  const notifications = (await learner.get('/api/notifications')).body.data
  assert.equal(notifications.length, 1)
  assert.equal(notifications[0].type, 'role_changed')
  assert.equal(notifications[0].link, '/app/profile')
  assert.match(notifications[0].message, /^You are now Facilitator in .+, Mentor in .+\. You are no longer Learner in /)

  assert.equal((await replace(admin, learner.userId, given)).status, 200)
  assert.equal((await learner.get('/api/notifications/unread-count')).body.unreadCount, 1)
})

test('nobody changes their own roles, not even an administrator', async (t) => {
  const app = await buildTestApp(t)
  for (const role of ['admin', 'org_admin'] as const) {
    const client = await app.as(role)
    const { status, body } = await replace(client, client.userId, [])
    assert.equal(status, 403)
    assert.equal(body.code, 'OWN_ROLES')
  }
})

test('the roles of others are seen by who may give them, the user themself, and nobody else', async (t) => {
  const app = await buildTestApp(t)
  const { organizationId } = app
  const learner = await app.as('learner')
  const elsewhere = await makeOrganization(await app.as('admin'), 'Elsewhere')
  const outsider = await app.createUser({ username: 'outsider', organizationId: elsewhere })

  assert.deepEqual(await held(learner, learner.userId), [{ role: 'learner', organizationId }])
  assert.deepEqual(await held(await app.as('org_admin'), learner.userId), [{ role: 'learner', organizationId }])
  assert.equal((await (await app.as('mentor')).get(rolesOf(learner.userId))).status, 403)
  assert.equal((await learner.get(rolesOf((await app.as('mentor')).userId))).status, 404)
  assert.equal((await (await app.as('org_admin')).get(rolesOf(outsider.id))).status, 404)
  assert.equal((await replace(await app.as('org_admin'), outsider.id, [])).status, 404)
  assert.equal((await (await app.as('admin')).get(rolesOf('usr_0000'))).status, 404)
  assert.equal((await (await app.as('admin')).get(rolesOf('nonsense'))).status, 400)
  assert.equal((await replace(learner, outsider.id, [])).status, 403)
})

test('who gives roles in one organisation sees and replaces those of that organisation alone', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const { organizationId } = app
  const elsewhere = await makeOrganization(admin, 'Elsewhere')
  const { id } = await app.createUser({ username: 'two.places' })
  await replace(admin, id, [
    { role: 'learner', organizationId },
    { role: 'mentor', organizationId: elsewhere }
  ])
  const staff = await app.as('org_admin')

  assert.deepEqual(await held(staff, id), [{ role: 'learner', organizationId }])
  assert.equal((await replace(staff, id, [{ role: 'learner', organizationId: elsewhere }])).status, 403)
  assert.equal((await replace(staff, id, [{ role: 'admin', organizationId: null }])).status, 403)
  const answer = await replace(staff, id, [{ role: 'facilitator', organizationId }])
  assert.equal(answer.status, 200)
  assert.equal(answer.body.assignments.length, 1)

  const both = await held(admin, id)
  assert.equal(both.length, 2)
  assert.ok(both.some(({ role, organizationId }) => role === 'mentor' && organizationId === elsewhere))
  assert.ok(
    both.some((assignment) => assignment.role === 'facilitator' && assignment.organizationId === organizationId)
  )
})

test('nobody gives or takes a role that can do more than they can', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const { organizationId } = app
  const staff = await app.as('org_admin')
  const learner = await app.as('learner')
  const key = 'strong'
  await admin.post('/api/roles', { key, title: 'Strong', scope: 'organization', permissions: ['course.force'] })

  for (const role of ['owner', key]) {
    const { status, body } = await replace(staff, learner.userId, [{ role, organizationId }])
    assert.equal(status, 403)
    assert.equal(body.code, 'PERMISSION_LACKING')
  }
  await replace(admin, learner.userId, [{ role: key, organizationId }])
  assert.equal((await replace(staff, learner.userId, [])).status, 403)
  assert.deepEqual(await held(admin, learner.userId), [{ role: key, organizationId }])
})

test('a role is held where its scope says, and only one that there is', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const { organizationId } = app
  const { id } = await app.createUser({ username: 'somebody' })
  for (const assignment of [
    { role: 'admin', organizationId },
    { role: 'mentor', organizationId: null }
  ]) {
    const { status, body } = await replace(admin, id, [assignment])
    assert.equal(status, 422)
    assert.equal(body.code, 'ROLE_SCOPE')
  }
  assert.equal((await replace(admin, id, [{ role: 'wizard', organizationId }])).status, 404)
  assert.equal((await replace(admin, id, [{ role: 'mentor', organizationId: 'org_0000' }])).status, 404)
  assert.equal((await admin.put(rolesOf(id), { assignments: [{ role: 'mentor' }] })).status, 400)
  assert.equal((await admin.put(rolesOf(id), {})).status, 400)
  assert.deepEqual(await held(admin, id), [{ role: 'learner', organizationId }])
})

test('an owner is removed by an owner or an administrator, and the last one stays', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const { organizationId } = app
  const owner = await app.as('owner')
  const { id } = await app.createUser({ username: 'second.owner', role: 'owner' })
  // Covers all that an owner may do, and is none.
  const permissions = [...(await admin.get('/api/roles/owner')).body.permissions, 'organization.create']
  await admin.post('/api/roles', { key: 'director', title: 'Director', scope: 'organization', permissions })
  const director = await app.signInAs({ username: 'director' })
  await replace(admin, director.userId, [{ role: 'director', organizationId }])

  const refused = await replace(director, id, [])
  assert.equal(refused.status, 403)
  assert.equal(refused.body.code, 'OWNER_REQUIRED')
  assert.equal((await replace(owner, id, [{ role: 'learner', organizationId }])).status, 200)
  const last = await replace(admin, owner.userId, [])
  assert.equal(last.status, 409)
  assert.equal(last.body.code, 'LAST_OWNER')
  assert.ok((await held(admin, owner.userId)).some(({ role }) => role === 'owner'))
})

test('the last administrator stays; a disabled one does not count', async (t) => {
  const app = await buildTestApp(t)
  const first = await app.as('admin')
  const second = await signInAdmin(app, 'second.admin')
  const permissions = (await first.get('/api/roles/admin')).body.permissions
  await first.post('/api/roles', { key: 'deputy', title: 'Deputy', scope: 'platform', permissions })
  const deputy = await app.signInAs({ username: 'deputy' })
  await replace(first, deputy.userId, [{ role: 'deputy', organizationId: null }])

  assert.equal((await first.patch(`/api/users/${second.userId}`, { status: 'disabled' })).status, 200)
  const refused = await replace(deputy, first.userId, [])
  assert.equal(refused.status, 409)
  assert.equal(refused.body.code, 'LAST_ADMIN')
  assert.equal((await replace(deputy, second.userId, [])).status, 200)
})

test('two administrators who demote each other at once leave one, every time', async (t) => {
  const app = await buildTestApp(t)
  const [a, b] = await Promise.all([signInAdmin(app, 'admin.a'), signInAdmin(app, 'admin.b')])
  for (let round = 0; round < 5; round++) {
    const answers = await Promise.all([replace(a, b.userId, []), replace(b, a.userId, [])])

    const done = answers.filter(({ status }) => status === 200)
    assert.equal(done.length, 1, answers.map(({ text }) => text).join())
    // 403: whoever came so late that they had lost the role when they asked.
    assert.ok(answers.every(({ status, body }) => status === 200 || status === 403 || body.code === 'LAST_ADMIN'))
    const [survivor, other] = answers[0]?.status === 200 ? [a, b] : [b, a]
    const again = await replace(survivor, other.userId, [{ role: 'admin', organizationId: null }])
    assert.equal(again.status, 200)
  }
})

test('replacing the same user at once ends in one of the two wishes, never in both', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const { organizationId } = app
  const { id } = await app.createUser({ username: 'contested' })

  const wishes = ['mentor', 'facilitator', 'learner', 'org_admin'].map((role) => [{ role, organizationId }])
  const answers = await Promise.all(wishes.map((wish) => replace(admin, id, wish)))

  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 200]
  )
  assert.equal((await held(admin, id)).length, 1)
})
