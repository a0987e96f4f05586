// Runs once: it needs no database but one in memory.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import Sqlite from 'better-sqlite3'
import { containsPattern, foldText, searchWords, slugify } from '../../src/lib/text.js'

describe('foldText', () => {
  const same: [string, string][] = [
    ['ANI', 'ani'],
    ['ÅSA', 'a\u030asa'],
    ['Ärger', 'ärger'],
    ['ﬁn', 'fin'],
    ['Ｎａｉｋ', 'naik'],
    ['①', '1'],
    ['ДОБРО', 'добро'],
    ['K', 'k']
  ]
  for (const [a, b] of same) it(`makes ${a} and ${b} one`, () => assert.equal(foldText(a), foldText(b)))

  it('keeps apart what differs by more than case and form', () => {
    for (const [a, b] of [
      ['a', 'á'],
      ['ss', 'ß'],
      ['o', '0'],
      ['а', 'a']
    ] as const)
      assert.notEqual(foldText(a), foldText(b))
  })

  it('changes nothing when it is done again', () => {
    for (let code = 0; code <= 0x10ffff; code++) {
      if (code === 0xd800) code = 0xe000
      const once = foldText(String.fromCodePoint(code))
      if (foldText(once) !== once) assert.fail(`U+${code.toString(16)}`)
    }
  })
})

describe('searchWords', () => {
  it('splits at white space of any kind and folds', () => {
    assert.deepEqual(searchWords('  Belajar\tWEB\u3000Dasar\n'), ['belajar', 'web', 'dasar'])
    assert.deepEqual(searchWords(' \u00a0 '), [])
    assert.deepEqual(searchWords(''), [])
  })

  it('takes eight words at most', () => {
    assert.equal(searchWords('a b c d e f g h i j').length, 8)
  })
})

describe('containsPattern', () => {
  const find = (text: string, wanted: string) =>
    new Sqlite(':memory:')
      .prepare(`select ? like ? escape '\\' as found`)
      .pluck()
      .get(text, containsPattern(wanted)) === 1

  it('finds text anywhere', () => {
    assert.ok(find('belajar web dasar', 'web'))
    assert.ok(find('web', 'web'))
    assert.ok(find('anything', ''))
    assert.ok(!find('belajar', 'web'))
  })

  it('takes no character of it as a wildcard', () => {
    for (const special of ['%', '_', '\\', '%_\\', '\\%']) {
      assert.ok(find(`100${special}x`, `0${special}`), special)
      assert.ok(!find('100abcx', `0${special}`), special)
    }
  })
})

describe('slugify', () => {
  const slugs: [title: string, slug: string][] = [
    ['Dasar-Dasar Web', 'dasar-dasar-web'],
    ['  Ünïcödé & more!  ', 'unicode-more'],
    ['C++ / C#', 'c-c'],
    ['---', ''],
    ['日本語', ''],
    ['ﬁrst ①', 'first-1'],
    [`${'a'.repeat(79)} b`, 'a'.repeat(79)],
    ['a'.repeat(200), 'a'.repeat(80)]
  ]
  for (const [title, slug] of slugs) it(`makes "${slug}" of "${title}"`, () => assert.equal(slugify(title), slug))

  it('is quick with long titles of hyphens', () => {
    const startedAt = performance.now()
    slugify(`a${'-'.repeat(100_000)}b`)
    slugify(`${'!'.repeat(100_000)}`)
    assert.ok(performance.now() - startedAt < 250)
  })
})
