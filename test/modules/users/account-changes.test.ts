import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp, type TestApp, testPassword } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { nextFrame, openStream } from '../../support/stream.js'

const newPassword = 'wedang-jahe-malam-hari'
const pathOf = ({ userId }: { userId: string }) => `/api/users/${userId}`

async function signInStatus(app: TestApp, username: string, password = testPassword): Promise<number> {
  return (await app.anonymous().post('/api/auth/login', { username, password })).status
}

async function makeSchool(admin: Client): Promise<string> {
  return (await admin.post('/api/organizations', { name: 'School' })).body.id
}

test('a user changes their own profile; PUT empties what is absent, PATCH leaves it', async (t) => {
  const app = await buildTestApp(t)
  const learner = await app.as('learner')
  const path = pathOf(learner)

  const patched = await learner.patch(path, { fullName: 'Sari Dewi', email: 'sari@example.org', age: 17 })
  assert.equal(patched.status, 200, patched.text)
  const renamed = await learner.patch(path, { username: 'sari.dewi', age: null })
  assert.equal(renamed.body.fullName, 'Sari Dewi')
  assert.equal(renamed.body.age, null)
  assert.equal(renamed.body.version, 3)
  const replaced = await learner.put(path, { username: 'sari.dewi', age: 18 })
  assert.equal(replaced.body.fullName, null)
  assert.equal(replaced.body.email, null)
  assert.equal(replaced.body.age, 18)
  assert.equal(await signInStatus(app, 'Sari.Dewi'), 200)
  assert.deepEqual((await learner.get('/api/auth/me')).body.user, replaced.body)
  assert.equal((await learner.put(path, { fullName: 'No username' })).status, 400)
  assert.equal((await learner.patch(path, {})).status, 400)
})

test('nobody changes their own status or, past the old one, their own password', async (t) => {
  const app = await buildTestApp(t)
  for (const role of ['learner', 'admin'] as const) {
    const client = await app.as(role)
    for (const change of [{ status: 'disabled' }, { password: newPassword }]) {
      const { status, body } = await client.patch(pathOf(client), change)
      assert.equal(status, 403)
      assert.equal(body.code, 'OWN_ACCOUNT')
    }
  }
})

test('a name or an address that another has is refused, also that of a deleted user', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const learner = await app.as('learner')
  const other = (await admin.post('/api/users', { username: 'other', email: 'other@example.org' })).body

  assert.equal((await learner.patch(pathOf(learner), { username: 'OTHER' })).body.code, 'USERNAME_TAKEN')
  assert.equal((await learner.patch(pathOf(learner), { email: 'Other@Example.org' })).body.code, 'EMAIL_TAKEN')
  assert.equal((await admin.patch(`/api/users/${other.id}`, { username: 'Other' })).body.username, 'Other')
  assert.equal((await admin.delete(`/api/users/${other.id}`)).status, 204)
  assert.equal((await learner.patch(pathOf(learner), { username: 'other' })).body.code, 'USERNAME_TAKEN')
  assert.equal((await learner.patch(pathOf(learner), { email: 'other@example.org' })).status, 200)
})

test('two who take one address at once: one has it', async (t) => {
  const app = await buildTestApp(t)
  const [a, b] = [await app.as('learner'), await app.as('mentor')]
  const email = 'one@example.org'
  const answers = await Promise.all([a.patch(pathOf(a), { email }), b.patch(pathOf(b), { email })])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
})

test('a user is changed only by who has seen the newest version', async (t) => {
  const app = await buildTestApp(t)
  const learner = await app.as('learner')
  const path = pathOf(learner)
  const { etag } = (await learner.get(path)).headers
  const ifMatch = { 'if-match': String(etag) }

  assert.equal((await learner.get(path, { 'if-none-match': String(etag) })).status, 304)
  const changed = await learner.patch(path, { age: 20 }, ifMatch)
  assert.equal(changed.status, 200)
  assert.notEqual(changed.headers.etag, etag)
  assert.equal((await learner.patch(path, { age: 21 }, ifMatch)).status, 412)
  assert.equal((await learner.put(path, { username: 'a.learner' }, ifMatch)).status, 412)
  assert.equal((await (await app.as('admin')).delete(path, ifMatch)).status, 412)
  assert.equal((await learner.get(path)).body.age, 20)
})

test('staff change the accounts of their organisation that can do no more than they', async (t) => {
  const app = await buildTestApp(t)
  const staff = await app.as('org_admin')
  const learner = await app.as('learner')
  const mentor = await app.as('mentor')

  assert.equal((await staff.patch(pathOf(learner), { fullName: 'Corrected' })).status, 200)
  assert.equal((await staff.put(pathOf(mentor), { username: 'a.mentor', age: 40 })).status, 200)
  for (const role of ['owner', 'admin'] as const) {
    const target = await app.as(role)
    for (const change of [{ password: newPassword }, { email: 'mine@example.org' }, { status: 'disabled' }]) {
      assert.equal((await staff.patch(pathOf(target), change)).status, 403)
    }
    assert.equal(await signInStatus(app, `a.${role}`), 200)
  }
  assert.equal((await mentor.patch(pathOf(learner), { fullName: 'Mine' })).status, 403)
  assert.equal((await learner.patch(pathOf(mentor), { fullName: 'Mine' })).status, 404)
})

test('making somebody a member does not make their account one’s own', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const victim = await app.as('learner')
  const organizationId = await makeSchool(admin)
  const head = await app.signInAs({ username: 'head', organizationId, role: 'owner' })
  assert.equal((await head.patch(pathOf(victim), { password: newPassword })).status, 404)
  assert.equal((await head.post(`/api/organizations/${organizationId}/members`, { userId: victim.userId })).status, 201)

  assert.equal((await head.get(pathOf(victim))).status, 200)
  assert.equal((await head.patch(pathOf(victim), { password: newPassword })).status, 403)
  assert.equal((await head.patch(pathOf(victim), { email: 'head@example.org' })).status, 403)
  assert.equal(await signInStatus(app, 'a.learner'), 200)
})

test('a new password ends all sessions of the user and works at once', async (t) => {
  const app = await buildTestApp(t)
  const learner = await app.as('learner')
  const staff = await app.as('org_admin')

  assert.equal((await staff.patch(pathOf(learner), { password: 'short' })).body.details.password.length, 1)
  assert.equal((await staff.patch(pathOf(learner), { password: newPassword })).status, 200)

  assert.equal((await learner.get('/api/auth/me')).status, 401)
  assert.equal(await signInStatus(app, 'a.learner'), 401)
  assert.equal(await signInStatus(app, 'a.learner', newPassword), 200)
})

test('who is disabled is signed out, refused, and comes back when enabled', async (t) => {
  const app = await buildTestApp(t)
  const learner = await app.as('learner')
  const staff = await app.as('org_admin')
  const stream = await openStream(t, await app.listen(), learner)
  await nextFrame(stream)

  assert.equal((await staff.patch(pathOf(learner), { status: 'disabled' })).body.status, 'disabled')

  await Promise.race([stream.ended, rejectAfter(1_000)])
  assert.equal((await learner.get('/api/auth/me')).status, 401)
  assert.equal(await signInStatus(app, 'a.learner'), 403)
  assert.equal((await staff.patch(pathOf(learner), { status: 'active' })).status, 200)
  assert.equal(await signInStatus(app, 'a.learner'), 200)
})

test('who is deleted is gone at once for everybody; the record and the username stay', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const learner = await app.as('learner')
  const { organizationId } = app
  const stream = await openStream(t, await app.listen(), learner)
  await nextFrame(stream)

  assert.equal((await admin.delete(pathOf(learner))).status, 204)

  await Promise.race([stream.ended, rejectAfter(1_000)])
  assert.equal((await learner.get('/api/auth/me')).status, 401)
  assert.equal(await signInStatus(app, 'a.learner'), 401)
  for (const answer of [
    await admin.get(pathOf(learner)),
    await admin.delete(pathOf(learner)),
    await admin.patch(pathOf(learner), { status: 'active' }),
    await admin.get(`${pathOf(learner)}/roles`),
    await admin.put(`${pathOf(learner)}/roles`, { assignments: [] }),
    await admin.post(`/api/organizations/${organizationId}/members`, { userId: learner.userId })
  ]) {
    assert.equal(answer.status, 404)
  }
  assert.deepEqual((await admin.get('/api/users?q=a.learner')).body.data, [])
  assert.deepEqual((await admin.get(`/api/organizations/${organizationId}/members?q=a.learner`)).body.data, [])
  assert.equal((await admin.post('/api/users', { username: 'a.learner' })).body.code, 'USERNAME_TAKEN')
})

test('users are deleted on the whole platform or not at all, and by nobody who is weaker', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const learner = await app.as('learner')
  const role = { key: 'janitor', title: 'Janitor', scope: 'platform', permissions: ['user.read', 'user.delete'] }
  await admin.post('/api/roles', role)
  const janitor = await app.signInAs({ username: 'janitor' })
  await admin.put(`${pathOf(janitor)}/roles`, { assignments: [{ role: 'janitor', organizationId: null }] })

  assert.equal((await (await app.as('owner')).delete(pathOf(learner))).status, 403)
  assert.equal((await learner.delete(pathOf(learner))).status, 403)
  assert.equal((await janitor.delete(pathOf(await app.as('mentor')))).status, 403)
  assert.equal((await janitor.delete(pathOf(learner))).status, 204)
})

test('the last administrator and the last owner are neither deleted nor disabled', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const owner = await app.as('owner')

  assert.equal((await admin.delete(pathOf(admin))).body.code, 'LAST_ADMIN')
  assert.equal((await admin.delete(pathOf(owner))).body.code, 'LAST_OWNER')
  assert.equal((await admin.patch(pathOf(owner), { status: 'disabled' })).body.code, 'LAST_OWNER')
  assert.equal((await owner.get('/api/auth/me')).status, 200)

  await app.createUser({ username: 'heir', role: 'owner' })
  assert.equal((await admin.patch(pathOf(owner), { status: 'disabled' })).status, 200)
  await app.createUser({ username: 'second.admin', role: 'admin' })
  assert.equal((await admin.delete(pathOf(admin))).status, 204)
})

test('two administrators who delete, or disable, each other at once leave one', async (t) => {
  const app = await buildTestApp(t)
  const ways = [
    (actor: Client, other: Client) => actor.delete(pathOf(other)),
    (actor: Client, other: Client) => actor.patch(pathOf(other), { status: 'disabled' })
  ]
  let a = await app.signInAs({ username: 'first.admin', role: 'admin' })
  for (const [round, way] of ways.entries()) {
    const b = await app.signInAs({ username: `admin.${round}`, role: 'admin' })
    const answers = await Promise.all([way(a, b), way(b, a)])

    const refused = answers.filter(({ status }) => status >= 300)
    assert.equal(refused.length, 1, answers.map(({ text }) => text).join())
    // 401: whoever came so late that they were signed out when they asked.
    assert.ok(refused[0]?.status === 401 || refused[0]?.body.code === 'LAST_ADMIN')
    a = refused[0] === answers[0] ? b : a
    assert.equal((await a.get('/api/users')).status, 200)
  }
})

async function rejectAfter(ms: number): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, ms).unref())
  throw new Error(`not within ${ms} ms`)
}

test('who may change an account sees where it is signed in, and signs it out', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const [learner, mentor] = [await app.as('learner'), await app.as('mentor')]
  const { username } = (await learner.get('/api/auth/me')).body.user
  const [phone, tablet] = [await app.signIn(username), await app.signIn(username)]
  const path = `${pathOf(learner)}/sessions`
  const { id } = (await phone.get('/api/auth/sessions')).body.data.find((row: { isCurrent: boolean }) => row.isCurrent)

  const listed = await admin.get(path)
  assert.equal(listed.body.data.length, 3)
  assert.ok(listed.body.data.every((row: { isCurrent: boolean }) => !row.isCurrent))
  assert.equal((await admin.delete(`${pathOf(mentor)}/sessions/${id}`)).status, 404)
  assert.equal((await phone.get('/api/auth/me')).status, 200)

  const stream = await openStream(t, await app.listen(), tablet)
  await nextFrame(stream)
  assert.equal((await admin.delete(`${path}/${id}`)).status, 204)
  assert.equal((await phone.get('/api/auth/me')).status, 401)
  assert.equal((await tablet.get('/api/auth/me')).status, 200)
  assert.equal((await admin.delete(path)).status, 204)
  await Promise.race([stream.ended, rejectAfter(1_000)])
  assert.equal((await learner.get('/api/auth/me')).status, 401)
  assert.deepEqual((await admin.get(path)).body, { data: [] })
  assert.equal((await mentor.get('/api/auth/me')).status, 200)

  const own = await admin.get(`${pathOf(admin)}/sessions`)
  assert.deepEqual([own.status, own.body.code], [403, 'OWN_ACCOUNT'])
  assert.equal((await mentor.get(path)).status, 403)
})
