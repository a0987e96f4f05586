import assert from 'node:assert/strict'
import { test } from 'node:test'
import { permissionCodes } from '../../../src/lib/permissions.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'

const editor = {
  key: 'course-editor',
  title: 'Course editor',
  description: 'Keeps courses up to date',
  scope: 'organization',
  permissions: ['course.update', 'course.create']
}

/** Somebody who manages roles and can do little else, on the whole platform. */
async function signInRoleManager(app: TestApp, admin: Client): Promise<Client> {
  const permissions = ['role.read', 'role.manage', 'role.assign', 'user.read']
  const role = { key: 'role-manager', title: 'Role manager', scope: 'platform', permissions }
  assert.equal((await admin.post('/api/roles', role)).status, 201)
  const client = await app.signInAs({ username: 'role.manager' })
  const assignments = [{ role: 'role-manager', organizationId: null }]
  assert.equal((await admin.put(`/api/users/${client.userId}/roles`, { assignments })).status, 200)
  return client
}

test('every user may read the closed list of permissions, nobody else', async (t) => {
  const app = await buildTestApp(t)
  const learner = await app.as('learner')

  const { status, body } = await learner.get('/api/permissions')

  assert.equal(status, 200)
  assert.deepEqual(
    body.data.map(({ code }: { code: string }) => code),
    permissionCodes
  )
  assert.ok(body.data.every(({ description }: { description: string }) => description.length > 0))
  assert.equal((await app.anonymous().get('/api/permissions')).status, 401)
})

test('a custom role is made, read by id or key, changed and deleted', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')

  const made = await admin.post('/api/roles', editor)
  assert.equal(made.status, 201, made.text)
  const { id } = made.body
  assert.equal(made.headers.location, `/api/roles/${id}`)
  const { createdAt, updatedAt, ...rest } = made.body
  assert.deepEqual(rest, { ...editor, id, permissions: ['course.create', 'course.update'], builtIn: false, version: 1 })
  assert.deepEqual((await admin.get(`/api/roles/${id}`)).body, made.body)
  assert.deepEqual((await admin.get('/api/roles/course-editor')).body, made.body)

  const changed = await admin.patch('/api/roles/course-editor', { title: 'Chief editor' })
  assert.equal(changed.body.title, 'Chief editor')
  assert.equal(changed.body.description, editor.description)
  assert.equal(changed.body.version, 2)
  const replaced = await admin.put(`/api/roles/${id}/permissions`, { permissions: ['course.delete'] })
  assert.deepEqual(replaced.body.permissions, ['course.delete'])
  assert.equal(replaced.body.version, 3)

  assert.equal((await admin.delete(`/api/roles/${id}`)).status, 204)
  assert.equal((await admin.get(`/api/roles/${id}`)).status, 404)
  assert.equal((await admin.delete(`/api/roles/${id}`)).status, 404)
})

test('a key is given once, also to two at the same time', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')

  const answers = await Promise.all([admin.post('/api/roles', editor), admin.post('/api/roles', editor)])

  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409])
  const refused = answers.find(({ status }) => status === 409)
  assert.equal(refused?.body.code, 'ROLE_EXISTS')
  assert.deepEqual(Object.keys(refused?.body.details), ['key'])
  assert.equal((await admin.post('/api/roles', { ...editor, key: 'owner' })).body.code, 'ROLE_EXISTS')
})

test('built-in roles are neither changed nor deleted', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  for (const answer of [
    await admin.patch('/api/roles/learner', { title: 'Pupil' }),
    await admin.put('/api/roles/org_admin/permissions', { permissions: [] }),
    await admin.delete('/api/roles/role_mentor')
  ]) {
    assert.equal(answer.status, 409)
    assert.equal(answer.body.code, 'BUILT_IN_ROLE')
  }
})

test('a role that somebody holds stays', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const learner = await app.as('learner')
  const { organizationId } = app
  await admin.post('/api/roles', editor)
  const held = (await admin.get(`/api/users/${learner.userId}/roles`)).body.assignments.map(
    ({ role, organizationId }: { role: { key: string }; organizationId: string }) => ({
      role: role.key,
      organizationId
    })
  )
  const given = { assignments: [...held, { role: editor.key, organizationId }] }
  assert.equal((await admin.put(`/api/users/${learner.userId}/roles`, given)).status, 200)

  assert.equal((await admin.delete('/api/roles/course-editor')).body.code, 'ROLE_IN_USE')

  assert.equal((await admin.put(`/api/users/${learner.userId}/roles`, { assignments: held })).status, 200)
  assert.equal((await admin.delete('/api/roles/course-editor')).status, 204)
})

test('nobody puts a permission into a role, or takes one out, that they lack themselves', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const manager = await signInRoleManager(app, admin)
  await admin.post('/api/roles', editor)

  const refused = await manager.post('/api/roles', { ...editor, key: 'too-much', permissions: ['course.delete'] })
  assert.equal(refused.status, 403)
  assert.equal(refused.body.code, 'PERMISSION_LACKING')
  assert.equal((await manager.get('/api/roles/too-much')).status, 404)
  const own = '/api/roles/role-manager/permissions'
  assert.equal((await manager.put(own, { permissions: permissionCodes })).status, 403)
  assert.equal((await manager.put('/api/roles/course-editor/permissions', { permissions: [] })).status, 403)

  const modest = { ...editor, key: 'modest', permissions: ['user.read'] }
  assert.equal((await manager.post('/api/roles', modest)).status, 201)
  const kept = { permissions: ['course.create', 'course.update', 'user.read'] }
  assert.equal((await manager.put('/api/roles/course-editor/permissions', kept)).status, 200)
})

test('who manages roles in an organisation alone changes none: roles are of the whole platform', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const { organizationId } = app
  const role = { key: 'local', title: 'Local', scope: 'organization', permissions: ['role.manage', 'role.read'] }
  await admin.post('/api/roles', role)
  const local = await app.signInAs({ username: 'local.manager' })
  await admin.put(`/api/users/${local.userId}/roles`, { assignments: [{ role: 'local', organizationId }] })

  assert.equal((await local.get('/api/roles/local')).status, 200)
  assert.equal((await local.post('/api/roles', { ...editor, permissions: [] })).status, 403)
  assert.equal((await local.patch('/api/roles/local', { title: 'Mine' })).status, 403)
  assert.equal((await local.put('/api/roles/local/permissions', { permissions: [] })).status, 403)
  assert.equal((await local.delete('/api/roles/local')).status, 403)
})

test('a change of a role acts at once for those who hold it', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const manager = await signInRoleManager(app, admin)
  assert.equal((await manager.get('/api/users')).status, 200)

  await admin.put('/api/roles/role-manager/permissions', { permissions: ['role.read'] })

  assert.equal((await manager.get('/api/users')).status, 403)
  assert.equal((await manager.get('/api/roles')).status, 200)
})

test('a role is changed only by who has seen its newest version', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  await admin.post('/api/roles', editor)
  const { etag } = (await admin.get('/api/roles/course-editor')).headers
  const ifMatch = { 'if-match': String(etag) }

  assert.equal((await admin.get('/api/roles/course-editor', { 'if-none-match': String(etag) })).status, 304)
  const changed = await admin.patch('/api/roles/course-editor', { title: 'First' }, ifMatch)
  assert.equal(changed.status, 200)
  assert.notEqual(changed.headers.etag, etag)
  assert.equal((await admin.patch('/api/roles/course-editor', { title: 'Second' }, ifMatch)).status, 412)
  assert.equal((await admin.put('/api/roles/course-editor/permissions', { permissions: [] }, ifMatch)).status, 412)
  assert.equal((await admin.delete('/api/roles/course-editor', ifMatch)).status, 412)
  assert.equal((await admin.get('/api/roles/course-editor')).body.title, 'First')
})

test('the roles are paged by key', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('org_admin')
  const keys: string[] = []
  let cursor = ''
  do {
    const { body } = await mentor.get(`/api/roles?limit=4&total=true${cursor && `&cursor=${cursor}`}`)
    assert.equal(body.total, 6)
    keys.push(...body.data.map(({ key }: { key: string }) => key))
    cursor = body.nextCursor ?? ''
  } while (cursor)
  assert.deepEqual(keys, ['admin', 'facilitator', 'learner', 'mentor', 'org_admin', 'owner'])
  assert.equal((await mentor.get('/api/roles?cursor=bm90aGluZw')).body.details.cursor.length, 1)
  assert.equal((await (await app.as('learner')).get('/api/roles')).status, 403)
})

test('a role that is not well-formed is refused and names the field', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const faults: [string, object][] = [
    ['key', { key: 'Not A Key' }],
    ['key', { key: 'role_looks-like-an-id' }],
    ['title', { title: '   ' }],
    ['scope', { scope: 'galaxy' }],
    ['permissions.0', { permissions: ['course.fly'] }],
    ['permissions', { permissions: ['course.update', 'course.update'] }],
    ['builtIn', { builtIn: true }]
  ]
  for (const [field, fault] of faults) {
    const { status, body } = await admin.post('/api/roles', { ...editor, ...fault })
    assert.equal(status, 400)
    assert.deepEqual(Object.keys(body.details), [field])
  }
  assert.equal((await admin.patch('/api/roles/learner', {})).status, 400)
  assert.equal((await admin.get('/api/roles/nobody-knows-it')).status, 404)
})
