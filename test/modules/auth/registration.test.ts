import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { buildTestApp } from '../../support/app.js'

const password = 'jeruk-bali-manis-sekali'

describe('registration', () => {
  test('makes an account, signs it in and says nothing of the password', async (t) => {
    const { anonymous, database } = await buildTestApp(t)
    const client = anonymous()
    const made = await client.post('/api/auth/register', {
      username: 'Sari.Dewi',
      password,
      fullName: 'Sari Dewi',
      age: 17
    })
    assert.equal(made.status, 201)
    assert.equal(made.body.user.username, 'Sari.Dewi')
    assert.equal(made.body.user.age, 17)
    assert.doesNotMatch(made.text, /password|argon2/i)
    assert.match(
      String(made.headers['set-cookie']),
      /^sid=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax$/
    )

    const me = await client.get('/api/auth/me')
    assert.equal(me.status, 200)
    assert.deepEqual(me.body.user, made.body.user)
    assert.deepEqual(me.body.permissions, [])
    assert.deepEqual(
      me.body.roles.map((role: { role: string }) => role.role),
      ['learner']
    )
    assert.ok(Date.parse(me.body.session.expiresAt) > Date.now())

    const [token] = client.cookies.values()
    const sessions = await database.read.select().from(database.tables.sessions)
    assert.equal(sessions.length, 1)
    assert.notEqual(sessions[0]?.id, token, 'the database holds a hash, not the token')
  })

  test('compares usernames without case and in their compatibility form', async (t) => {
    const { anonymous } = await buildTestApp(t)
    assert.equal((await anonymous().post('/api/auth/register', { username: 'ÄNDRA', password })).status, 201)
    for (const username of ['ändra', 'Ändra', 'A\u0308ndra', 'ＡＢＣ'.replace('ＡＢＣ', 'ÄNDRA')]) {
      const again = await anonymous().post('/api/auth/register', { username, password })
      assert.equal(again.status, 409, username)
      assert.equal(again.body.code, 'USERNAME_TAKEN')
    }
    assert.equal(
      (await anonymous().post('/api/auth/register', { username: 'ｆｕｌｌ', password })).body.user.username,
      'full'
    )
  })

  test('gives a username to one of many who want it at one time', async (t) => {
    const { anonymous, database } = await buildTestApp(t)
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => anonymous().post('/api/auth/register', { username: 'rebutan', password }))
    )
    const statuses = answers.map(({ status }) => status).sort()
    assert.deepEqual(statuses, [201, 409, 409, 409, 409, 409, 409, 409])
    const { users, sessions } = database.tables
    assert.equal(await database.read.$count(users), 1)
    assert.equal(await database.read.$count(sessions), 1, 'nothing is left of those who lost')
  })

  const bad: [string, Record<string, unknown>, string][] = [
    ['a short username', { username: 'ab', password }, 'username'],
    ['a long username', { username: 'a'.repeat(51), password }, 'username'],
    ['a username with a space', { username: 'sari dewi', password }, 'username'],
    ['a username with an at sign', { username: 'sari@x', password }, 'username'],
    ['a short password', { username: 'sari', password: 'pendek7' }, 'password'],
    ['a password of 129 code points', { username: 'sari', password: 'é'.repeat(129) }, 'password'],
    ['a common password', { username: 'sari', password: 'Password1' }, 'password'],
    ['the username as password', { username: 'sari.dewi.lestari', password: 'Sari.Dewi.Lestari' }, 'password'],
    ['age zero', { username: 'sari', password, age: 0 }, 'age'],
    ['age 151', { username: 'sari', password, age: 151 }, 'age'],
    ['age as text', { username: 'sari', password, age: '17' }, 'age'],
    ['a fraction of an age', { username: 'sari', password, age: 17.5 }, 'age'],
    ['a bad e-mail', { username: 'sari', password, email: 'sari@' }, 'email'],
    ['an unknown field', { username: 'sari', password, role: 'admin' }, 'role'],
    ['no password', { username: 'sari' }, 'password'],
    ['a number as username', { username: 12345, password }, 'username']
  ]
  for (const [what, body, field] of bad) {
    test(`refuses ${what}, naming the field`, async (t) => {
      const { anonymous, database } = await buildTestApp(t)
      const answer = await anonymous().post('/api/auth/register', body)
      assert.equal(answer.status, 400)
      assert.ok(answer.body.details[field]?.length > 0, JSON.stringify(answer.body))
      assert.ok(!answer.text.includes('jeruk-bali'), 'what was sent is not said back')
      assert.equal(await database.read.$count(database.tables.users), 0)
    })
  }

  test('counts a password in code points of its normal form', async (t) => {
    const { anonymous } = await buildTestApp(t)
    const decomposed = 'e\u0301'.repeat(8)
    assert.equal(
      (await anonymous().post('/api/auth/register', { username: 'panjang', password: '𝒳'.repeat(128) })).status,
      201
    )
    assert.equal(
      (await anonymous().post('/api/auth/register', { username: 'aksen', password: decomposed })).status,
      201
    )
    const login = await anonymous().post('/api/auth/login', { username: 'aksen', password: 'é'.repeat(8) })
    assert.equal(login.status, 200, 'another form of the same letters')
  })

  test('can be switched off', async (t) => {
    const { anonymous } = await buildTestApp(t, { env: { ALLOW_REGISTRATION: 'false' } })
    const answer = await anonymous().post('/api/auth/register', { username: 'sari', password })
    assert.equal(answer.status, 403)
    assert.equal(answer.body.code, 'REGISTRATION_CLOSED')
  })
})
