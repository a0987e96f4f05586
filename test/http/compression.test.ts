import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { buildTestApp, type TestApp } from '../support/app.js'
import type { Client } from '../support/client.js'

const description = 'Belajar membuat sesuatu yang berguna. '.repeat(40)

async function createCourse(app: TestApp): Promise<{ mentor: Client; url: string }> {
  const mentor = await app.as('mentor')
  const { status, body } = await mentor.post('/api/courses', { title: 'Kelas', description })
  assert.equal(status, 201)
  return { mentor, url: `/api/courses/${body.id}` }
}

/** The answer with its bytes, which the client of the tests would take for text. */
function ask(app: TestApp, client: Client, url: string, headers: Record<string, string>) {
  return app.app.inject({ url, headers: { host: 'localhost', ...client.cookieHeader(), ...headers } })
}

describe('an answer in JSON', () => {
  test('is compressed for who asks for it, and says that it is another one for others', async (t) => {
    const app = await buildTestApp(t)
    const { mentor, url } = await createCourse(app)
    const plain = await ask(app, mentor, url, {})
    assert.equal(plain.headers['content-encoding'], undefined)
    assert.equal(plain.headers.vary, 'accept-encoding')
    for (const accepted of ['gzip', 'gzip, deflate, br, zstd', '*']) {
      const { headers, rawPayload } = await ask(app, mentor, url, { 'accept-encoding': accepted })
      assert.equal(headers['content-encoding'], 'gzip')
      assert.equal(headers.vary, 'accept-encoding')
      assert.equal(headers['content-length'], String(rawPayload.length))
      assert.ok(rawPayload.length < plain.rawPayload.length / 2)
      assert.deepEqual(gunzipSync(rawPayload), plain.rawPayload)
    }
    for (const accepted of ['br', 'identity', 'gzip;q=0', '']) {
      const { headers, body } = await ask(app, mentor, url, { 'accept-encoding': accepted })
      assert.deepEqual([headers['content-encoding'], body], [undefined, plain.body])
    }
    const large = await ask(app, mentor, '/api/openapi.json', { 'accept-encoding': 'gzip' })
    assert.match(JSON.parse(gunzipSync(large.rawPayload).toString()).openapi, /^3/)
  })

  test('is not compressed where a window is led to it: from what it saves, another site could guess', async (t) => {
    const app = await buildTestApp(t)
    const { mentor, url } = await createCourse(app)
    const { headers } = await ask(app, mentor, url, { 'accept-encoding': 'gzip', 'sec-fetch-mode': 'navigate' })
    assert.equal(headers['content-encoding'], undefined)
  })

  test('keeps a tag by which it is known again, and changed by who has seen it', async (t) => {
    const app = await buildTestApp(t)
    const { mentor, url } = await createCourse(app)
    const accepted = { 'accept-encoding': 'gzip' }
    const strong = String((await ask(app, mentor, url, {})).headers.etag)
    const etag = String((await ask(app, mentor, url, accepted)).headers.etag)
    assert.equal(etag, `W/${strong}`)
    for (const tag of [strong, etag]) {
      const again = await ask(app, mentor, url, { ...accepted, 'if-none-match': tag })
      assert.deepEqual([again.statusCode, again.body], [304, ''])
    }
    const change = (durationWeeks: number) => mentor.patch(url, { durationWeeks }, { 'if-match': etag })
    assert.equal((await change(9)).status, 200)
    assert.equal((await change(10)).status, 412)
  })

  test('is left alone where it is small, or an answer to what was written, and so is all that is no JSON', async (t) => {
    const app = await buildTestApp(t)
    const { mentor, url } = await createCourse(app)
    const accepted = { 'accept-encoding': 'gzip' }
    const { headers } = await ask(app, mentor, '/api/health/live', accepted)
    assert.deepEqual([headers['content-encoding'], headers.vary], [undefined, undefined])
    const written = await mentor.patch(url, { description: `${description}Dan lagi.` }, accepted)
    assert.equal(written.headers['content-encoding'], undefined)
    const csv = await ask(app, mentor, `${url}/gradebook/export`, accepted)
    assert.equal(csv.statusCode, 200)
    assert.equal(csv.headers['content-encoding'], undefined)
  })
})
