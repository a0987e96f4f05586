import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { canonicalJson } from '../../../src/lib/canonical-json.js'
import { changesOf } from '../../../src/lib/changes.js'
import type { RequestContext } from '../../../src/lib/request-context.js'
import { genericEntry, resourcesOf, toText } from '../../../src/modules/audit/entries.js'

const request = (fields: Partial<RequestContext>): RequestContext => ({
  actorId: 'usr_1',
  requestId: 'req-1',
  address: '::1',
  operationId: 'doIt',
  isRecorded: true,
  home: null,
  route: '/api/things',
  params: {},
  body: undefined,
  writeOnly: new Set(),
  ...fields
})

describe('the text of an entry', () => {
  it('is the same in whatever order the keys come', () => {
    assert.equal(
      canonicalJson({ b: 1, a: { d: [{ f: 1, e: 2 }], c: null } }),
      '{"a":{"c":null,"d":[{"e":2,"f":1}]},"b":1}'
    )
    assert.equal(canonicalJson({ at: new Date(0) }), '{"at":"1970-01-01T00:00:00.000Z"}')
  })

  it('leaves out whatever is named like a secret, at any depth, and what a schema says is only written', () => {
    const value = {
      password: 'x',
      apiKey: 'x',
      a: [{ sessionToken: 'x', b: 1 }],
      passwordHash: 'x',
      code: 'x',
      pin: 'x'
    }
    assert.equal(toText(value, new Set(['pin'])), '{"a":[{"b":1}]}')
  })

  it('keeps of an address of mail enough to see that it was another one', () => {
    assert.equal(
      toText({ email: 'sari@contoh.id', other: 'sari@contoh.id' }),
      '{"email":"s…@contoh.id","other":"sari@contoh.id"}'
    )
  })

  it('is cut where it is long, and stays JSON', () => {
    const cut = toText({ text: '😀'.repeat(5_000), list: Array(500).fill('x'.repeat(50)) }) ?? ''
    assert.ok(cut.length <= 4_096)
    const { text, list } = JSON.parse(cut)
    assert.ok(text.isWellFormed() && text.endsWith('…'))
    assert.equal(list.length, 20)
    const wide = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`field${i}`, 'x'.repeat(20)]))
    assert.equal(JSON.parse(toText(wide) ?? '').fields.length, 20)
  })

  it('takes what is awkward', () => {
    const awkward = 'a\r\nb\u0000c\u2028d'
    assert.deepEqual(JSON.parse(toText({ awkward }) ?? ''), { awkward })
  })
})

describe('what a request was about', () => {
  const cases: [route: string, params: Record<string, unknown>, resources: [string, string | null][]][] = [
    ['/api/courses/:id', { id: 'crs_1' }, [['course', 'crs_1']]],
    [
      '/api/courses/:id/enrolments/:userId',
      { id: 'crs_1', userId: 'usr_2' },
      [
        ['user', 'usr_2'],
        ['course', 'crs_1']
      ]
    ],
    ['/api/lessons/:id/versions/:n/restore', { id: 'les_1', n: 3 }, [['lesson', 'les_1']]],
    ['/api/organizations/:id', { id: 'sma-nusantara' }, [['organization', 'sma-nusantara']]],
    ['/api/certificates/:serial/revoke', { serial: 'NK-1' }, [['certificate', 'NK-1']]],
    ['/api/users', {}, [['user', null]]],
    ['/api/me/notification-preferences', {}, [['user', 'usr_1']]]
  ]
  for (const [route, params, expected] of cases) {
    it(route, () => {
      assert.deepEqual(
        resourcesOf(request({ route, params })).map(({ type, id }) => [type, id]),
        expected
      )
    })
  }

  it('stands in the entry with what was sent', () => {
    const params = { id: 'crs_1', userId: 'usr_2' }
    const entry = genericEntry(
      request({ route: '/api/courses/:id/enrolments/:userId', params, body: { endsAt: null } })
    )
    assert.deepEqual(entry, {
      action: 'doIt',
      resource: { type: 'user', id: 'usr_2' },
      after: { course: 'crs_1', endsAt: null }
    })
  })
})

describe('what differs', () => {
  it('is named by its fields, by value', () => {
    const before = { a: 1, b: [{ x: 1, y: 2 }], c: undefined as string | undefined }
    assert.deepEqual(changesOf(before, { ...before, b: [{ y: 2, x: 1 }] }, ['a', 'b', 'c']), undefined)
    assert.deepEqual(changesOf(before, { ...before, c: 'z' }, ['a', 'b', 'c']), {
      before: { c: null },
      after: { c: 'z' }
    })
  })
})
