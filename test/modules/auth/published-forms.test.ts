import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parse } from 'devalue'
import { buildTestApp, testPassword } from '../../support/app.js'

const login = '/demo/lucia/login?/login'
const register = '/demo/lucia/login?/register'
const logout = '/demo/lucia?/logout'
const password = 'duku-palembang-manis'

/** What SvelteKit's `deserialize` of `$app/forms` does with an answer. */
function deserialize(text: string) {
  const result = JSON.parse(text)
  if (result.data) result.data = parse(result.data)
  return result
}

const bodies = {
  form: (fields: Record<string, string>) => ({
    payload: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' }
  }),
  multipart: (fields: Record<string, string>) => ({
    payload: `${Object.entries(fields)
      .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join('')}--b--\r\n`,
    headers: { 'content-type': 'multipart/form-data; boundary=b' }
  }),
  json: (fields: Record<string, string>) => ({
    payload: JSON.stringify(fields),
    headers: { 'content-type': 'application/json' }
  })
}

describe('the published form endpoints', () => {
  for (const [kind, encode] of Object.entries(bodies)) {
    test(`take a ${kind} body: register, sign in, sign out`, async (t) => {
      const { anonymous } = await buildTestApp(t)
      const client = anonymous()
      const registered = await client.request('POST', register, encode({ username: 'sari', password, age: '17' }))
      assert.equal(registered.status, 303)
      assert.equal(registered.headers.location, '/app/')
      assert.equal((await client.get('/api/auth/me')).body.user.age, 17)

      const other = anonymous()
      const signedIn = await other.request('POST', login, encode({ username: 'SARI', password }))
      assert.equal(signedIn.status, 303)
      assert.equal(signedIn.headers.location, '/app/')
      assert.equal((await other.get('/api/auth/me')).status, 200)

      const signedOut = await other.request('POST', logout, encode({}))
      assert.equal(signedOut.status, 303)
      assert.equal((await other.get('/api/auth/me')).status, 401)
    })
  }

  test('lead a browser back with the reason', async (t) => {
    const { anonymous, createUser } = await buildTestApp(t)
    await createUser({ username: 'sari' })
    const wrong = await anonymous().request(
      'POST',
      login,
      bodies.form({ username: 'sari', password: 'bukan-sandinya' })
    )
    assert.equal(wrong.status, 303)
    assert.equal(wrong.headers['set-cookie'], undefined)
    const { pathname, searchParams } = new URL(String(wrong.headers.location), 'http://localhost')
    assert.equal(pathname, '/app/login')
    assert.equal(searchParams.get('error'), 'The username or the password is wrong')
  })

  test('answer SvelteKit in the form that its deserialize reads', async (t) => {
    const { anonymous, createUser } = await buildTestApp(t)
    await createUser({ username: 'sari' })
    const headers = { 'x-sveltekit-action': 'true', accept: 'application/json' }
    const send = (url: string, fields: Record<string, string>) => {
      const { payload, headers: own } = bodies.form(fields)
      return anonymous().request('POST', url, { payload, headers: { ...own, ...headers } })
    }
    const right = await send(login, { username: 'sari', password: testPassword })
    assert.equal(right.status, 200)
    assert.deepEqual(deserialize(right.text), { type: 'redirect', status: 303, location: '/app/' })
    assert.ok(right.headers['set-cookie'])

    const wrong = await send(login, { username: 'sari', password: 'bukan-sandinya' })
    assert.deepEqual(deserialize(wrong.text), {
      type: 'failure',
      status: 400,
      data: { message: 'The username or the password is wrong' }
    })
    for (const fields of [
      { username: 'sari', password },
      { username: 'x', password },
      { username: 'joko', password, age: '200' }
    ]) {
      const { type, status, data } = deserialize((await send(register, fields)).text)
      assert.deepEqual([type, status, typeof data.message], ['failure', 400, 'string'])
    }
  })

  test('refuse a foreign origin, other actions and what is no field', async (t) => {
    const { anonymous } = await buildTestApp(t)
    const { payload, headers } = bodies.form({ username: 'sari', password })
    const foreign = await anonymous().request('POST', register, {
      payload,
      headers: { ...headers, origin: 'https://evil.example' }
    })
    assert.equal(foreign.status, 403)
    for (const url of [
      '/demo/lucia/login',
      '/demo/lucia/login?/destroy',
      '/demo/lucia?/login',
      '/demo/lucia/login?/constructor'
    ]) {
      assert.equal((await anonymous().request('POST', url, { payload, headers })).status, 404, url)
    }
    const file = `--b\r\nContent-Disposition: form-data; name="username"; filename="a.txt"\r\n\r\nsari\r\n--b--\r\n`
    const upload = await anonymous().request('POST', login, { payload: file, headers: bodies.multipart({}).headers })
    assert.ok(upload.status >= 300 && upload.status < 500, String(upload.status))
    const large = await anonymous().request('POST', login, bodies.form({ username: 'a'.repeat(20_000), password }))
    assert.equal(large.status, 413)
  })
})
