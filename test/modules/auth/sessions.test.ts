import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { dayMs, hourMs, minuteMs } from '../../../src/lib/clock.js'
import { buildTestApp, testPassword } from '../../support/app.js'
import { Client } from '../../support/client.js'

const userAgent =
  'Mozilla/5.0 (Linux; Android 13; SM-A125F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36'

describe('sessions', () => {
  test('are listed with a coarse device and never with their token', async (t) => {
    const product = await buildTestApp(t)
    const { createUser, signIn } = product
    await createUser({ username: 'sari' })
    const first = await signIn('sari')
    const phone = new Client(product)
    await phone.post('/api/auth/login', { username: 'sari', password: testPassword }, { 'user-agent': userAgent })
    const { body, text } = await first.get('/api/auth/sessions')
    assert.equal(body.data.length, 2)
    assert.deepEqual(body.data.map((session: { device: string }) => session.device).sort(), [
      'Chrome on Android',
      'Unknown program'
    ])
    assert.equal(body.data.filter((session: { isCurrent: boolean }) => session.isCurrent).length, 1)
    for (const token of [...first.cookies.values(), ...phone.cookies.values()]) assert.ok(!text.includes(token))
  })

  test('are told of to anybody, as nobody without one that lives', async (t) => {
    const { as, anonymous, clock } = await buildTestApp(t)
    const learner = await as('learner')
    const own = await learner.get('/api/auth/session')
    assert.deepEqual(own.body.me, (await learner.get('/api/auth/me')).body)
    const guest = await anonymous().get('/api/auth/session')
    assert.deepEqual([guest.status, guest.body], [200, { me: null }])
    for (const { headers } of [own, guest]) assert.equal(headers['cache-control'], 'no-store')
    assert.deepEqual((await anonymous().get('/api/auth/session', { cookie: 'sid=%' })).body, { me: null })
    clock.advance(31 * dayMs)
    assert.deepEqual((await learner.get('/api/auth/session')).body, { me: null })
  })

  test('are kept alive by asking for them', async (t) => {
    const { as, clock } = await buildTestApp(t)
    const learner = await as('learner')
    clock.advance(20 * dayMs)
    await learner.get('/api/auth/session')
    clock.advance(20 * dayMs)
    assert.notEqual((await learner.get('/api/auth/session')).body.me, null)
  })

  test('of others cannot be ended, and an id is not a token', async (t) => {
    const { createUser, signIn, anonymous } = await buildTestApp(t)
    await createUser({ username: 'sari' })
    await createUser({ username: 'joko' })
    const sari = await signIn('sari')
    const joko = await signIn('joko')
    const { id } = (await sari.get('/api/auth/sessions')).body.data[0]
    assert.equal((await joko.delete(`/api/auth/sessions/${id}`)).status, 404)
    assert.equal((await anonymous().get('/api/auth/me', { cookie: `sid=${id}` })).status, 401)
    assert.equal((await sari.get('/api/auth/me')).status, 200)
  })

  test('end one by one, or all the others at once', async (t) => {
    const { createUser, signIn } = await buildTestApp(t)
    await createUser({ username: 'sari' })
    const [kept, one, two] = [await signIn('sari'), await signIn('sari'), await signIn('sari')]
    const sessions = (await one.get('/api/auth/sessions')).body.data
    const own = sessions.find((session: { isCurrent: boolean }) => session.isCurrent)
    assert.equal((await kept.delete(`/api/auth/sessions/${own.id}`)).status, 204)
    assert.equal((await one.get('/api/auth/me')).status, 401)
    assert.equal((await two.get('/api/auth/me')).status, 200)
    assert.equal((await kept.delete('/api/auth/sessions')).status, 204)
    assert.equal((await two.get('/api/auth/me')).status, 401)
    assert.equal((await kept.get('/api/auth/me')).status, 200)
  })

  test('end at sign-out, with the cookie', async (t) => {
    const { createUser, signIn, database, anonymous } = await buildTestApp(t)
    await createUser({ username: 'sari' })
    const client = await signIn('sari')
    const cookie = client.cookieHeader() as Record<string, string>
    const answer = await client.post('/api/auth/logout')
    assert.equal(answer.status, 204)
    assert.match(String(answer.headers['set-cookie']), /^sid=; Max-Age=0;/)
    assert.equal(await database.read.$count(database.tables.sessions), 0)
    assert.equal((await anonymous().get('/api/auth/me', cookie)).status, 401)
    assert.equal((await client.post('/api/auth/logout')).status, 401)
  })

  test('all but a new one end when the password changes', async (t) => {
    const { createUser, signIn, anonymous } = await buildTestApp(t)
    await createUser({ username: 'sari' })
    const here = await signIn('sari')
    const elsewhere = await signIn('sari')
    const former = here.cookieHeader() as Record<string, string>
    const change = (currentPassword: string, newPassword: string) =>
      here.post('/api/auth/password', { currentPassword, newPassword })
    assert.equal((await change('bukan-ini-sandinya', 'teh-poci-sore-hari')).status, 401)
    const weak = await change(testPassword, 'password')
    assert.equal(weak.status, 400)
    assert.ok(weak.body.details.newPassword)
    assert.equal((await change(testPassword, 'teh-poci-sore-hari')).status, 204)
    assert.equal((await here.get('/api/auth/me')).status, 200)
    assert.equal((await elsewhere.get('/api/auth/me')).status, 401)
    assert.equal((await anonymous().get('/api/auth/me', former)).status, 401, 'the token is a new one')
    assert.equal((await anonymous().post('/api/auth/login', { username: 'sari', password: testPassword })).status, 401)
  })

  test('of a learner slide for thirty days and end after ninety', async (t) => {
    const { as, clock } = await buildTestApp(t)
    const learner = await as('learner')
    for (let day = 0; day < 75; day += 25) {
      clock.advance(25 * dayMs)
      assert.equal((await learner.get('/api/auth/me')).status, 200)
    }
    clock.advance(14 * dayMs)
    assert.equal((await learner.get('/api/auth/me')).status, 200)
    clock.advance(2 * dayMs)
    assert.equal((await learner.get('/api/auth/me')).status, 401, 'the absolute limit')
  })

  test('that are not used end after the idle limit', async (t) => {
    const { as, clock } = await buildTestApp(t)
    const learner = await as('learner')
    const mentor = await as('mentor')
    clock.advance(11 * hourMs)
    assert.equal((await mentor.get('/api/auth/me')).status, 200)
    clock.advance(11 * hourMs)
    assert.equal((await mentor.get('/api/auth/me')).status, 200, 'slid by its use')
    clock.advance(13 * hourMs)
    assert.equal((await mentor.get('/api/auth/me')).status, 401)
    assert.equal((await learner.get('/api/auth/me')).status, 200)
    clock.advance(31 * dayMs)
    assert.equal((await learner.get('/api/auth/me')).status, 401)
  })

  test('become short at once when their user gains power', async (t) => {
    const { as, signInAs, clock } = await buildTestApp(t)
    const user = await signInAs({ username: 'sari' })
    const admin = await as('admin')
    clock.advance(13 * hourMs)
    const again = await admin.post('/api/auth/login', { username: 'a.admin', password: testPassword })
    assert.equal(again.status, 200)
    const assignments = [{ role: 'admin', organizationId: null }]
    assert.equal((await admin.put(`/api/users/${user.userId}/roles`, { assignments })).status, 200)
    assert.equal((await user.get('/api/auth/me')).status, 401, 'unused for longer than its new limit')
  })

  test('do not write with every request', async (t) => {
    const { as, clock, database } = await buildTestApp(t)
    const learner = await as('learner')
    const seen = async () => (await database.read.select().from(database.tables.sessions))[0]?.lastSeenAt.getTime()
    const before = await seen()
    clock.advance(10 * minuteMs)
    await learner.get('/api/auth/me')
    assert.equal(await seen(), before)
    clock.advance(2 * dayMs)
    await learner.get('/api/auth/me')
    assert.notEqual(await seen(), before)
  })

  test('are found among garbage cookies', async (t) => {
    const { as, anonymous } = await buildTestApp(t)
    const learner = await as('learner')
    const good = learner.cookieHeader().cookie
    for (const cookie of [
      `x=%; ${good}`,
      `${good}; y="`,
      `;;; =; a; ${good}`,
      `__Host-sid=%E0%A4%A; ${good}`,
      `\u00e9=1; ${good}`
    ]) {
      assert.equal((await anonymous().get('/api/auth/me', { cookie })).status, 200, cookie)
    }
    for (const cookie of ['sid=%', 'sid=', 'sid=%00', `sid=${'x'.repeat(4000)}`, 'sid="a"; sid=b']) {
      assert.equal((await anonymous().get('/api/auth/me', { cookie })).status, 401, cookie)
    }
  })

  test('use a Secure, host-bound cookie over HTTPS, and refuse the plain one', async (t) => {
    const { createUser, app, clock } = await buildTestApp(t, { env: { PUBLIC_URL: 'https://kelas.example.org' } })
    assert.ok(clock)
    await createUser({ username: 'sari' })
    const answer = await app.inject({
      method: 'POST',
      url: '/api/auth/login',
      headers: { origin: 'https://kelas.example.org', host: 'kelas.example.org' },
      payload: { username: 'sari', password: testPassword }
    })
    assert.match(
      String(answer.headers['set-cookie']),
      /^__Host-sid=[\w-]{43}; .*Path=\/; HttpOnly; Secure; SameSite=Lax$/
    )
    const token = answer.cookies[0]?.value
    const plain = await app.inject({ url: '/api/auth/me', headers: { cookie: `sid=${token}` } })
    assert.equal(plain.statusCode, 401)
  })
})
