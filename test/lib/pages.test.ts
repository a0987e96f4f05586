// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AppError } from '../../src/lib/errors.js'
import { decodeCursor, encodeCursor, toPage } from '../../src/lib/pages.js'

const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `crs_${i}`, at: i }))
const options = {
  sort: '-at',
  key: (row: { id: string; at: number }) => [row.at, row.id],
  present: ({ id }: { id: string }) => id.toUpperCase()
}

describe('toPage', () => {
  it('gives a cursor only when there is more, and it leads to the row after the last one shown', () => {
    const page = toPage(rows(4), 3, options)
    assert.deepEqual(page.data, ['CRS_0', 'CRS_1', 'CRS_2'])
    assert.deepEqual(decodeCursor(page.nextCursor ?? '', '-at', ['number', 'string']), [2, 'crs_2'])
    assert.deepEqual(toPage(rows(3), 3, options), { data: ['CRS_0', 'CRS_1', 'CRS_2'], nextCursor: null })
    assert.deepEqual(toPage([], 3, options), { data: [], nextCursor: null })
  })
})

describe('a cursor', () => {
  it('comes back as it was made, whatever text is in it', () => {
    for (const text of ['', 'ä😀', '"\\', '\u2028', "'; drop table users"]) {
      assert.deepEqual(decodeCursor(encodeCursor('s', [text, -1]), 's', ['string', 'number']), [text, -1])
    }
  })

  it('can stand in an address as it is', () => {
    assert.match(encodeCursor('-updatedAt', ['ÿÿÿ>>>???', 1]), /^[A-Za-z0-9_-]+$/)
  })

  const raw = (value: unknown) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
  const bad: [name: string, cursor: string][] = [
    ['nothing', ''],
    ['no base64', '%%%'],
    ['no JSON', raw('x')],
    ['no list', raw({ 0: 's' })],
    ['JSON null', raw('null')],
    ['another order', raw(['t', 1, 'a'])],
    ['a value too few', raw(['s', 1])],
    ['a value too many', raw(['s', 1, 'a', 'b'])],
    ['types swapped', raw(['s', 'a', 1])],
    ['null', raw(['s', null, 'a'])],
    ['an object', raw(['s', 1, {}])],
    ['a fraction', raw(['s', 1.5, 'a'])],
    ['a number beyond safety', raw(['s', 2 ** 53, 'a'])],
    ['infinity', raw('["s",1e999,"a"]')],
    ['NUL', raw(['s', 1, 'a\0'])],
    ['a lone surrogate', raw('["s",1,"\\ud800"]')],
    ['depth', raw('['.repeat(5_000))]
  ]
  for (const [name, cursor] of bad) {
    it(`with ${name} is a 400 that names it`, () => {
      assert.throws(
        () => decodeCursor(cursor, 's', ['number', 'string']),
        (error) => error instanceof AppError && error.statusCode === 400 && error.details?.cursor?.length === 1
      )
    })
  }
})
