import assert from 'node:assert/strict'
import { unlink } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { assertErrorForm } from '../../support/error-form.js'
import { mp4, pdf, png, uploaded } from './samples.js'

const text = 'abcdefghijklmnopqrstuvwxyz'

test('the bytes come back as they were, for who may read them, and as what they are', async (t) => {
  const app = await buildTestApp(t)
  const sari = await app.signInAs({ username: 'sari' })
  const { url, sha256 } = await uploaded(sari)
  const { status, headers } = await sari.get(url)
  assert.equal(status, 200)
  const expected = {
    'content-type': 'image/png',
    'content-length': String(png.length),
    'content-disposition': `inline; filename="merah.png"; filename*=UTF-8''merah.png`,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, max-age=0, must-revalidate',
    'accept-ranges': 'bytes',
    etag: `"${sha256.slice(0, 32)}"`
  }
  for (const [name, value] of Object.entries(expected)) assert.equal(headers[name], value, name)
  assert.equal(headers['last-modified'], undefined)
  const head = await sari.request('HEAD', url)
  assert.equal(head.status, 200)
  for (const [name, value] of Object.entries(expected)) assert.equal(head.headers[name], value, `HEAD ${name}`)
  assert.equal(head.text, '')
})

const dispositions: [name: string, header: RegExp][] = [
  ['laporan.txt', /^attachment; filename="laporan.txt"; filename\*=UTF-8''laporan.txt$/],
  ['a"b%41.txt', /^attachment; filename="a_b_41.txt"; filename\*=UTF-8''a%22b%2541.txt$/],
  ['naïve 図.txt', /^attachment; filename="naive _.txt"; filename\*=UTF-8''na%C3%AFve%20%E5%9B%B3.txt$/],
  ["it's (1)*.txt", /^attachment; filename="it's \(1\)\*.txt"; filename\*=UTF-8''it%27s%20%281%29%2A.txt$/]
]

test('a download has the name that its uploader gave it, whatever characters that has', async (t) => {
  const app = await buildTestApp(t)
  const sari = await app.signInAs({ username: 'sari' })
  for (const [name, header] of dispositions) {
    const { url } = await uploaded(sari, { name, type: 'text/plain', bytes: text })
    const answer = await sari.get(url)
    assert.match(String(answer.headers['content-disposition']), header)
    assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8')
    assert.equal(answer.text, text)
  }
})

test('only what browsers show safely is shown, and a PDF in their own viewer', async (t) => {
  const app = await buildTestApp(t)
  const sari = await app.signInAs({ username: 'sari' })
  const kinds = [
    ['a.mp4', mp4, /^inline/],
    ['a.pdf', pdf, /^inline/],
    ['a.csv', 'a;b\n', /^attachment/],
    ['a.json', '{}', /^attachment/]
  ] as const
  for (const [name, bytes, disposition] of kinds) {
    const { url } = await uploaded(sari, { name, type: '', bytes })
    const { headers } = await sari.get(url)
    assert.match(String(headers['content-disposition']), disposition, name)
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /^default-src 'none';/, name)
    // Chromium shows no PDF in a sandbox.
    assert.equal(policy.includes('sandbox'), name !== 'a.pdf', name)
    assert.equal(headers['x-frame-options'], name === 'a.pdf' ? 'SAMEORIGIN' : 'DENY', name)
  }
})

test('a player gets the range that it asks for', async (t) => {
  const app = await buildTestApp(t)
  const sari = await app.signInAs({ username: 'sari' })
  const { url, sha256 } = await uploaded(sari, { name: 'a.txt', type: '', bytes: text })
  const etag = `"${sha256.slice(0, 32)}"`
  const ranges: [headers: Record<string, string>, status: number, text: string, contentRange?: string][] = [
    [{ range: 'bytes=0-4' }, 206, 'abcde', 'bytes 0-4/26'],
    [{ range: 'bytes=20-' }, 206, 'uvwxyz', 'bytes 20-25/26'],
    [{ range: 'bytes=-3' }, 206, 'xyz', 'bytes 23-25/26'],
    [{ range: 'bytes=20-999' }, 206, 'uvwxyz', 'bytes 20-25/26'],
    [{ range: 'bytes=0-0' }, 206, 'a', 'bytes 0-0/26'],
    [{ range: 'bytes=0-4', 'if-range': etag }, 206, 'abcde', 'bytes 0-4/26'],
    // Other bytes than it knows; a date that nothing has; a unit, a form and a number that are none.
    [{ range: 'bytes=0-4', 'if-range': '"lain"' }, 200, text],
    [{ range: 'bytes=0-4', 'if-range': 'Sat, 21 Nov 2026 08:00:00 GMT' }, 200, text],
    [{ range: 'lines=0-4' }, 200, text],
    [{ range: 'bytes=0-4,8-9' }, 200, text],
    [{ range: 'bytes=26-' }, 416, '', 'bytes */26'],
    [{ 'if-none-match': etag }, 304, ''],
    [{ 'if-none-match': `W/${etag}`, range: 'bytes=0-4' }, 304, ''],
    [{ 'if-none-match': '"lain"' }, 200, text],
    [{ 'if-modified-since': 'Sat, 21 Nov 2099 08:00:00 GMT' }, 200, text]
  ]
  for (const [headers, status, expected, contentRange] of ranges) {
    const answer = await sari.get(url, headers)
    const name = JSON.stringify(headers)
    assert.equal(answer.status, status, `${name}: ${answer.text}`)
    assert.equal(answer.headers['content-range'], contentRange, name)
    if (status === 416) assertErrorForm(answer, { status, code: 'RANGE_NOT_SATISFIABLE', path: url })
    else assert.equal(answer.text, expected, name)
    if (status === 304) assert.equal(answer.headers.etag, etag)
    if (status === 206) assert.equal(answer.headers['content-length'], String(expected.length), name)
  }
})

test('an upload is private', async (t) => {
  const app = await buildTestApp(t)
  const sari = await app.signInAs({ username: 'sari' })
  const { url } = await uploaded(sari)
  for (const client of [app.anonymous(), await app.as('learner'), await app.as('owner'), await app.as('admin')]) {
    for (const path of [url, `${url}/meta`]) {
      assertErrorForm(await client.get(path), { status: 404, code: 'NOT_FOUND', path })
    }
  }
  const { body } = await sari.get(`${url}/meta`)
  assert.equal(body.name, 'merah.png')
})

test('a link needs no session, for ten minutes and this file alone', async (t) => {
  const app = await buildTestApp(t)
  const sari = await app.signInAs({ username: 'sari' })
  const { url, id } = await uploaded(sari)
  const { url: other } = await uploaded(sari)
  const { status, body } = await sari.post(`${url}/links`)
  assert.equal(status, 201)
  const anybody = app.anonymous()
  const shown = await anybody.get(body.url, { range: 'bytes=1-3' })
  assert.equal(shown.status, 206)
  assert.equal(shown.text, 'PNG')
  assert.equal(shown.headers['cross-origin-resource-policy'], 'cross-origin')

  const query = new URL(body.url, 'http://localhost').searchParams
  const expires = Number(query.get('expires'))
  const signature = String(query.get('signature'))
  const flipped = (signature[0] === 'A' ? 'B' : 'A') + signature.slice(1)
  const bad = [
    `${url}?expires=${expires + 1}&signature=${signature}`,
    `${url}?expires=${expires}&signature=${flipped}`,
    `${other}?expires=${expires}&signature=${signature}`,
    `/api/files/file_0000000000zzzzzzzzzzzzzzzz?expires=${expires}&signature=${signature}`
  ]
  for (const address of bad) {
    assertErrorForm(await anybody.get(address), { status: 403, code: 'LINK_NOT_VALID' })
  }
  assert.equal((await sari.get(bad[0] ?? '')).status, 200, 'who may read it needs no link')
  assertErrorForm(await anybody.get(`${url}?expires=${expires}`), { status: 404 })
  assertErrorForm(await anybody.get(`${url}?signature=${signature}`), { status: 404 })
  for (const broken of ['expires=x&signature=y', `expires=${expires}&signature=${signature}x`, 'expires=-1']) {
    assertErrorForm(await anybody.get(`${url}?${broken}`), { status: 400 })
  }
  assertErrorForm(await anybody.get(`${body.url}&signature=${signature}`), { status: 400 })

  const { expiresAt } = body
  assert.equal(new Date(expiresAt).getTime(), expires * 1000)
  app.clock.advance(9 * 60_000)
  assert.equal((await anybody.get(body.url)).status, 200)
  app.clock.advance(61_000)
  assertErrorForm(await anybody.get(body.url), { status: 403, code: 'LINK_NOT_VALID' })

  const { body: fresh } = await sari.post(`${url}/links`)
  assert.equal((await sari.delete(url)).status, 204)
  assertErrorForm(await anybody.get(fresh.url), { status: 404, code: 'NOT_FOUND' })
  assert.equal(id, url.split('/').at(-1))
})

test('bytes that have vanished from the disk are not found, and no crash', async (t) => {
  const app = await buildTestApp(t)
  const sari = await app.signInAs({ username: 'sari' })
  const { url, id } = await uploaded(sari)
  await unlink(join(app.config.dataDir, 'files', id.slice(-2), id))
  assertErrorForm(await sari.get(url), { status: 404 })
  assert.equal((await sari.delete(url)).status, 204)
})
