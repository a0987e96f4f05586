import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { SMTPServer } from 'smtp-server'
import { minuteMs } from '../../../src/lib/clock.js'
import { buildTestApp, type TestApp, testPassword } from '../../support/app.js'

const newPassword = 'salak-pondoh-dari-sleman'

async function giveEmail({ database }: TestApp, id: string, email: string): Promise<void> {
  const { users } = database.tables
  await database.transaction(async (tx) => {
    await tx.update(users).set({ email, emailKey: email.toLowerCase() }).where(eq(users.id, id))
  })
}

async function until<T>(find: () => T | undefined): Promise<T> {
  for (let i = 0; i < 300; i++) {
    const found = find()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('it did not come')
}

const tokenIn = (text: string) => text.match(/token=([\w-]+)/)?.[1]

describe('a forgotten password', () => {
  test('is replaced by a link that works once; every session ends and none begins', async (t) => {
    const testApp = await buildTestApp(t)
    const { createUser, signIn, anonymous, mails } = testApp
    const { id } = await createUser({ username: 'sari' })
    await giveEmail(testApp, id, 'Sari@example.org')
    const open = await signIn('sari')
    const asked = await anonymous().post('/api/auth/forgot-password', { email: 'sari@EXAMPLE.org' })
    assert.equal(asked.status, 202)
    const mail = await until(() => mails[0])
    assert.equal(mail.to, 'Sari@example.org')
    const token = tokenIn(mail.text)
    const weak = await anonymous().post('/api/auth/reset-password', { token, newPassword: 'password' })
    assert.equal(weak.status, 400)
    assert.ok(weak.body.details.newPassword)
    const done = await anonymous().post('/api/auth/reset-password', { token, newPassword })
    assert.equal(done.status, 204)
    assert.equal(done.headers['set-cookie'], undefined)
    assert.equal((await open.get('/api/auth/me')).status, 401)
    assert.equal((await anonymous().post('/api/auth/login', { username: 'sari', password: testPassword })).status, 401)
    await signIn('sari', newPassword)
    const again = await anonymous().post('/api/auth/reset-password', { token, newPassword })
    assert.equal(again.status, 400)
    assert.equal(again.body.code, 'INVALID_TOKEN')
  })

  test('only the newest link works, for half an hour, and they come at most once a minute', async (t) => {
    const testApp = await buildTestApp(t)
    const { createUser, anonymous, mails, clock } = testApp
    const { id } = await createUser({ username: 'sari' })
    await giveEmail(testApp, id, 'sari@example.org')
    const ask = () => anonymous().post('/api/auth/forgot-password', { username: 'sari' })
    await ask()
    const first = tokenIn((await until(() => mails[0])).text)
    await ask()
    clock.advance(2 * minuteMs)
    await ask()
    const second = tokenIn((await until(() => mails[1])).text)
    assert.equal(mails.length, 2)
    const reset = (token: string | undefined) => anonymous().post('/api/auth/reset-password', { token, newPassword })
    assert.equal((await reset(first)).status, 400)
    clock.advance(31 * minuteMs)
    assert.equal((await reset(second)).status, 400)
  })

  test('answers the same for whom it does not know', async (t) => {
    const { createUser, anonymous, mails, app } = await buildTestApp(t)
    await createUser({ username: 'tanpa.surel' })
    for (const body of [{ username: 'siapa' }, { email: 'siapa@example.org' }, { username: 'tanpa.surel' }]) {
      assert.equal((await anonymous().post('/api/auth/forgot-password', body)).status, 202)
    }
    await app.close() // waits for the work that the answers did not wait for
    assert.equal(mails.length, 0)
  })

  test('gives the link to one of two who bring it at one time', async (t) => {
    const testApp = await buildTestApp(t)
    const { createUser, anonymous, mails } = testApp
    const { id } = await createUser({ username: 'sari' })
    await giveEmail(testApp, id, 'sari@example.org')
    await anonymous().post('/api/auth/forgot-password', { username: 'sari' })
    const token = tokenIn((await until(() => mails[0])).text)
    const answers = await Promise.all(
      ['satu-sandi-yang-baik', 'dua-sandi-yang-baik'].map((password) =>
        anonymous().post('/api/auth/reset-password', { token, newPassword: password })
      )
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 400])
  })

  test('sends by SMTP when it is configured', async (t) => {
    const received: string[] = []
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, _session, done) {
        let text = ''
        stream.on('data', (chunk) => {
          text += chunk
        })
        stream.on('end', () => {
          received.push(text)
          done()
        })
      }
    })
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
    t.after(() => new Promise<void>((resolve) => smtp.close(() => resolve())))
    const address = smtp.server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const testApp = await buildTestApp(t, {
      env: {
        SMTP_URL: `smtp://127.0.0.1:${port}`,
        MAIL_FROM: 'Kelas <kelas@example.org>',
        PUBLIC_URL: 'https://kelas.example.org'
      }
    })
    const { id } = await testApp.createUser({ username: 'sari' })
    await giveEmail(testApp, id, 'sari@example.org')
    const asked = await testApp.app.inject({
      method: 'POST',
      url: '/api/auth/forgot-password',
      headers: { origin: 'https://kelas.example.org' },
      payload: { username: 'sari' }
    })
    assert.equal(asked.statusCode, 202)
    const mail = (await until(() => received[0])).replaceAll('=\r\n', '')
    assert.match(mail, /^From: Kelas <kelas@example.org>/m)
    assert.match(mail, /^To: sari@example.org/m)
    assert.match(mail, /https:\/\/kelas\.example\.org\/app\/reset-password\?token=/)
    assert.equal(testApp.mails.length, 0)
  })
})
