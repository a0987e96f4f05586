import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test from 'node:test'
import { dayMs } from '../../../src/lib/clock.js'
import { buildTestApp } from '../../support/app.js'
import { finish, makeCertifiedCourse, serialOf } from './certificates.js'

const english = { 'accept-language': 'en-GB,en;q=0.9' }

test('the page says in the reader’s language what the certificate is worth', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const sari = await app.signInAs({ username: 'sari.dewi' })
  const nasty = `<script>alert("x")</script> & 'Sari'`
  const admin = await app.as('admin')
  const named = await admin.patch(`/api/users/${sari.userId}`, { fullName: nasty })
  assert.equal(named.status, 200, named.text)
  const course = await makeCertifiedCourse(app, mentor, { title: '<b>Robot</b>', validMonths: 1 })
  await finish(sari, course)
  const serial = await serialOf(sari)
  const anybody = app.anonymous()
  const url = `/certificates/${serial}`

  const page = await anybody.get(url)
  assert.equal(page.status, 200)
  assert.equal(page.headers['content-type'], 'text/html; charset=utf-8')
  assert.match(page.text, /<html lang="id">/)
  assert.match(page.text, /<h1>Berlaku<\/h1>/)
  assert.ok(page.text.includes(serial))
  assert.match(page.text, /<meta name="viewport"/)

  await t.test('names are text, whatever they hold', () => {
    assert.doesNotMatch(page.text, /<script|<b>/i)
    assert.ok(page.text.includes('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;Sari&#39;'))
    assert.ok(page.text.includes('&lt;b&gt;Robot&lt;/b&gt;'))
  })

  await t.test('it brings its own style, and lets in nothing else', () => {
    const [, style = ''] = page.text.match(/<style>([\s\S]*?)<\/style>/) ?? []
    const hash = createHash('sha256').update(style).digest('base64')
    const policy = String(page.headers['content-security-policy'])
    assert.ok(policy.startsWith(`default-src 'none'; style-src 'sha256-${hash}';`), policy)
    assert.doesNotMatch(policy, /unsafe|https?:|\*/)
    assert.doesNotMatch(page.text, /\sstyle=|\son\w+=|\ssrc=/i)
    assert.equal(page.headers['x-robots-tag'], 'noindex')
    assert.match(page.text, /<meta name="robots" content="noindex">/)
    assert.match(String(page.headers.vary), /accept-language/)
  })

  await t.test('and the links that it has lead somewhere', async () => {
    const links = [...page.text.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => new URL(href))
    assert.equal(links.length, 3)
    for (const { origin } of links) assert.equal(origin, app.serverUrl)
    // The last is to the web client, which the tests do not build.
    assert.equal(links.pop()?.pathname, '/app/check')
    for (const { pathname } of links) assert.equal((await anybody.get(pathname)).status, 200)
  })

  await t.test('in English, and for a certificate that is worth nothing any more', async () => {
    assert.match((await anybody.get(url, english)).text, /<html lang="en">[\s\S]*<h1>Valid<\/h1>/)
    assert.match((await anybody.get(url, { 'accept-language': 'fr, en;q=0.2' })).text, /<html lang="en">/)
    assert.match((await anybody.get(url, { 'accept-language': 'en;q=0.5, id' })).text, /<html lang="id">/)
    app.clock.advance(40 * dayMs)
    assert.match((await anybody.get(url, english)).text, /<h1>Expired<\/h1>/)
    const revoked = await (await app.signIn('a.mentor')).post(`/api/certificates/${serial}/revoke`, {
      reason: 'Menyontek.'
    })
    assert.equal(revoked.status, 200)
    const after = await anybody.get(url, english)
    assert.match(after.text, /<h1>Revoked<\/h1>[\s\S]*Revoked on/)
    assert.doesNotMatch(after.text, /Menyontek/, 'why is not for all')
    assert.match((await anybody.get(url)).text, /<h1>Dicabut<\/h1>/)
  })
})

test('a serial that was read wrongly is answered with help', async (t) => {
  const app = await buildTestApp(t)
  const anybody = app.anonymous()
  for (const serial of ['NK-2026-0000-0000-0000-0000', 'x', 'a'.repeat(90), '%3Cscript%3E']) {
    const page = await anybody.get(`/certificates/${serial}`, english)
    assert.equal(page.status, 404, page.text)
    assert.equal(page.headers['content-type'], 'text/html; charset=utf-8')
    assert.match(page.text, /<h1>Not found<\/h1>[\s\S]*NK-2026-7K3M-ZP2V-9QXA-4HRT/)
    assert.match(String(page.headers['content-security-policy']), /^default-src 'none'; style-src 'sha256-/)
    assert.doesNotMatch(page.text, /<script/)
  }
  assert.match((await anybody.get('/certificates/x')).text, /<h1>Tidak ditemukan<\/h1>/)
})
