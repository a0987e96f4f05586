// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createKeeper } from '../../src/lib/keep.js'

test('what was used longest ago makes room', () => {
  const made: string[] = []
  const keep = createKeeper<string>(2)
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) {
    const value = keep(key, () => {
      made.push(key)
      return key.toUpperCase()
    })
    assert.equal(value, key.toUpperCase())
  }
  assert.deepEqual(made, ['a', 'b', 'c', 'b'])
})
