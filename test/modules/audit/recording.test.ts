import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { buildTestApp, type TestApp, testPassword } from '../../support/app.js'
import { assertNoSecrets, auditRows, recordedBy } from '../../support/audit.js'
import type { Answer } from '../../support/client.js'
import { publishCourse } from '../courses/courses.js'

const ok = async (asked: Promise<Answer>) => {
  const answer = await asked
  assert.ok(answer.status < 300, answer.text)
  return answer
}

type Recorded = Awaited<ReturnType<typeof recordedBy>>
const actionsOf = (rows: Recorded) => rows.map(({ action }) => action)
const only = (rows: Recorded, action: string) => {
  const found = rows.filter((row) => row.action === action)
  assert.equal(found.length, 1, `${action} once among ${actionsOf(rows)}`)
  return found[0] as Recorded[number]
}

describe('sign-ins and passwords', () => {
  test('leave who, from where and in which request', async (t) => {
    const app = await buildTestApp(t)
    const { id } = await app.createUser({ username: 'sari.dewi' })
    const [entry] = await recordedBy(app, () => app.signIn('sari.dewi'))
    assert.equal(entry?.action, 'session.create')
    assert.deepEqual([entry?.actorId, entry?.resourceType, entry?.organizationId], [id, 'session', null])
    assert.match(entry?.requestId ?? '', /^req-/)
    assert.equal(entry?.address, '127.0.0.1')
  })

  test('a refused one counts under the hash of the name that was said', async (t) => {
    const app = await buildTestApp(t)
    const wrong = { username: 'nobody.here', password: 'not-the-password-at-all' }
    const rows = await recordedBy(app, () => app.anonymous().post('/api/auth/login', wrong))
    const { resourceType, resourceId, after, actorId } = only(rows, 'session.refuse')
    assert.deepEqual([resourceType, after, actorId], ['account', { failures: 1 }, null])
    assert.ok(!resourceId?.includes('nobody'))
  })

  test('a new password, by oneself, by a link and by who runs the place; and what ends with it', async (t) => {
    const app = await buildTestApp(t)
    const admin = await app.as('admin')
    const sari = await app.signInAs({ username: 'sari.dewi' })
    const change = { currentPassword: testPassword, newPassword: 'teh-manis-di-sore-hari' }
    const changed = await recordedBy(app, () => ok(sari.post('/api/auth/password', change)))
    assert.deepEqual(actionsOf(changed), ['password.change', 'session.create', 'session.end_all'])
    assert.ok(changed.every(({ actorId }) => actorId === sari.userId))
    const given = { password: 'pisang-goreng-hangat' }
    const set = await recordedBy(app, () => ok(admin.patch(`/api/users/${sari.userId}`, given)))
    assert.deepEqual(
      set.map(({ action, actorId, resourceId }) => [action, actorId, resourceId]),
      [
        ['password.set', admin.userId, sari.userId],
        ['session.end_all', admin.userId, sari.userId]
      ]
    )
    await assertNoSecrets(app, [admin, sari])
  })

  test('signing out, here and elsewhere', async (t) => {
    const app = await buildTestApp(t)
    const here = await app.signInAs({ username: 'sari.dewi' })
    await app.signIn('sari.dewi')
    const rows = await recordedBy(app, async () => {
      await ok(here.delete('/api/auth/sessions'))
      await ok(here.post('/api/auth/logout'))
    })
    assert.deepEqual(actionsOf(rows), ['session.end_all', 'session.end'])
  })

  test('the devices of somebody else, with who signed them out', async (t) => {
    const app = await buildTestApp(t)
    const admin = await app.as('admin')
    const sari = await app.signInAs({ username: 'sari.dewi' })
    const path = `/api/users/${sari.userId}/sessions`
    const [{ id }] = (await admin.get(path)).body.data
    const rows = await recordedBy(app, async () => {
      await ok(admin.delete(`${path}/${id}`))
      await ok(admin.delete(path))
    })
    assert.deepEqual(
      rows.map(({ action, actorId, resourceId }) => [action, actorId, resourceId]).sort(),
      [
        ['session.end', admin.userId, id.slice(0, 8)],
        ['session.end_all', admin.userId, sari.userId]
      ].sort()
    )
  })
})

describe('people and their roles', () => {
  test('a user is made, changed, disabled and deleted, with what differs', async (t) => {
    const app = await buildTestApp(t)
    const admin = await app.as('admin')
    const profile = { username: 'joko', fullName: 'Joko', email: 'joko@contoh.id', password: 'kopi-susu-gula-aren' }
    let id = ''
    const made = await recordedBy(app, async () => {
      id = (await ok(admin.post('/api/users', profile))).body.id
    })
    assert.deepEqual(actionsOf(made), ['user.create', 'member.add'])
    assert.deepEqual(only(made, 'user.create').after?.email, 'j…@contoh.id')
    assert.deepEqual(only(made, 'member.add').after, { roles: ['role_learner'] })
    const [changed] = await recordedBy(app, () => ok(admin.patch(`/api/users/${id}`, { fullName: 'Joko Widodo' })))
    assert.deepEqual(
      [changed?.action, changed?.before, changed?.after],
      ['user.change', { fullName: 'Joko' }, { fullName: 'Joko Widodo' }]
    )
    const disabled = await recordedBy(app, () => ok(admin.patch(`/api/users/${id}`, { status: 'disabled' })))
    assert.deepEqual(only(disabled, 'user.disable').after, { status: 'disabled' })
    const deleted = await recordedBy(app, () => ok(admin.delete(`/api/users/${id}`)))
    assert.equal(only(deleted, 'user.delete').before?.username, 'joko')
    assert.deepEqual(only(deleted, 'member.remove').before, { roles: ['role_learner'] })
  })

  test('a member comes, changes and leaves; an organisation reads its own alone', async (t) => {
    const app = await buildTestApp(t)
    const owner = await app.as('owner')
    const { id: userId } = await app.createUser({ username: 'joko' })
    const members = `/api/organizations/${app.organizationId}/members`
    const rows = await recordedBy(app, async () => {
      await ok(owner.patch(`${members}/${userId}`, { roles: ['mentor'] }))
      await ok(owner.delete(`${members}/${userId}`))
      await ok(owner.post(members, { userId, roles: ['facilitator'] }))
    })
    assert.deepEqual(
      rows.map(({ action, organizationId, before, after }) => [action, organizationId, before?.roles, after?.roles]),
      [
        ['member.change', app.organizationId, ['role_learner'], ['role_mentor']],
        ['member.remove', app.organizationId, ['role_mentor'], []],
        ['member.add', app.organizationId, [], ['role_facilitator']]
      ]
    )
  })

  test('who may do what is changed on record, also by somebody whose role is their own invention', async (t) => {
    const app = await buildTestApp(t)
    const admin = await app.as('admin')
    const role = {
      key: 'registrar',
      title: 'Registrar',
      scope: 'organization',
      permissions: ['user.create', 'user.read']
    }
    const rows = await recordedBy(app, async () => {
      await ok(admin.post('/api/roles', role))
      await ok(admin.put('/api/roles/registrar/permissions', { permissions: ['user.create'] }))
    })
    assert.deepEqual(actionsOf(rows), ['role.create', 'role.change'])
    assert.deepEqual(rows[1]?.before, { permissions: ['user.read', 'user.create'] })
    const clerk = await app.signInAs({ username: 'clerk' })
    const assignments = [{ role: 'registrar', organizationId: app.organizationId }]
    await ok(admin.put(`/api/users/${clerk.userId}/roles`, { assignments }))
    const made = await recordedBy(app, () => ok(clerk.post('/api/users', { username: 'murid' })))
    assert.ok(made.every(({ actorId, requestId }) => actorId === clerk.userId && requestId !== null))
  })
})

describe('what an administrator writes where no service says more', () => {
  test('is one entry with what was sent, without its secrets, and cut', async (t) => {
    const app = await buildTestApp(t)
    const owner = await app.as('owner')
    const course = await publishCourse(await app.as('mentor'))
    const change = { description: 'x'.repeat(9_000), category: 'web' }
    const [entry, ...others] = await recordedBy(app, () => ok(owner.patch(`/api/courses/${course.slug}`, change)))
    assert.deepEqual(others, [])
    assert.deepEqual([entry?.action, entry?.resourceType, entry?.resourceId], ['updateCourse', 'course', course.id])
    assert.deepEqual([entry?.actorId, entry?.organizationId], [owner.userId, app.organizationId])
    assert.deepEqual(entry?.after, { category: 'web', description: `${'x'.repeat(200)}…` })
  })

  test('is none when nothing was written, or it was refused', async (t) => {
    const app = await buildTestApp(t)
    const owner = await app.as('owner')
    const course = await publishCourse(await app.as('mentor'), { category: 'web' })
    const rows = await recordedBy(app, async () => {
      await ok(owner.patch(`/api/courses/${course.id}`, { category: 'web' }))
      assert.equal((await owner.patch(`/api/courses/${course.id}`, { timeZone: 'Mars/Base' })).status, 400)
      await ok(owner.get(`/api/courses/${course.id}`))
    })
    assert.deepEqual(rows, [])
  })

  test('is none for a mentor, whose services say what matters', async (t) => {
    const app = await buildTestApp(t)
    const mentor = await app.as('mentor')
    const course = await publishCourse(mentor)
    const rows = await recordedBy(app, async () => {
      await ok(mentor.patch(`/api/courses/${course.id}`, { category: 'web' }))
      await ok(mentor.post(`/api/courses/${course.id}/archive`))
    })
    assert.deepEqual(actionsOf(rows), ['course.archive'])
    assert.deepEqual([rows[0]?.before, rows[0]?.after], [{ status: 'published' }, { status: 'archived' }])
  })

  test('a worker that a request has woken works in nobody’s name', async (t) => {
    const app = await buildTestApp(t)
    const admin = await app.as('admin')
    const { id } = await app.createUser({ username: 'joko' })
    const assignments = [{ role: 'mentor', organizationId: app.organizationId }]
    const rows = await recordedBy(app, () => ok(admin.put(`/api/users/${id}/roles`, { assignments })))
    assert.deepEqual(actionsOf(rows), ['member.change'])
  })
})

test('what somebody deletes who is no administrator leaves its name', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const course = await publishCourse(mentor)
  const { body } = await ok(mentor.post(`/api/courses/${course.id}/modules`, { title: 'Satu' }))
  const [entry] = await recordedBy(app, () => ok(mentor.delete(`/api/modules/${body.id}`)))
  assert.deepEqual([entry?.action, entry?.resourceType, entry?.resourceId], ['deleteModule', 'module', body.id])
  assert.deepEqual([entry?.actorId, entry?.organizationId], [mentor.userId, app.organizationId])
})

test('an entry of what failed later in its transaction is gone with it', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const before = (await auditRows(app)).length
  const last = await admin.patch(`/api/users/${admin.userId}`, { status: 'disabled' })
  assert.equal(last.status, 403)
  const failing = app.database.transaction(async (tx) => {
    await app.users.create(tx, { username: 'gone', organizationId: app.organizationId, createdBy: null })
    throw new Error('later')
  })
  await assert.rejects(failing, /later/)
  assert.equal((await auditRows(app)).length, before)
})

test('set-up names the first administrator', async (t) => {
  const app: TestApp = await buildTestApp(t)
  const token = await app.setup.createToken()
  const body = { token, username: 'kepala', password: 'mangga-arumanis-besar' }
  const rows = await recordedBy(app, () => ok(app.anonymous().post('/api/auth/setup', body)))
  assert.deepEqual(actionsOf(rows), [
    'user.create',
    'member.add',
    'role.assign',
    'member.change',
    'platform.set_up',
    'session.create'
  ])
  assert.equal(only(rows, 'platform.set_up').actorId, only(rows, 'session.create').actorId)
  assert.ok(rows.every((row) => !JSON.stringify(row).includes(token)))
})
