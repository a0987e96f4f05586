// Runs once: it needs no database.
import assert from 'node:assert/strict'
import test from 'node:test'
import { compareLines, linesOf } from '../../../src/modules/feedback/lines.js'

const counted = (count: number, from = 1) => Array.from({ length: count }, (_, i) => `baris ${from + i}\n`).join('')

/** As `diff -u` would write it: `-2 dua`, `+2 deux`, ` 1:1 satu`; hunks apart by `~`. */
function shown(before: string, after: string): string[] {
  return compareLines(before, after).hunks.flatMap(({ runs }, h) => [
    ...(h > 0 ? ['~'] : []),
    ...runs.flatMap(({ kind, beforeLine, afterLine, lines }) =>
      lines.map((line, i) => {
        const [b, a] = [beforeLine === null ? '' : beforeLine + i, afterLine === null ? '' : afterLine + i]
        return kind === 'context' ? ` ${b}:${a} ${line}` : kind === 'added' ? `+${a} ${line}` : `-${b} ${line}`
      })
    )
  ])
}

for (const [text, lines] of [
  ['', []],
  ['\n', ['']],
  ['a', ['a']],
  ['a\n', ['a']],
  ['a\r\nb\n\nc', ['a', 'b', '', 'c']],
  ['a\n\n', ['a', '']]
] as const) {
  test(`${JSON.stringify(text)} has ${lines.length} lines`, () => assert.deepEqual(linesOf(text), lines))
}

const cases: [name: string, before: string, after: string, expected: string[]][] = [
  ['the same', 'a\nb', 'a\nb', []],
  ['nothing and nothing', '', '', []],
  ['other ends of the lines', 'a\r\nb', 'a\nb\n', []],
  ['all new', '', 'a\nb\n', ['+1 a', '+2 b']],
  ['all gone', 'a\nb\n', '', ['-1 a', '-2 b']],
  ['one line changed', 'a\nb\nc', 'a\nB\nc', [' 1:1 a', '-2 b', '+2 B', ' 3:3 c']],
  ['one more at the end', 'a\nb\n', 'a\nb\nc\n', [' 1:1 a', ' 2:2 b', '+3 c']],
  ['one less at the start', 'a\nb\n', 'b\n', ['-1 a', ' 2:1 b']],
  [
    'three lines around a change',
    counted(9),
    counted(9).replace('baris 5', 'lima'),
    [
      ...[' 2:2 baris 2', ' 3:3 baris 3', ' 4:4 baris 4', '-5 baris 5', '+5 lima'],
      ...[' 6:6 baris 6', ' 7:7 baris 7', ' 8:8 baris 8']
    ]
  ],
  [
    'two changes that are near each other',
    counted(8),
    counted(8).replace('baris 1\n', 'satu\n').replace('baris 8', 'delapan'),
    [
      ...['-1 baris 1', '+1 satu', ' 2:2 baris 2', ' 3:3 baris 3', ' 4:4 baris 4', ' 5:5 baris 5', ' 6:6 baris 6'],
      ...[' 7:7 baris 7', '-8 baris 8', '+8 delapan']
    ]
  ],
  [
    'two that are far from each other',
    counted(9),
    counted(9).replace('baris 1\n', '').replace('baris 9\n', ''),
    [
      ...['-1 baris 1', ' 2:1 baris 2', ' 3:2 baris 3', ' 4:3 baris 4', '~'],
      ...[' 6:5 baris 6', ' 7:6 baris 7', ' 8:7 baris 8', '-9 baris 9']
    ]
  ]
]

for (const [name, before, after, expected] of cases) {
  test(`lines: ${name}`, () => {
    assert.deepEqual(shown(before, after), expected)
    assert.equal(compareLines(before, after).isReplaced, false)
  })
}

test('five thousand lines more in the middle are no replacement', () => {
  const { isReplaced, hunks } = compareLines(counted(20), `${counted(10)}${counted(5_000, 500)}${counted(10, 11)}`)
  assert.equal(isReplaced, false)
  assert.deepEqual(
    hunks.map(({ runs }) => runs.map(({ kind, lines }) => `${lines.length} ${kind}`)),
    [['3 context', '5000 added', '3 context']]
  )
})

/** 100,000 characters each. */
const hostile: [name: string, before: string, after: string][] = [
  ['lines of which none is the same', lines((i) => i % 7), lines((i) => `x${i % 7}`.slice(0, 1))],
  ['two letters at random', lines(random(2, 1)), lines(random(2, 2))],
  ['ten letters at random', lines(random(10, 1)), lines(random(10, 2))],
  ['one period in another', lines((i) => i % 2), lines((i) => (i >> 1) % 2)],
  ['empty lines and a few others', blank(50), blank(49)],
  ['long lines with a long common beginning', long('a'), long('b')]
]

for (const [name, before, after] of hostile) {
  test(`hostile texts hold nobody up: ${name}`, () => {
    assert.ok(before.length >= 99_000 && after.length >= 99_000)
    const startedAt = performance.now()
    const { isReplaced, hunks } = compareLines(before, after)
    const ms = performance.now() - startedAt
    assert.ok(ms < 1_000, `${ms} ms`)
    const runs = hunks.flatMap((hunk) => hunk.runs)
    if (name !== 'long lines with a long common beginning') assert.ok(isReplaced)
    if (isReplaced)
      assert.deepEqual(
        runs
          .map(({ kind }) => kind)
          .filter((kind) => kind !== 'context')
          .sort(),
        ['added', 'removed']
      )
  })
}

function lines(of: (i: number) => number | string): string {
  return Array.from({ length: 50_000 }, (_, i) => `${of(i)}\n`).join('')
}

/** The same numbers in each run of the tests. */
function random(kinds: number, seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state % kinds
  }
}

function blank(every: number): string {
  return Array.from({ length: 99_000 }, (_, i) => (i % every === 0 ? 'x\n' : '\n'))
    .join('')
    .slice(0, 100_000)
}

function long(end: string): string {
  return Array.from({ length: 100 }, (_, i) => `${'a'.repeat(990)}${end}${String(i % 10).repeat(5)}\n`).join('')
}
