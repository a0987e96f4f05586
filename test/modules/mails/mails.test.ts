import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { dayMs } from '../../../src/lib/clock.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import { recordedBy } from '../../support/audit.js'
import type { Client } from '../../support/client.js'
import { refusal, startSmtp } from './smtp.js'

async function giveEmail({ database, userId }: { database: TestApp['database']; userId: string }): Promise<void> {
  const { users } = database.tables
  const email = 'sari@example.org'
  await database.transaction(async (tx) => {
    await tx
      .update(users)
      .set({ email, emailKey: email, searchKey: `sari dewi ${email}` })
      .where(eq(users.id, userId))
  })
}

/** An app in which a learner who has an address is told something. */
async function begin(t: Parameters<typeof buildTestApp>[0], env?: Record<string, string>) {
  const app = await buildTestApp(t, env ? { env } : {})
  const admin = await app.as('admin')
  const { id } = await app.createUser({ username: 'sari' })
  await giveEmail({ database: app.database, userId: id })
  const announce = (title: string) =>
    admin.post('/api/notifications', { type: 'announcement', title, message: `${title}.`, userIds: [id] })
  return { app, admin, announce, userId: id }
}

async function listOf(admin: Client, query = '') {
  const { body, status, text } = await admin.get(`/api/mails${query}`)
  assert.equal(status, 200, text)
  return body.data
}

describe('the log of mails', () => {
  test('keeps them where there is no server, to be read by the administrator and, in development, in the log', async (t) => {
    const { app, admin, announce, userId } = await begin(t)
    await announce('Rapat')
    assert.deepEqual(
      app.mails.map(({ to, subject }) => [to, subject]),
      [['sari@example.org', 'Rapat']]
    )
    const [mail] = await listOf(admin)
    const { id, createdAt, ...rest } = mail
    assert.deepEqual(rest, {
      ...{ kind: 'event', type: 'announcement', userId, to: 'sari@example.org', language: 'en', subject: 'Rapat' },
      ...{ state: 'kept', attempts: 0, nextAttemptAt: null, answer: null, sentAt: null }
    })
    const { body } = await admin.get(`/api/mails/${id}`)
    assert.equal(body.text, app.mails[0]?.text)
    assert.equal(body.html, app.mails[0]?.html)
  })

  test('does not send kept mails by itself once there is a server, and by hand it does', async (t) => {
    const { app, announce } = await begin(t)
    await announce('Lama')
    const smtp = await startSmtp(t)
    const next = await buildTestApp(t, { databaseUrl: app.databaseUrl, env: { SMTP_URL: smtp.url } })
    const admin = await next.signIn('a.admin')
    const { id: learner } = await next.createUser({ username: 'budi' })
    const told = { type: 'announcement', title: 'Baru', message: 'Baru.', userIds: [learner] }
    await admin.post('/api/notifications', told)
    assert.deepEqual(smtp.asked, [])
    const [mail] = await listOf(admin)
    const sent = await admin.post(`/api/mails/${mail.id}/send`)
    assert.deepEqual([sent.status, sent.body.state, sent.body.attempts], [200, 'queued', 0])
    assert.deepEqual(smtp.asked, ['sari@example.org'])
    const again = await admin.post(`/api/mails/${mail.id}/send`)
    assert.deepEqual([again.status, again.body.code], [409, 'ILLEGAL_TRANSITION'])
    const { body } = await admin.get(`/api/mails/${mail.id}`)
    assert.deepEqual([body.state, body.attempts, body.answer.slice(0, 3)], ['sent', 1, '250'])
  })

  test('is looked through by state, by the person, and page by page', async (t) => {
    const { admin, announce } = await begin(t)
    for (const title of ['Satu', 'Dua', 'Tiga']) await announce(title)
    const subjects = async (query: string) =>
      (await listOf(admin, query)).map((mail: { subject: string }) => mail.subject)
    assert.deepEqual(await subjects('?state=kept&q=DEWI'), ['Tiga', 'Dua', 'Satu'])
    assert.deepEqual(await subjects('?q=sari%40example.org%20dewi'), ['Tiga', 'Dua', 'Satu'])
    assert.deepEqual(await subjects('?q=budi'), [])
    assert.deepEqual(await subjects('?state=sent'), [])
    const { body: first } = await admin.get('/api/mails?limit=2&total=true')
    assert.equal(first.total, 3)
    assert.deepEqual(await subjects(`?limit=2&cursor=${first.nextCursor}`), ['Satu'])
  })

  test('shows a secret to the administrator only where they have to hand it on, and for a day', async (t) => {
    const { app, admin } = await begin(t)
    await app.anonymous().post('/api/auth/forgot-password', { username: 'sari' })
    for (let i = 0; i < 200 && app.mails.length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 10))
    const [mail] = await listOf(admin)
    assert.deepEqual([mail.kind, mail.state], ['password_reset', 'kept'])
    assert.match((await admin.get(`/api/mails/${mail.id}`)).body.text, /reset-password\?token=/)
    app.clock.advance(dayMs + 1)
    await app.jobs.find(({ name }) => name === 'prune-mails')?.run()
    const admin2 = await app.signIn('a.admin')
    const { body } = await admin2.get(`/api/mails/${mail.id}`)
    assert.deepEqual([body.text, body.html, body.state], [null, null, 'kept'])
    const sent = await admin2.post(`/api/mails/${mail.id}/send`)
    assert.deepEqual([sent.status, sent.body.code], [409, 'CONTENT_FORGOTTEN'])
  })

  test('shows a secret to nobody who can do less than its owner, and records who has read it', async (t) => {
    const { app, admin, userId } = await begin(t)
    const role = { key: 'juru_surel', title: 'Juru surel', scope: 'platform', permissions: ['delivery.manage'] }
    assert.equal((await admin.post('/api/roles', role)).status, 201)
    const clerk = await app.signInAs({ username: 'juru.surel' })
    const assignments = [{ role: 'juru_surel', organizationId: null }]
    assert.equal((await admin.put(`/api/users/${clerk.userId}/roles`, { assignments })).status, 200)
    await app.anonymous().post('/api/auth/forgot-password', { username: 'sari' })
    for (let i = 0; i < 200 && app.mails.length === 0; i++) await new Promise((resolve) => setTimeout(resolve, 10))
    const [mail] = await listOf(clerk)
    const seen = await clerk.get(`/api/mails/${mail.id}`)
    assert.deepEqual([seen.status, seen.body.text, seen.body.html], [200, null, null])
    const rows = await recordedBy(app, async () => {
      assert.match((await admin.get(`/api/mails/${mail.id}`)).body.text, /reset-password/)
    })
    assert.deepEqual(
      rows.map(({ action, actorId, resourceId, after }) => [action, actorId, resourceId, after]),
      [['mail.read_secret', admin.userId, mail.id, { kind: 'password_reset', user: userId }]]
    )
  })

  test('does not show the link for a new password while it waits for the server, nor once it is over', async (t) => {
    let asked = 0
    const smtp = await startSmtp(t, { onRcptTo: (_address, _session, done) => done(refusal(++asked > 1 ? 550 : 451)) })
    const { app, admin } = await begin(t, { SMTP_URL: smtp.url })
    await app.anonymous().post('/api/auth/forgot-password', { username: 'sari' })
    for (let i = 0; i < 200 && asked === 0; i++) await new Promise((resolve) => setTimeout(resolve, 10))
    await app.settled()
    const [mail] = await listOf(admin)
    assert.deepEqual([mail.state, mail.attempts], ['queued', 1])
    assert.equal((await admin.get(`/api/mails/${mail.id}`)).body.text, null)
    assert.ok(Date.parse(mail.nextAttemptAt) > app.clock.now().getTime())
  })

  test('goes after ninety days, whatever became of a mail', async (t) => {
    const { app, announce, userId } = await begin(t)
    await announce('Lama')
    app.clock.advance(91 * dayMs)
    const later = await app.signIn('a.admin')
    const told = { type: 'announcement', title: 'Baru', message: 'Baru.', userIds: [userId] }
    await later.post('/api/notifications', told)
    await app.jobs.find(({ name }) => name === 'prune-mails')?.run()
    assert.deepEqual(
      (await listOf(later)).map((mail: { subject: string }) => mail.subject),
      ['Baru']
    )
  })
})
