// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createId, type IdKind, idPattern, idPrefixes } from '../../src/lib/ids.js'

describe('ids', () => {
  it('carry the prefix of their kind and fit its pattern, and no other’s', () => {
    const kinds = Object.keys(idPrefixes) as IdKind[]
    for (const kind of kinds) {
      const id = createId(kind)
      assert.match(id, new RegExp(`^${idPrefixes[kind]}_[0-9a-hjkmnp-tv-z]{26}$`))
      for (const other of kinds) assert.equal(new RegExp(idPattern(other)).test(id), other === kind)
    }
    assert.equal(new Set(Object.values(idPrefixes)).size, kinds.length)
  })

  it('sort by the time of their making, also within one millisecond', () => {
    const sameTime = Array.from({ length: 5_000 }, () => createId('course', 1_700_000_000_000))
    assert.deepEqual(sameTime.toSorted(), sameTime)
    const times = [0, 1, 31, 32, 1_023, 1_024, 1_700_000_000_000, 1_700_000_000_001, 4_102_444_800_000]
    const ids = times.map((time) => createId('course', time))
    assert.deepEqual(ids.toSorted(), ids)
    const inTurn = Array.from({ length: 5_000 }, () => createId('course'))
    assert.deepEqual(inTurn.toSorted(), inTurn)
  })

  it('of one moment stay in order when one of a moment before is made between them', () => {
    const ids = Array.from({ length: 100 }, () => {
      createId('attempt', 1_699_999_999_999)
      return createId('submissionEvent', 1_700_000_000_000)
    })
    assert.deepEqual(ids.toSorted(), ids)
  })

  it('differ', () => {
    const ids = Array.from({ length: 20_000 }, (_, i) => createId('notification', i % 2))
    assert.equal(new Set(ids).size, ids.length)
  })

  it('cannot be told from the one before: twelve characters are random', () => {
    const tails = Array.from({ length: 200 }, () => createId('user', 1).slice(-12))
    assert.equal(new Set(tails).size, 200)
    assert.ok(new Set(tails.join('')).size === 32, 'every character of the alphabet comes up')
  })

  it('are not what else a client may send', () => {
    const pattern = new RegExp(idPattern('course'))
    for (const text of [
      '',
      'crs_',
      'crs',
      'CRS_1',
      'crs_A',
      'crs_1\n',
      'crs_1 ',
      ` ${createId('course')}`,
      `crs_${'1'.repeat(33)}`
    ]) {
      assert.equal(pattern.test(text), false, JSON.stringify(text))
    }
  })
})
