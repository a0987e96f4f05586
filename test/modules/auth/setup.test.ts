import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { prepareFirstStart } from '../../../src/first-start.js'
import { hourMs } from '../../../src/lib/clock.js'
import { buildTestApp, type TestApp } from '../../support/app.js'

const password = 'mangga-arumanis-besar'

async function printedToken(testApp: TestApp): Promise<string> {
  const lines = await prepareFirstStart({ ...testApp.config, seedDemo: false }, testApp)
  const token = lines.join('\n').match(/\/app\/setup\?token=([\w-]{43})/)?.[1]
  assert.ok(token, `a link is printed: ${lines.join(' ')}`)
  return token
}

describe('the first start', () => {
  test('prints a link that makes one administrator', async (t) => {
    const testApp = await buildTestApp(t)
    const token = await printedToken(testApp)
    const body = { token, username: 'kepala', password }
    const answers = await Promise.all(
      ['kepala.satu', 'kepala.dua'].map((username) =>
        testApp.anonymous().post('/api/auth/setup', { ...body, username })
      )
    )
    assert.equal(answers.filter(({ status }) => status === 201).length, 1)
    const { users } = testApp.database.tables
    assert.equal(await testApp.database.read.$count(users), 1)
    const winner = answers.find(({ status }) => status === 201)
    const admin = await testApp.signIn(winner?.body.user.username, password)
    const me = await admin.get('/api/auth/me')
    assert.ok(me.body.permissions.includes('role.manage'))
    assert.ok(me.body.roles.some(({ role }: { role: string }) => role === 'owner'))
    assert.equal((await testApp.anonymous().post('/api/auth/setup', body)).status, 409)
    assert.deepEqual(await prepareFirstStart(testApp.config, testApp), [], 'a later start has nothing to say')
  })

  test('takes the newest link alone, for an hour', async (t) => {
    const testApp = await buildTestApp(t)
    const former = await printedToken(testApp)
    const token = await printedToken(testApp)
    const setUp = (used: string) =>
      testApp.anonymous().post('/api/auth/setup', { token: used, username: 'kepala', password })
    assert.equal((await setUp(former)).status, 400)
    assert.equal((await setUp('x'.repeat(43))).body.code, 'INVALID_TOKEN')
    testApp.clock.advance(hourMs + 1)
    assert.equal((await setUp(token)).status, 400)
    assert.equal(await testApp.database.read.$count(testApp.database.tables.users), 0)
  })

  test('is not taken by a learner who signs up before there is an administrator', async (t) => {
    const testApp = await buildTestApp(t)
    const early = { username: 'pagi.sekali', password: 'jambu-air-merah-tua' }
    assert.equal((await testApp.anonymous().post('/api/auth/register', early)).status, 201)
    const token = await printedToken(testApp)
    const answer = await testApp.anonymous().post('/api/auth/setup', { token, username: 'kepala', password })
    assert.equal(answer.status, 201, answer.text)
    const learner = await testApp.signIn('pagi.sekali', early.password)
    assert.deepEqual((await learner.get('/api/auth/me')).body.permissions, [])
  })

  test('makes the administrator of the configuration', async (t) => {
    const testApp = await buildTestApp(t, { env: { ADMIN_USERNAME: 'kepala', ADMIN_PASSWORD: password } })
    await prepareFirstStart(testApp.config, testApp)
    const admin = await testApp.signIn('kepala', password)
    assert.ok((await admin.get('/api/auth/me')).body.permissions.includes('user.delete'))
  })

  test('seeds a demo that can be used', async (t) => {
    const testApp = await buildTestApp(t)
    const lines = await prepareFirstStart(testApp.config, testApp)
    assert.ok(lines.some((line) => line.includes('mentor.budi')))
    const sari = await testApp.signIn('sari', 'naik-kelas-demo')
    assert.equal((await sari.get('/api/courses?total=true')).body.total, 5)
    assert.equal((await sari.get('/api/me/enrolments')).body.data.length, 3)
    assert.ok((await sari.get('/api/notifications')).body.unreadCount >= 1)
    const mentor = await testApp.signIn('mentor.budi', 'naik-kelas-demo')
    assert.equal((await mentor.get('/api/courses?total=true')).body.total, 6, 'the mentor sees the draft, too')
  })
})
