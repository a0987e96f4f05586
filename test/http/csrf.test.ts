// Runs once: who may call from where does not depend on the database.
import assert from 'node:assert/strict'
import test from 'node:test'
import { buildTestApp } from '../support/app.js'
import { assertErrorForm } from '../support/error-form.js'

type Headers = Record<string, string>
interface Case {
  when: string
  headers: Headers
  /** Undefined: it passes. */
  code?: 'ORIGIN_REQUIRED' | 'ORIGIN_NOT_ALLOWED'
}

const foreign = 'ORIGIN_NOT_ALLOWED'
const missing = 'ORIGIN_REQUIRED'
const host = 'kelas.example'

const instances: { name: string; env: Headers; cases: Case[] }[] = [
  {
    name: 'in development, where nobody told us our address',
    env: {},
    cases: [
      { when: 'the page is ours, over HTTP', headers: { host, origin: `http://${host}` } },
      { when: 'the page is ours, over HTTPS behind a proxy', headers: { host, origin: `https://${host}` } },
      { when: 'the browser says so', headers: { host, 'sec-fetch-site': 'same-origin' } },
      {
        when: 'the browser says so of an odd origin',
        headers: { host, 'sec-fetch-site': 'same-origin', origin: 'null' }
      },
      { when: 'the page is of the same site', headers: { host, 'sec-fetch-site': 'same-site' }, code: missing },
      { when: 'the page is of another site', headers: { host, 'sec-fetch-site': 'cross-site' }, code: missing },
      { when: 'nobody made it', headers: { host, 'sec-fetch-site': 'none' }, code: missing },
      { when: 'the word is in capitals', headers: { host, 'sec-fetch-site': 'Same-Origin' }, code: missing },
      { when: 'nothing is said', headers: { host }, code: missing },
      { when: 'only the referrer is', headers: { host, referer: `http://${host}/` }, code: missing },
      { when: 'the origin is null', headers: { host, origin: 'null' }, code: foreign },
      { when: 'the origin is empty', headers: { host, origin: '' }, code: foreign },
      { when: 'another host', headers: { host, origin: 'http://evil.example' }, code: foreign },
      { when: 'another port', headers: { host, origin: `http://${host}:8080` }, code: foreign },
      { when: 'a subdomain', headers: { host, origin: `http://a.${host}` }, code: foreign },
      { when: 'a longer host', headers: { host, origin: `http://${host}.evil.example` }, code: foreign },
      { when: 'a host that ends alike', headers: { host, origin: `http://not${host}` }, code: foreign },
      { when: 'our host as a user', headers: { host, origin: `http://${host}@evil.example` }, code: foreign },
      { when: 'an address with a path', headers: { host, origin: `http://${host}/` }, code: foreign },
      { when: 'capitals', headers: { host, origin: `HTTP://${host.toUpperCase()}` }, code: foreign },
      { when: 'a scheme of its own', headers: { host, origin: `ftp://${host}` }, code: foreign },
      { when: 'two origins', headers: { host, origin: `http://${host} http://evil.example` }, code: foreign },
      { when: 'the port that we answer at', headers: { host: `${host}:3000`, origin: `http://${host}:3000` } },
      {
        when: 'the host without that port',
        headers: { host: `${host}:3000`, origin: `http://${host}` },
        code: foreign
      },
      {
        when: 'another site, with our origin',
        headers: { host, origin: `http://${host}`, 'sec-fetch-site': 'cross-site' }
      }
    ]
  },
  {
    name: 'in production behind its address',
    env: { NODE_ENV: 'production', PUBLIC_URL: `https://${host}/` },
    cases: [
      { when: 'the page is ours', headers: { host, origin: `https://${host}` } },
      {
        when: 'the page is ours and the proxy names another host',
        headers: { host: 'app:3000', origin: `https://${host}` }
      },
      { when: 'the page came over plain HTTP', headers: { host, origin: `http://${host}` }, code: foreign },
      {
        when: 'the host says otherwise',
        headers: { host: 'evil.example', origin: 'https://evil.example' },
        code: foreign
      },
      {
        when: 'the page is on the same machine',
        headers: { host: 'localhost', origin: 'http://localhost' },
        code: foreign
      },
      { when: 'the origin is null', headers: { host, origin: 'null' }, code: foreign },
      { when: 'nothing is said', headers: { host }, code: missing }
    ]
  },
  {
    name: 'in production, where nobody told us our address',
    env: { NODE_ENV: 'production' },
    cases: [
      { when: 'the page is ours', headers: { host, origin: `https://${host}` } },
      { when: 'the page came over plain HTTP', headers: { host, origin: `http://${host}` }, code: foreign },
      { when: 'on the same machine it may', headers: { host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' } },
      { when: 'and by that name', headers: { host: 'localhost:3000', origin: 'http://localhost:3000' } },
      {
        when: 'not by one alike',
        headers: { host: 'localhost.evil.example', origin: 'http://localhost.evil.example' },
        code: foreign
      }
    ]
  },
  {
    name: 'with other origins that may call',
    env: { CORS_ORIGINS: 'https://lms.example,http://localhost:5173' },
    cases: [
      { when: 'the first of them', headers: { host, origin: 'https://lms.example' } },
      { when: 'the second of them', headers: { host, origin: 'http://localhost:5173' } },
      { when: 'ours still', headers: { host, origin: `http://${host}` } },
      { when: 'the first over plain HTTP', headers: { host, origin: 'http://lms.example' }, code: foreign },
      { when: 'another port', headers: { host, origin: 'http://localhost:5174' }, code: foreign },
      { when: 'both at once', headers: { host, origin: 'https://lms.example,http://localhost:5173' }, code: foreign }
    ]
  }
]

for (const { name, env, cases } of instances) {
  test(`an unsafe request must come from a page of ours: ${name}`, async (t) => {
    const { app } = await buildTestApp(t, { env })
    for (const { when, headers, code } of cases) {
      await t.test(when, async () => {
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
          const response = await app.inject({ method, url: '/api/roles/editor', headers })
          const answer = {
            status: response.statusCode,
            headers: response.headers,
            text: response.body,
            body: response.json()
          }
          // Past this check the next one says that nobody is signed in, or that there is no such method.
          if (code) assertErrorForm(answer, { status: 403, code })
          else assert.ok([401, 405].includes(answer.status), answer.text)
        }
        const read = await app.inject({ url: '/api/courses', headers })
        assert.equal(read.statusCode, 200, 'reading needs no proof')
      })
    }
  })
}

test('no unsafe route is left out, but the one that mail programs call', async (t) => {
  const { app, routes } = await buildTestApp(t)
  const unsafe = routes.flatMap(({ methods, url }) =>
    methods.flatMap((method) => (['GET', 'HEAD'].includes(method) ? [] : { method: method as 'POST', url }))
  )
  assert.ok(unsafe.length > 30)
  const open: string[] = []
  for (const { method, url } of unsafe) {
    const response = await app.inject({ method, url, headers: { host, origin: 'https://evil.example' } })
    if (response.json().code !== foreign) open.push(`${method} ${url}`)
  }
  assert.deepEqual(open, ['POST /api/unsubscribe/:token'])
})

test('a page of another origin may read an answer only when it is named', async (t) => {
  const { app } = await buildTestApp(t, { env: { CORS_ORIGINS: 'https://lms.example' } })
  const ask = (origin: string) => app.inject({ url: '/api/courses', headers: { host, origin } })
  const named = await ask('https://lms.example')
  assert.equal(named.headers['access-control-allow-origin'], 'https://lms.example')
  assert.equal(named.headers['access-control-allow-credentials'], 'true')
  assert.match(String(named.headers.vary), /origin/i)
  for (const origin of ['https://evil.example', 'null', 'http://lms.example', 'https://lms.example.evil.example']) {
    assert.equal((await ask(origin)).headers['access-control-allow-origin'], undefined, origin)
  }
  const preflight = await app.inject({
    method: 'OPTIONS',
    url: '/api/courses',
    headers: { host, origin: 'https://lms.example', 'access-control-request-method': 'PATCH' }
  })
  assert.equal(preflight.statusCode, 204)
  assert.match(String(preflight.headers['access-control-allow-methods']), /PATCH/)
})
