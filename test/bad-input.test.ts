import assert from 'node:assert/strict'
import test from 'node:test'
import { ne } from 'drizzle-orm'
import type { TestApp } from './support/app.js'
import { prepare, unknownId } from './support/bad-input-world.js'
import type { Answer, Client } from './support/client.js'
import { assertErrorForm } from './support/error-form.js'
import type { Schema } from './support/operations.js'

/**
 * Every route × every kind of bad input, by the contract of the app itself, so that a new route is held to it too. The
 * expectations are fixed and the file runs on both databases: they answer alike. After each part nothing is written.
 */
const marker = 'nobody-should-read-this-back'

const json = 'application/json'
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))

interface BadBody {
  name: string
  payload: string | Buffer
  type?: string
  status: number
  code: string
  /** A body that may be absent may be null. */
  isNothing?: boolean
}

const malformed = { status: 400, code: 'MALFORMED_BODY' }
const refused = { status: 400, code: 'VALIDATION_FAILED' }
const unsupported = { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' }
const badBodies: BadBody[] = [
  { name: 'half a document', payload: `{"title":"${marker}`, ...malformed },
  { name: 'two documents', payload: '{}{}', ...malformed },
  { name: 'a comment', payload: '{/**/}', ...malformed },
  { name: 'a comma at the end', payload: '{"title":"x",}', ...malformed },
  { name: 'an XML document', payload: '<a/>', ...malformed },
  { name: 'white space', payload: '  \n', ...malformed },
  { name: 'bytes that are not UTF-8', payload: bytes('{"title":"', [0xff, 0xfe], '"}'), ...malformed },
  { name: 'an overlong slash', payload: bytes('{"title":"', [0xc0, 0xaf], '"}'), ...malformed },
  { name: 'a surrogate in bytes', payload: bytes('{"title":"', [0xed, 0xa0, 0x80], '"}'), ...malformed },
  { name: 'a deep document', payload: nested(40), ...malformed },
  { name: 'a very deep document', payload: nested(8_000), ...malformed },
  { name: 'a deep array', payload: '['.repeat(60) + ']'.repeat(60), ...malformed },
  { name: '__proto__', payload: '{"__proto__":{"isAdmin":true}}', ...malformed },
  { name: 'a key twice', payload: `{"title":"a","title":"${marker}"}`, ...refused },
  { name: 'a key twice, once escaped', payload: '{"title":"a","t\\u0069tle":"b"}', ...refused },
  { name: 'NUL', payload: '{"title":"a\\u0000b"}', ...refused },
  { name: 'a lone surrogate', payload: '{"title":"a\\ud800"}', ...refused },
  { name: 'an array', payload: '[]', ...refused },
  { name: 'an array of objects', payload: '[{"title":"x"}]', ...refused },
  { name: 'a number', payload: '1', ...refused },
  { name: 'a string', payload: `"${marker}"`, ...refused },
  { name: 'true', payload: 'true', ...refused },
  { name: 'null', payload: 'null', ...refused, isNothing: true },
  { name: 'nothing', payload: '', ...refused, isNothing: true },
  { name: 'plain text', payload: '{}', type: 'text/plain', ...unsupported },
  {
    name: 'a form',
    payload: 'a=1',
    type: 'application/x-www-form-urlencoded',
    ...unsupported
  },
  { name: 'an unknown type', payload: '{}', type: 'application/x-json', ...unsupported },
  { name: 'no type that is one', payload: '{}', type: marker, ...unsupported },
  { name: 'too much', payload: `{"title":"${'x'.repeat(1_100_000)}"}`, status: 413, code: 'BODY_TOO_LARGE' }
]

test('a bad body is refused in the one form, whatever the route', async (t) => {
  const { app, client, operations, fill } = await prepare(t)
  for (const operation of operations.filter(({ method }) => method !== 'GET')) {
    const { method, path, body, otherBody } = operation
    const mayBeNothing = [body?.type].flat().includes('null')
    await t.test(`${method} ${path}`, () =>
      writesNothing(app, async () => {
        for (const bad of badBodies) {
          // A route without a body reads what it is sent, and does what it does when that is JSON.
          const isTaken = body
            ? bad.isNothing && mayBeNothing
            : bad.code === refused.code && !/key|NUL|surrogate/.test(bad.name)
          if (isTaken && !otherBody) continue
          const isForm = otherBody !== undefined && bad.type === otherBody.type // with nothing in it that is asked for
          const { status, code } = isForm ? refused : otherBody ? unsupported : bad
          const headers = { 'content-type': bad.type ?? json }
          const answer = await client.request(method, fill(path), { payload: bad.payload, headers })
          check(answer, bad.name, () => assertErrorForm(answer, { status, code, path: fill(path) }))
        }
      })
    )
  }
})

test('a field that is unknown, missing, of another type or too long is named', async (t) => {
  const { app, client, operations, fill } = await prepare(t)
  for (const { method, path, body, example } of operations) {
    if (!body) continue
    await t.test(`${method} ${path}`, () =>
      writesNothing(app, async () => {
        for (const { name, value, field } of badFields(body, example)) {
          const payload = JSON.stringify(value)
          const answer = await client.request(method, fill(path), { payload, headers: { 'content-type': json } })
          check(answer, name, () => assertErrorForm(answer, { ...refused, field }))
        }
      })
    )
  }
})

/** Without a status: 400 when the contract says that an id does not look like this, else it is not found. */
const badIds: { name: string; id: string; status?: number }[] = [
  { name: 'an unknown one', id: '{unknown}', status: 404 },
  { name: 'one of another kind', id: 'role_0000000000zzzzzz' },
  { name: 'a number', id: '1' },
  { name: 'quotes', id: "'%20or%201=1--" },
  { name: 'NUL', id: 'crs_%00', status: 400 },
  { name: 'a byte that is not UTF-8', id: '%ff', status: 400 },
  { name: 'half an escape', id: '%', status: 400 },
  { name: 'a lone surrogate', id: '%ed%a0%80', status: 400 },
  { name: '200 characters', id: 'a'.repeat(200), status: 414 },
  { name: '100 characters', id: 'a'.repeat(100) },
  { name: 'a path', id: '..%2f..%2fetc%2fpasswd' },
  { name: 'white space', id: '%20' },
  { name: 'letters of elsewhere', id: '%E2%98%83' },
  { name: '__proto__', id: '__proto__' }
]

function statusFor(id: string, { type, pattern = '', maxLength = Number.POSITIVE_INFINITY }: Schema): number {
  const text = decodeURIComponent(id)
  if (type === 'integer') return /^\d{1,9}$/.test(text) ? 404 : 400
  return new RegExp(pattern, 'u').test(text) && text.length <= maxLength ? 404 : 400
}

test('a bad id in an address is refused, or not found', async (t) => {
  const { app, client, operations, fill } = await prepare(t)
  for (const { method, path, params, body, example, otherBody } of operations) {
    for (const { name: param, schema } of params) {
      await t.test(`${method} ${path}: ${param}`, () =>
        writesNothing(app, async () => {
          for (const { name, id, status = statusFor(id, schema) } of badIds) {
            if (schema.type === 'integer' && name === 'a number') continue // it may be a good one
            const url = fill(path, { [param]: id === '{unknown}' ? unknownId(path, param) : id })
            const { type, text } = otherBody ?? { type: json, text: JSON.stringify(example) }
            const send = { payload: text, headers: { 'content-type': type } }
            const answer = await client.request(method, url, body || otherBody ? send : {})
            check(answer, name, () => assertErrorForm(answer, { status, ...(status === 404 && { code: 'NOT_FOUND' }) }))
          }
        })
      )
    }
  }
})

test('a bad cursor, limit or filter is refused and named', async (t) => {
  const { app, client, operations, fill } = await prepare(t)
  const lists = operations.filter(({ query }) => query.some(({ name }) => name === 'cursor'))
  assert.ok(lists.length >= 7, 'the lists are found')
  const cursors = await cursorsOf(
    client,
    lists.map(({ path }) => fill(path))
  )
  for (const { path, query } of lists) {
    await t.test(`GET ${path}`, () =>
      writesNothing(app, async () => {
        const url = fill(path)
        const own = cursors.get(url)
        const bad = [
          ...[
            'x',
            marker,
            '%00',
            encode('null'),
            encode('[]'),
            encode('{}'),
            encode(`["${marker}"]`),
            'a'.repeat(5_000)
          ],
          ...[encode('["-createdAt",1e999]'), encode('["-seq","x"]'), encode('["key",null]'), encode('["id",{}]')],
          ...(own ? [own.slice(0, -6), own.slice(2), `${own}AAAA`] : []),
          // Those of other orders: a list of the same order and types takes it, and that is a place in it.
          ...[encode('["elsewhere","a"]'), encode('["-seq",1,2,3]')]
        ].map((cursor) => ({ name: 'cursor', value: cursor }))
        const limits = ['0', '-1', '101', 'abc', '1e2', '1.5', '0x10', '%2010', '', '99999999999999999999', 'NaN']
        bad.push(...limits.map((value) => ({ name: 'limit', value })))
        bad.push(...['maybe', '2', ''].map((value) => ({ name: 'total', value })))
        for (const { name, schema } of query) {
          if (schema.enum) bad.push({ name, value: marker })
          if (schema.maxLength) bad.push({ name, value: 'a'.repeat(schema.maxLength + 1) })
          if (schema.type === 'string') bad.push({ name, value: 'a%00' })
        }
        for (const { name, value } of bad) {
          const answer = await client.get(`${url}?${name}=${value}`)
          check(answer, `${name}=${value.slice(0, 60)}`, () =>
            assertErrorForm(answer, { ...refused, field: name, path: url })
          )
        }
        for (const query of [
          'limit=1&limit=2',
          'cursor=a&cursor=b',
          'limit[]=1&limit[]=2&limit=3',
          'q=%ff',
          '%ff=1',
          'limit=%'
        ]) {
          const answer = await client.get(`${url}?${query}`)
          if (query.includes('[]')) assert.ok(answer.status < 500, answer.text)
          else check(answer, query, () => assertErrorForm(answer, { status: 400, path: url }))
        }
      })
    )
  }
  await t.test('and a cursor of another list is not taken for a place in this one', async () => {
    for (const [url, cursor] of cursors) {
      for (const [other] of cursors) {
        if (sortOf(cursor) === sortOf(cursors.get(other) ?? '')) continue
        const answer = await client.get(`${other}?cursor=${cursor}`)
        check(answer, `${url} in ${other}`, () => assertErrorForm(answer, { ...refused, field: 'cursor' }))
      }
    }
  })
})

test('the published forms take nothing that is not one', async (t) => {
  const { app } = await prepare(t)
  const boundary = 'x'
  const part = (name: string, value: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const form = 'application/x-www-form-urlencoded'
  const multipart = `multipart/form-data; boundary=${boundary}`
  const cases: [name: string, type: string, payload: string | Buffer, statuses: number[]][] = [
    ['half a document', json, '{"username":', [400]],
    ['a key twice', json, '{"username":"a","username":"b"}', [400]],
    ['NUL in JSON', json, '{"username":"a\\u0000"}', [400]],
    ['an array', json, '[]', [303]],
    ['null', json, 'null', [303]],
    ['numbers', json, '{"username":1,"password":2}', [303]],
    ['objects', json, '{"username":{"a":1},"password":[]}', [303]],
    ['NUL in a form', form, 'username=a%00b&password=x', [303]],
    ['a form that is not UTF-8', form, bytes('username=', [0xff], '&password=x'), [303, 400]],
    ['an escape that is not UTF-8', form, 'username=%ff%fe&password=x', [303, 400]],
    ['a field twice', form, 'username=a&username=b&password=x', [303]],
    ['__proto__', form, '__proto__=1&constructor=2', [303]],
    ['a large form', form, `username=${'a'.repeat(20_000)}`, [413]],
    ['no form', form, '', [303, 400]],
    ['half a multipart', multipart, part('username', 'a').slice(0, 30), [303, 400]],
    ['a multipart without a boundary', 'multipart/form-data', part('username', 'a'), [400, 406, 415]],
    [
      'too many parts',
      multipart,
      `${'abcdefgh'
        .split('')
        .map((name) => part(name, '1'))
        .join('')}--${boundary}--\r\n`,
      [303, 400, 413]
    ],
    [
      'a file',
      multipart,
      `--${boundary}\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\nx\r\n--${boundary}--\r\n`,
      [303, 400, 413]
    ],
    ['NUL in a multipart', multipart, `${part('username', 'a\0b')}${part('password', 'x')}--${boundary}--\r\n`, [303]],
    ['plain text', 'text/plain', 'username=a', [415]]
  ]
  await writesNothing(app, async () => {
    for (const [name, type, payload, statuses] of cases) {
      for (const action of ['?/login', '?/register']) {
        const headers = { 'content-type': type }
        const answer = await app.anonymous().request('POST', `/demo/lucia/login${action}`, { payload, headers })
        check(answer, `${name} ${action}`, () => {
          assert.ok(statuses.includes(answer.status), `${answer.status} ${answer.text}`)
          if (answer.status !== 303) assertErrorForm(answer, { status: answer.status, path: '/demo/lucia/login' })
          else assert.match(String(answer.headers.location), /^\/app\/login\?error=/)
        })
      }
    }
    for (const query of ['', '?', '?/nope', '?%', '?%ff', '?/login/../x']) {
      const answer = await app.anonymous().post(`/demo/lucia/login${query}`, {})
      check(answer, query, () => assertErrorForm(answer, { status: /%/.test(query) ? 400 : 404 }))
    }
  })
})

function badFields(schema: Schema, example: object) {
  const cases: { name: string; value: unknown; field: string | undefined }[] = []
  // Of a choice the fields belong to one of several forms: nothing is named, all is refused.
  const properties = schema.properties ?? {}
  cases.push({ name: 'an unknown field', value: { ...example, unheardOf: marker }, field: 'unheardOf' })
  cases.push({ name: 'passwordHash', value: { ...example, passwordHash: marker }, field: 'passwordHash' })
  for (const [field, { type, maxLength, enum: values }] of Object.entries(properties)) {
    const types = [type].flat()
    const wrong = [{}, [{}], 1.5, '', true, null, '1'].filter((value) => !mayBe(types, value, values))
    for (const value of wrong) {
      if (value === '' && types.includes('string')) continue
      cases.push({
        name: `${field}: ${JSON.stringify(value)}`,
        value: { ...example, [field]: value },
        field: undefined
      })
    }
    if (maxLength) {
      const value = { ...example, [field]: 'x'.repeat(maxLength + 1) }
      cases.push({ name: `a long ${field}`, value, field })
    }
    if (types.includes('string')) {
      cases.push({ name: `${field} with NUL`, value: { ...example, [field]: 'a\0' }, field })
      cases.push({ name: `${field} with half a character`, value: { ...example, [field]: '\ud83d' }, field })
    }
  }
  for (const field of schema.required ?? []) {
    const { [field]: _, ...rest } = example as Record<string, unknown>
    cases.push({ name: `no ${field}`, value: rest, field })
  }
  return schema.anyOf ? cases.map((each) => ({ ...each, field: undefined })) : cases
}

function mayBe(types: (string | undefined)[], value: unknown, values: unknown[] | undefined): boolean {
  if (values) return values.includes(value)
  if (value === null) return types.includes('null')
  if (Array.isArray(value)) return false
  if (typeof value === 'number') return types.includes('number')
  if (typeof value === 'object') return false
  return types.includes(typeof value) || types.every((type) => type === undefined)
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url')
}

function sortOf(cursor: string): unknown {
  const [sort, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  return JSON.stringify([sort, ...values.map((value: unknown) => typeof value)])
}

async function cursorsOf(client: Client, urls: string[]): Promise<Map<string, string>> {
  const cursors = new Map<string, string>()
  for (const url of urls) {
    const { body } = await client.get(`${url}?limit=1`)
    if (body.nextCursor) cursors.set(url, body.nextCursor)
  }
  assert.ok(cursors.size >= 6, `too few lists have a second page: ${[...cursors.keys()].join(' ')}`)
  return cursors
}

function check(answer: Answer, name: string, assertion: () => void): void {
  try {
    assertion()
    assert.ok(!answer.text.includes(marker), 'what was sent comes back')
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}\n${answer.status} ${answer.text.slice(0, 400)}`, {
      cause: error
    })
  }
}

async function writesNothing({ database }: TestApp, act: () => Promise<void>): Promise<void> {
  const before = await countRows(database)
  await act()
  assert.deepEqual(await countRows(database), before, 'something was written')
}

async function countRows({ read, tables }: TestApp['database']): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  // Those of the jobs, which run by themselves, and the failed sign-ins: a form with wrong fields is one.
  const { jobLeases: _, releaseWatermarks: __, loginThrottles: ___, ...ours } = tables
  for (const [name, table] of Object.entries(ours)) counts[name] = await read.$count(table)
  counts.auditLog = await read.$count(tables.auditLog, ne(tables.auditLog.action, 'session.refuse'))
  return counts
}
