import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { dayMs, minuteMs, secondMs } from '../../../src/lib/clock.js'
import { buildTestApp, testPassword } from '../../support/app.js'

const wrong = 'bukan-kata-sandinya'

describe('sign-in', () => {
  test('gives a new token each time and ends the session that it replaces', async (t) => {
    const { createUser, signIn, anonymous } = await buildTestApp(t)
    await createUser({ username: 'sari' })
    const client = await signIn('sari')
    const former = client.cookieHeader()
    const again = await client.post('/api/auth/login', { username: 'SARI', password: testPassword })
    assert.equal(again.status, 200)
    assert.notDeepEqual(client.cookieHeader(), former)
    assert.equal((await client.get('/api/auth/me')).status, 200)
    assert.equal((await anonymous().get('/api/auth/me', former as Record<string, string>)).status, 401)
  })

  test('answers an unknown user and a wrong password alike', async (t) => {
    const { createUser, anonymous } = await buildTestApp(t)
    await createUser({ username: 'sari' })
    const known = await anonymous().post('/api/auth/login', { username: 'sari', password: wrong })
    const unknown = await anonymous().post('/api/auth/login', { username: 'siapa', password: wrong })
    for (const answer of [known, unknown]) {
      assert.equal(answer.status, 401)
      assert.equal(answer.body.code, 'INVALID_CREDENTIALS')
      assert.equal(answer.headers['set-cookie'], undefined)
    }
    const same = ({ requestId: _, timestamp: __, ...rest }: Record<string, unknown>) => rest
    assert.deepEqual(same(known.body), same(unknown.body))
  })

  test('makes a failing account wait longer and longer, and nobody else', async (t) => {
    const { createUser, anonymous, clock } = await buildTestApp(t)
    await createUser({ username: 'sari' })
    await createUser({ username: 'joko' })
    const fail = (username: string) => anonymous().post('/api/auth/login', { username, password: wrong })
    for (let i = 0; i < 5; i++) assert.equal((await fail('sari')).status, 401)
    assert.equal((await fail('sari')).status, 401, 'the sixth is still judged')
    const throttled = await anonymous().post('/api/auth/login', { username: 'Sari', password: testPassword })
    assert.equal(throttled.status, 429)
    assert.equal(throttled.headers['retry-after'], '1')
    assert.equal(throttled.body.code, 'TOO_MANY_REQUESTS')
    assert.equal((await anonymous().post('/api/auth/login', { username: 'joko', password: testPassword })).status, 200)

    clock.advance(1.1 * secondMs)
    assert.equal((await fail('sari')).status, 401)
    assert.equal((await fail('sari')).headers['retry-after'], '2')
    clock.advance(2.1 * secondMs)
    const right = await anonymous().post('/api/auth/login', { username: 'sari', password: testPassword })
    assert.equal(right.status, 200, 'the right password still works after the wait')
    for (let i = 0; i < 5; i++) assert.equal((await fail('sari')).status, 401, 'a success clears the count')
  })

  test('throttles a name that nobody has in the same way', async (t) => {
    const { anonymous } = await buildTestApp(t)
    const fail = () => anonymous().post('/api/auth/login', { username: 'tidak.ada', password: wrong })
    for (let i = 0; i < 6; i++) assert.equal((await fail()).status, 401)
    assert.equal((await fail()).status, 429)
  })

  test('pauses for a quarter of an hour after ten failures, and stops for good after a hundred', async (t) => {
    const { createUser, anonymous, clock, mails, database } = await buildTestApp(t)
    const { id } = await createUser({ username: 'sari' })
    const login = (password: string) => anonymous().post('/api/auth/login', { username: 'sari', password })
    for (let failures = 0; failures < 10; failures++) {
      assert.equal((await login(wrong)).status, 401)
      clock.advance(minuteMs)
    }
    assert.equal((await login(testPassword)).headers['retry-after'], String(14 * 60))
    clock.advance(14 * minuteMs)
    assert.equal((await login(wrong)).status, 401)

    const { loginThrottles, users } = database.tables
    await database.transaction(async (tx) => {
      await tx.update(loginThrottles).set({ failures: 99 })
      await tx.update(users).set({ email: 'sari@example.org', emailKey: 'sari@example.org' })
    })
    clock.advance(minuteMs)
    assert.equal((await login(wrong)).status, 401)
    clock.advance(365 * dayMs)
    assert.equal((await login(testPassword)).status, 429, 'the password no longer works')

    await anonymous().post('/api/auth/forgot-password', { username: 'sari' })
    const token = await waitForToken(mails)
    const reset = await anonymous().post('/api/auth/reset-password', { token, newPassword: 'rambutan-kebun-kakek' })
    assert.equal(reset.status, 204)
    assert.equal((await login('rambutan-kebun-kakek')).status, 200, `${id} is free again`)
  })

  test('counts failures that come at one time, every one', async (t) => {
    const { createUser, anonymous, database } = await buildTestApp(t)
    await createUser({ username: 'sari' })
    await Promise.all(
      Array.from({ length: 12 }, () => anonymous().post('/api/auth/login', { username: 'sari', password: wrong }))
    )
    const [row] = await database.read.select().from(database.tables.loginThrottles)
    assert.equal(row?.failures, 12)
    assert.equal((await anonymous().post('/api/auth/login', { username: 'sari', password: testPassword })).status, 429)
  })

  test('tells only who knows the password that an account is disabled', async (t) => {
    const { as, createUser, anonymous } = await buildTestApp(t)
    const { id } = await createUser({ username: 'sari' })
    const admin = await as('admin')
    assert.equal((await admin.patch(`/api/users/${id}`, { status: 'disabled' })).status, 200)
    const login = (password: string) => anonymous().post('/api/auth/login', { username: 'sari', password })
    assert.equal((await login(wrong)).status, 401)
    const disabled = await login(testPassword)
    assert.equal(disabled.status, 403)
    assert.equal(disabled.body.code, 'ACCOUNT_DISABLED')
    assert.equal((await admin.delete(`/api/users/${id}`)).status, 204)
    assert.equal((await login(testPassword)).status, 401)
  })

  test('says that it is busy when too many hashes wait', async (t) => {
    const { createUser, anonymous } = await buildTestApp(t)
    await createUser({ username: 'sari' })
    const answers = await Promise.all(
      Array.from({ length: 120 }, (_, i) =>
        anonymous().post('/api/auth/login', { username: `orang${i}`, password: wrong })
      )
    )
    const busy = answers.filter(({ status }) => status === 503)
    assert.ok(busy.length >= 120 - 64 - 16, `${busy.length} were sent away`)
    for (const { headers, body } of busy) {
      assert.equal(headers['retry-after'], '2')
      assert.equal(body.code, 'HASH_QUEUE_FULL')
    }
    assert.equal((await anonymous().post('/api/auth/login', { username: 'sari', password: testPassword })).status, 200)
  })
})

async function waitForToken(mails: { text: string }[]): Promise<string> {
  for (let i = 0; i < 200 && mails.length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 10))
  const token = mails[0]?.text.match(/token=([\w-]+)/)?.[1]
  assert.ok(token, 'a mail with a link came')
  return token
}
