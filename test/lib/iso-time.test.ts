// Runs once: it asks no database.
import assert from 'node:assert/strict'
import { it } from 'node:test'
import { isoTime } from '../../src/lib/iso-time.js'

it('writes times as Date does', () => {
  const marked = [0, 1, 999, 1_000, 59_999, 3_599_999, 86_399_999, 86_400_000, -1, -86_400_001, 253_402_300_799_999]
  const spread = Array.from({ length: 3_000 }, (_, i) => 1_700_000_000_000 + i * 87_654_321)
  for (const ms of [...marked, ...spread]) assert.equal(isoTime(ms), new Date(ms).toISOString())
})
