import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp, type TestApp, testPassword } from '../../support/app.js'
import type { Client } from '../../support/client.js'

const profile = { fullName: 'Sari Dewi', email: 'Sari@Example.sch.id', age: 17 }

async function makeSchool(app: TestApp): Promise<string> {
  const { status, body } = await (await app.as('admin')).post('/api/organizations', { name: 'School' })
  assert.equal(status, 201)
  return body.id
}

async function usernames(client: Client, query = ''): Promise<string[]> {
  const { status, body, text } = await client.get(`/api/users?limit=100${query}`)
  assert.equal(status, 200, text)
  return body.data.map(({ username }: { username: string }) => username)
}

test('an administrator makes a user, who signs in and reads their own record', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')

  const made = await admin.post('/api/users', { username: 'Sari.Dewi', password: testPassword, ...profile })

  assert.equal(made.status, 201, made.text)
  const { id, createdAt, updatedAt, ...rest } = made.body
  assert.match(id, /^usr_/)
  assert.equal(made.headers.location, `/api/users/${id}`)
  const words = { language: 'en', timeZone: 'Asia/Jakarta' } // of the installation
  assert.deepEqual(rest, { username: 'Sari.Dewi', ...profile, ...words, status: 'active', version: 1 })
  const sari = await app.signIn('sari.dewi')
  assert.deepEqual((await sari.get(`/api/users/${id}`)).body, made.body)
  const { assignments } = (await sari.get(`/api/users/${id}/roles`)).body
  assert.deepEqual(
    assignments.map(({ role, organizationId }: { role: { key: string }; organizationId: string }) => [
      role.key,
      organizationId
    ]),
    [['learner', app.organizationId]]
  )
})

test('a user without a password cannot sign in before a reset', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  assert.equal((await admin.post('/api/users', { username: 'later', ...profile })).status, 201)
  const credentials = { username: 'later', password: testPassword }
  assert.equal((await app.anonymous().post('/api/auth/login', credentials)).status, 401)
})

test('no answer about a user holds a hash', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const body = { username: 'hashless', password: testPassword }
  const made = await admin.post('/api/users', body)
  const path = `/api/users/${made.body.id}`
  const answers = [
    made,
    await admin.get(path),
    await admin.get('/api/users'),
    await admin.put(path, { username: 'hashless' }),
    await admin.patch(path, { password: 'another-quite-long-one' }),
    await admin.get(`${path}/roles`)
  ]
  for (const { text } of answers) assert.doesNotMatch(text, /argon2|hash"|usernameKey|searchKey|deletedAt/i)
})

test('usernames and e-mail addresses are given once, whatever their case, also at the same time', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  await admin.post('/api/users', { username: 'Straße', email: 'one@example.org' })

  const sameName = await admin.post('/api/users', { username: 'STRAßE' })
  assert.equal(sameName.status, 409)
  assert.equal(sameName.body.code, 'USERNAME_TAKEN')
  const sameMail = await admin.post('/api/users', { username: 'other', email: 'ONE@example.org' })
  assert.equal(sameMail.status, 409)
  assert.equal(sameMail.body.code, 'EMAIL_TAKEN')

  const twins = [{ username: 'twin' }, { username: 'TWIN' }].map((body) => admin.post('/api/users', body))
  assert.deepEqual((await Promise.all(twins)).map(({ status }) => status).sort(), [201, 409])
})

test('a user is made in an organisation by those who may, with a role that they may give', async (t) => {
  const app = await buildTestApp(t)
  const staff = await app.as('org_admin')
  const organizationId = await makeSchool(app)

  assert.equal((await staff.post('/api/users', { username: 'one', role: 'mentor' })).status, 201)
  assert.equal((await staff.post('/api/users', { username: 'two', role: 'owner' })).status, 403)
  assert.equal((await staff.post('/api/users', { username: 'two', role: 'admin' })).status, 422)
  assert.equal((await staff.post('/api/users', { username: 'two', role: 'wizard' })).status, 404)
  assert.equal((await staff.post('/api/users', { username: 'two', organizationId })).status, 404)
  assert.equal((await staff.post('/api/users', { username: 'two', organizationId: 'org_0000' })).status, 404)
  assert.equal((await (await app.as('mentor')).post('/api/users', { username: 'two' })).status, 403)
  assert.deepEqual(await usernames(await app.as('admin'), '&q=two'), [])
})

test('who may create users and not give roles makes learners alone', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const { organizationId } = app
  const role = {
    key: 'registrar',
    title: 'Registrar',
    scope: 'organization',
    permissions: ['user.create', 'user.read']
  }
  await admin.post('/api/roles', { ...role })
  await admin.post('/api/roles', { ...role, key: 'reader', permissions: ['user.read'] })
  const registrar = await app.signInAs({ username: 'registrar' })
  await admin.put(`/api/users/${registrar.userId}/roles`, { assignments: [{ role: 'registrar', organizationId }] })

  assert.equal((await registrar.post('/api/users', { username: 'pupil' })).status, 201)
  assert.equal((await registrar.post('/api/users', { username: 'spy', role: 'reader' })).status, 403)
})

test('a user is seen by themself and by who reads users where they belong', async (t) => {
  const app = await buildTestApp(t)
  const organizationId = await makeSchool(app)
  const outsider = await app.signInAs({ username: 'outsider', organizationId })
  const learner = await app.as('learner')
  const mentor = await app.as('mentor')

  assert.equal((await mentor.get(`/api/users/${learner.userId}`)).status, 200)
  assert.equal((await learner.get(`/api/users/${mentor.userId}`)).status, 404)
  assert.equal((await mentor.get(`/api/users/${outsider.userId}`)).status, 404)
  assert.equal((await outsider.get(`/api/users/${outsider.userId}`)).status, 200)
  assert.equal((await (await app.as('admin')).get(`/api/users/${outsider.userId}`)).status, 200)
  assert.equal((await mentor.get('/api/users/usr_0000')).status, 404)
  assert.equal((await mentor.get('/api/users/nonsense')).status, 400)
  assert.equal((await learner.get('/api/users')).status, 403)
})

test('the list holds whom the caller may see, and narrows to an organisation', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const mentor = await app.as('mentor')
  const organizationId = await makeSchool(app)
  await app.createUser({ username: 'outsider', organizationId })

  assert.deepEqual(await usernames(admin), ['a.admin', 'a.mentor', 'outsider'])
  assert.deepEqual(await usernames(mentor), ['a.admin', 'a.mentor'])
  assert.deepEqual(await usernames(admin, `&organizationId=${organizationId}`), ['a.admin', 'outsider'])
  assert.deepEqual(await usernames(mentor, `&organizationId=${organizationId}`), [])
  assert.deepEqual(await usernames(mentor, `&organizationId=${app.organizationId}`), ['a.admin', 'a.mentor'])
})

test('the list is searched, filtered, sorted, counted and paged without gap or doublet', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const names = ['dewi', 'Agus', 'citra', 'Budi']
  for (const username of names) {
    await admin.post('/api/users', { username, fullName: `${username} Ödegård`, email: `${username}@example.org` })
  }
  const { data } = (await admin.get('/api/users?q=citra')).body
  assert.equal((await admin.patch(`/api/users/${data[0].id}`, { status: 'disabled' })).status, 200)
  const walk = async (sort: string) => {
    const seen: string[] = []
    let cursor = ''
    do {
      const { status, body, text } = await admin.get(`/api/users?limit=2&sort=${sort}${cursor && `&cursor=${cursor}`}`)
      assert.equal(status, 200, text)
      seen.push(...body.data.map(({ username }: { username: string }) => username))
      cursor = body.nextCursor ?? ''
    } while (cursor)
    return seen
  }

  const byName = ['a.admin', 'Agus', 'Budi', 'citra', 'dewi']
  assert.deepEqual(await walk('username'), byName)
  assert.deepEqual(await walk('-username'), byName.toReversed())
  assert.deepEqual(await walk('createdAt'), ['a.admin', ...names])
  assert.deepEqual(await walk('-createdAt'), ['a.admin', ...names].toReversed())
  assert.deepEqual(await usernames(admin, '&q=ÖDEG%20agus'), ['Agus'])
  assert.deepEqual(await usernames(admin, '&q=budi@example'), ['Budi'])
  assert.deepEqual(await usernames(admin, '&q=%25'), [])
  assert.deepEqual(await usernames(admin, '&status=disabled'), ['citra'])
  assert.equal((await admin.get('/api/users?limit=1&total=true&status=active')).body.total, 4)

  const { nextCursor } = (await admin.get('/api/users?limit=1')).body
  for (const query of [`sort=createdAt&cursor=${nextCursor}`, 'cursor=garbage', 'sort=age', 'limit=0', 'limit=101']) {
    assert.equal((await admin.get(`/api/users?${query}`)).status, 400)
  }
})

test('a user that is not well-formed is refused and names the field', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const faults: [string, object][] = [
    ['username', { username: 'a' }],
    ['username', { username: 'not a name' }],
    ['password', { password: 'short' }],
    ['password', { password: 'well.formed' }],
    ['email', { email: 'nowhere' }],
    ['age', { age: 0 }],
    ['age', { age: 151 }],
    ['age', { age: '17' }],
    ['fullName', { fullName: '' }],
    ['fullName', { fullName: 'NUL\0' }],
    ['status', { status: 'disabled' }],
    ['passwordHash', { passwordHash: 'x' }]
  ]
  for (const [field, fault] of faults) {
    const { status, body } = await admin.post('/api/users', { username: 'well.formed', ...fault })
    assert.equal(status, 400, field)
    assert.deepEqual(Object.keys(body.details), [field])
  }
  assert.deepEqual(await usernames(admin, '&q=well.formed'), [])
})
