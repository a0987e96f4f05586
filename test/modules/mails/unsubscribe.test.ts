import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { buildTestApp, type TestApp } from '../../support/app.js'

const form = 'application/x-www-form-urlencoded'
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const oneClick = 'List-Unsubscribe=One-Click'

async function begin(t: Parameters<typeof buildTestApp>[0]) {
  const app = await buildTestApp(t)
  const sari = await app.createUser({ username: 'sari' })
  const email = 'sari@example.org'
  const { users } = app.database.tables
  await app.database.transaction(async (tx) => {
    await tx.update(users).set({ email, emailKey: email, language: 'id' }).where(eq(users.id, sari.id))
  })
  const admin = await app.as('admin')
  const announce = async (title: string) => {
    const told = { type: 'announcement', title, message: `${title}.`, userIds: [sari.id] }
    assert.equal((await admin.post('/api/notifications', told)).status, 201)
  }
  await announce('Satu')
  const header = app.mails[0]?.headers['List-Unsubscribe'] ?? ''
  return { app, admin, announce, path: new URL(header.slice(1, -1)).pathname, sari }
}

/** As a server of a mail provider sends it: without cookie and Origin. */
async function click({ app }: TestApp, url: string, payload = oneClick, type = form) {
  const answer = await app.inject({ method: 'POST', url, payload, headers: { 'content-type': type } })
  return { status: answer.statusCode, text: answer.body, headers: answer.headers }
}

describe('one click', () => {
  test('ends the mails of that kind, from anywhere and without signing in; what happens stays to be read', async (t) => {
    const { app, announce, path, sari } = await begin(t)
    const answer = await click(app, path)
    assert.equal(answer.status, 200)
    assert.match(answer.text, /Kamu tidak akan menerima surel seperti ini lagi/)
    assert.equal((await click(app, path)).status, 200, 'however often')
    await announce('Dua')
    assert.equal(app.mails.length, 1)
    const reader = await app.signIn(sari.username)
    assert.equal((await reader.get('/api/notifications')).body.data.length, 2)
  })

  test('may come as a form of either kind, and as nothing else', async (t) => {
    const { app, path } = await begin(t)
    const boundary = '----x7'
    const multipart = (value: string) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\n${value}\r\n--${boundary}--\r\n`
    const type = `multipart/form-data; boundary=${boundary}`
    assert.equal((await click(app, path, multipart('One-Click'), type)).status, 200)
    assert.equal((await click(app, path, multipart('No'), type)).status, 400)
    assert.equal((await click(app, path, 'List-Unsubscribe=No')).status, 400)
    assert.equal((await click(app, path, '')).status, 400)
    assert.equal((await click(app, path, 'x'.repeat(5_000))).status, 413)
    assert.equal((await click(app, path, '{}', 'application/json')).status, 415)
  })

  test('is asked for by a page that changes nothing, holds no script and goes nowhere else', async (t) => {
    const { app, announce, path } = await begin(t)
    const page = await app.app.inject({ url: path })
    assert.equal(page.statusCode, 200)
    assert.match(
      page.body,
      /<html lang="id">.*<h2>Pengumuman<\/h2>.*<form method="post">.*<button>Hentikan surel ini<\/button>/s
    )
    assert.doesNotMatch(page.body, /<script|https?:/)
    const policy = String(page.headers['content-security-policy'])
    assert.match(policy, /default-src 'none'.*form-action 'self'/)
    await announce('Dua')
    assert.equal(app.mails.length, 2)
    const [, name = '', value = ''] = page.body.match(/name="([^"]+)" value="([^"]+)"/) ?? []
    assert.equal((await click(app, path, `${name}=${value}`)).status, 200)
    await announce('Tiga')
    assert.equal(app.mails.length, 2)
  })

  test('is taken only from a link of ours, for its user and its kind', async (t) => {
    const { app, announce, path, sari } = await begin(t)
    const { id } = await app.createUser({ username: 'budi' })
    const forged = [
      path.replace(sari.id, id),
      path.replace('.announcement.', '.all.'),
      path.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')),
      path.replace(/.$/, (last) => base64[base64.indexOf(last) + 1] ?? ''), // of the same bytes
      path.slice(0, -1),
      `${path}A`,
      '/api/unsubscribe/x'
    ]
    for (const url of forged) {
      assert.equal((await click(app, url)).status, 404, url)
      assert.equal((await app.app.inject({ url })).statusCode, 404, url)
    }
    await announce('Dua')
    assert.equal(app.mails.length, 2)
  })

  test('needs a user who is still there', async (t) => {
    const { app, admin, path, sari } = await begin(t)
    assert.equal((await admin.delete(`/api/users/${sari.id}`)).status, 204)
    assert.equal((await click(app, path)).status, 404)
  })

  test('is the one route that other origins may post to', async (t) => {
    const { app, path } = await begin(t)
    const headers = { origin: 'https://elsewhere.example', 'content-type': form }
    const inject = (url: string) => app.app.inject({ method: 'POST', url, payload: oneClick, headers })
    assert.equal((await inject(path)).statusCode, 200)
    assert.equal((await inject('/api/auth/login')).statusCode, 403)
  })
})
