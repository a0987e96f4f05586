// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import Fastify from 'fastify'
import { checkText, parseJson, registerJsonBody } from '../../src/http/json-body.js'
import { AppError } from '../../src/lib/errors.js'

const bytes = (text: string) => Buffer.from(text)
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
const nestedObjects = (depth: number) => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`
const withKeys = (count: number) => `{${Array.from({ length: count }, (_, i) => `"k${i}":0`).join(',')}}`
const withNodes = (count: number) =>
  `[${Array(count - 1)
    .fill('0')
    .join(',')}]`

function refusal(body: Uint8Array): AppError {
  try {
    parseJson(body)
  } catch (error) {
    assert.ok(error instanceof AppError, String(error))
    return error
  }
  throw new assert.AssertionError({ message: 'it was accepted' })
}

describe('a JSON body is read', () => {
  const good: [name: string, text: string, value: unknown][] = [
    ['an object', '{"a":1,"b":[true,null,"x"]}', { a: 1, b: [true, null, 'x'] }],
    ['a bare value', ' "x" ', 'x'],
    ['with a byte order mark', '\ufeff{"a":1}', { a: 1 }],
    [
      'the same key in different objects',
      '{"a":{"a":1},"b":[{"a":2},{"a":3}]}',
      { a: { a: 1 }, b: [{ a: 2 }, { a: 3 }] }
    ],
    ['a value that equals a key', '{"a":"a","b":"a"}', { a: 'a', b: 'a' }],
    [
      'strings that look like syntax',
      '{"a":"{\\"a\\":1,\\"a\\":2}","b\\\\":"]}\\\\"}',
      { a: '{"a":1,"a":2}', 'b\\': ']}\\' }
    ],
    ['keys that differ by case or form', '{"a":1,"A":2,"\u00e9":3,"e\u0301":4}', { a: 1, A: 2, é: 3, 'e\u0301': 4 }],
    ['a surrogate pair, raw and escaped', '["😀","\\ud83d\\ude00"]', ['😀', '😀']],
    ['keys named like methods', '{"constructor":1,"toString":2}', { constructor: 1, toString: 2 }],
    ['white space before the colon', '{"a"\n\t :1}', { a: 1 }],
    ['empty keys and values', '{"":""}', { '': '' }]
  ]
  for (const [name, text, value] of good) {
    it(name, () => assert.deepEqual(parseJson(bytes(text)), value))
  }

  it('up to its bounds', () => {
    assert.ok(parseJson(bytes(nested(32))))
    assert.ok(parseJson(bytes(nestedObjects(32))))
    assert.equal(Object.keys(parseJson(bytes(withKeys(1_000))) as object).length, 1_000)
    assert.equal((parseJson(bytes(withNodes(10_000))) as unknown[]).length, 9_999)
  })
})

describe('a JSON body is refused with 400', () => {
  const bad: [name: string, body: string | Uint8Array, field: string][] = [
    ['a key twice', '{"a":1,"a":2}', 'a'],
    ['a key twice, once escaped', '{"a":1,"\\u0061":2}', 'a'],
    ['a key twice, both escaped, with other digits', '{"\\u00E9":1,"\\u00e9":2}', 'é'],
    ['a key twice, deep', '[{"x":{"b":1,"c":{},"b":2}}]', 'b'],
    ['a key twice, around an object', '{"a":{"b":1},"a":2}', 'a'],
    ['an empty key twice', '{"":1,"":2}', 'body'],
    ['NUL, escaped', '{"a":"x\\u0000y"}', 'a'],
    ['NUL, escaped, in a list', '{"a":{"b":["x","\\u0000"]}}', 'a.b.1'],
    ['NUL, raw', '{"a":"x\0y"}', 'body'],
    ['NUL in a key', '{"a\\u0000":1}', 'body'],
    ['NUL in a bare string', '"\\u0000"', 'body'],
    ['a lone high surrogate', '{"a":"\\ud800"}', 'a'],
    ['a lone low surrogate', '{"a":"x\\udc00"}', 'a'],
    ['surrogates the wrong way round', '{"a":"\\udc00\\ud800"}', 'a'],
    ['a lone surrogate in a key', '{"\\ud800":1}', 'body'],
    ['a lone surrogate in a key, twice', '{"\\ud800":1,"\\ud800":1}', 'body'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'body'],
    ['an overlong form', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'body'],
    ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'body'],
    ['a character cut off', Buffer.from([0x22, 0xe2, 0x82, 0x22]), 'body'],
    ['UTF-16', Buffer.from('\ufeff{"a":1}', 'utf16le'), 'body'],
    ['33 lists in one another', nested(33), 'body'],
    ['33 objects in one another', nestedObjects(33), 'body'],
    ['10,000 lists in one another', nested(10_000), 'body'],
    ['1,001 keys', withKeys(1_001), 'body'],
    ['10,001 values', withNodes(10_001), 'body'],
    ['__proto__', '{"__proto__":{"admin":true}}', 'body'],
    ['__proto__, escaped and deep', '{"a":[{"\\u005f_proto__":1}]}', 'body'],
    ['something after the end', '{"a":1}x', 'body'],
    ['a second value', '{"a":1}{"a":1}', 'body'],
    ['a comma too many', '{"a":1,}', 'body'],
    ['a comment', '{"a":1}//x', 'body'],
    ['single quotes', "{'a':1}", 'body'],
    ['a line break in a string', '{"a":"\n"}', 'body'],
    ['NaN', '{"a":NaN}', 'body'],
    ['undefined', 'undefined', 'body'],
    ['half an object', '{"a":', 'body'],
    ['white space alone', '  ', 'body'],
    ['two byte order marks', '\ufeff\ufeff{}', 'body']
  ]
  for (const [name, body, field] of bad) {
    it(name, () => {
      const error = refusal(typeof body === 'string' ? bytes(body) : body)
      assert.equal(error.statusCode, 400)
      assert.deepEqual(Object.keys(error.details ?? {}), [field])
      assert.ok(error.message.isWellFormed() && error.message.length < 300)
    })
  }

  it('a number that is none any more', () => {
    assert.deepEqual(Object.keys(refusal(bytes('{"a":1e999}')).details ?? {}), ['a'])
  })

  it('and does not echo a long or odd key whole', () => {
    const key = 'k😀'.repeat(2_000)
    for (const text of [`{"${key}":1,"${key}":2}`, `{"${key}":"\\u0000"}`]) {
      const { message, details } = refusal(bytes(text))
      assert.ok(message.length < 300, `${message.length}`)
      for (const field of Object.keys(details ?? {})) assert.ok(field.length <= 100 && field.isWellFormed())
    }
  })
})

describe('a body of 64 KiB', () => {
  const size = 65_536
  const fill = (unit: string, before = '', after = '') =>
    before + unit.repeat((size - before.length - after.length) / unit.length) + after
  const bodies: [name: string, text: string][] = [
    ['braces', fill('{')],
    ['brackets', fill('[')],
    ['quotes', fill('"')],
    ['backslashes', fill('\\')],
    ['open keys', fill('{"a":')],
    ['a string of escaped quotes', fill('\\"', '"', '"')],
    ['a string of escaped backslashes', fill('\\\\', '{"a":"', '"}')],
    ['a string of braces', fill('{', '{"a":"', '"}')],
    ['a string of escapes', fill('\\u0061', '{"', '":1}')],
    ['white space after a string', fill(' ', '{"a"', ':1}')],
    ['empty strings', fill('"",', '[', '""]')],
    ['empty objects', fill('{},', '[', '{}]')],
    ['keys and white space', `{${Array.from({ length: 900 }, (_, i) => `"${i}"${' '.repeat(60)}:1`).join(',')}}`],
    ['colliding keys', `{${Array.from({ length: 6_000 }, (_, i) => `"${i}":1`).join(',')}}`],
    ['one long key in one long path', `${'{"'.concat('k'.repeat(2_000), '":').repeat(31)}0${'}'.repeat(31)}`]
  ]
  for (const [name, text] of bodies) {
    it(`of ${name} is read or refused in a moment`, () => {
      const body = bytes(text)
      const startedAt = performance.now()
      try {
        parseJson(body)
      } catch (error) {
        assert.equal((error as AppError).statusCode, 400)
      }
      // A quadratic pass over 64 KiB takes seconds.
      assert.ok(performance.now() - startedAt < 250)
    })
  }
})

describe('checkText', () => {
  it('names what it was given when there is no field to name', () => {
    assert.throws(
      () => checkText('\0', 'query'),
      (error: AppError) => Object.keys(error.details ?? {})[0] === 'query'
    )
    assert.throws(
      () => checkText({ q: '\ud800' }, 'query'),
      (error: AppError) => error.details?.q !== undefined
    )
    checkText({ q: 'x', list: ['y'] }, 'query')
  })
})

describe('the parser of the app', () => {
  it('reads JSON alone: an empty body is none, a text body is not supported', async () => {
    const app = Fastify()
    registerJsonBody(app)
    app.post('/', async (request) => ({ body: request.body ?? 'none' }))
    const post = async (type: string, payload: string) => {
      const response = await app.inject({ method: 'POST', url: '/', headers: { 'content-type': type }, payload })
      return [response.statusCode, response.statusCode === 200 ? response.json().body : response.json().code]
    }
    assert.deepEqual(await post('application/json', '{"a":1}'), [200, { a: 1 }])
    assert.deepEqual(await post('application/json; charset=utf-8', '[]'), [200, []])
    assert.deepEqual(await post('application/json', ''), [200, 'none'])
    assert.deepEqual(await post('application/json', '{"a":1,"a":1}'), [400, 'VALIDATION_FAILED'])
    assert.deepEqual(await post('application/json', '{'), [400, 'MALFORMED_BODY'])
    assert.deepEqual(await post('text/plain', 'x'), [415, 'FST_ERR_CTP_INVALID_MEDIA_TYPE'])
    await app.close()
  })
})
