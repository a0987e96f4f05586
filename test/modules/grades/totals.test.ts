// Runs once: it needs no database.
import assert from 'node:assert/strict'
import test from 'node:test'
import { isPassed, type Part, shareOf, totalsOf } from '../../../src/modules/grades/totals.js'

/** `weight: points/max`, or `weight: -` for what is not graded. */
function parse(text: string): Part[] {
  return text
    .split(/,\s*/)
    .filter(Boolean)
    .map((part) => {
      const [weight = '', grade = ''] = part.split(': ')
      const [points, maxPoints] = grade.split('/').map(Number)
      return { weight: Number(weight), grade: grade === '-' ? null : { points: points!, maxPoints: maxPoints! } }
    })
}

/** Computed by hand. */
const table: [parts: string, current: number | null, final: number | null, why: string][] = [
  ['', null, null, 'nothing is there'],
  ['100: -', null, 0, 'nothing is graded'],
  ['0: 5/10', null, null, 'what has no weight counts nowhere'],
  ['0: 5/10, 100: 10/10', 10_000, 10_000, 'beside something that counts, too'],
  ['0: -, 100: 10/10', 10_000, 10_000, 'and is not missed'],
  ['100: 5/0', null, null, 'points above nothing say nothing'],
  ['100: 5/0, 100: 1/4', 2_500, 2_500, 'and take nothing from the others'],
  ['100: 0/10', 0, 0, 'nothing of ten'],
  ['2000: 1600/2000', 8_000, 8_000, 'sixteen of twenty'],
  ['2000: 1600/2000, 1000: 500/1000', 7_000, 7_000, 'by points: (16 + 5) ÷ 30'],
  ['100: 1600/2000, 100: 500/1000', 6_500, 6_500, 'by equal weights: (80 + 50) ÷ 2'],
  ['300: 1600/2000, 100: 500/1000', 7_250, 7_250, 'by weights: (3 × 80 + 50) ÷ 4'],
  ['2000: 1600/2000, 2000: -', 8_000, 4_000, 'what is missing lowers the final one alone'],
  ['100: 1/3', 3_333, 3_333, 'a third'],
  ['100: 2/3', 6_667, 6_667, 'two thirds'],
  ['100: 1/3, 100: 1/3, 100: 1/3', 3_333, 3_333, 'three of them, and no third is lost on the way'],
  ['100: 1/3, 100: 2/3', 5_000, 5_000, 'a third and two thirds are two halves'],
  ['100: 1/3, 100: 1/7, 100: 11/21', 3_333, 3_333, '7/21 + 3/21 + 11/21 = 21/21, of three'],
  ['1: 1/3, 1: 1/6', 2_500, 2_500, '(2/6 + 1/6) ÷ 2 = 1/4'],
  ['100: 66665/100000', 6_667, 6_667, '66.665 is rounded up'],
  ['100: 66664/100000', 6_666, 6_666, '66.664 is not'],
  ['100: 1/20000', 1, 1, 'half of a hundredth is rounded up'],
  ['100: 1/20001', 0, 0, 'less than half is not'],
  ['100: 100500/10000000', 101, 101, '1.005 is rounded up, although a computer has a little less'],
  ['1000: 1150/1000', 11_500, 11_500, 'more than there is stays more'],
  ['1: 1/3, 1000000: 1000000/1000000', 10_000, 10_000, '99.99993 is 100.00 in two decimals'],
  ['100: 69995/100000', 7_000, 7_000, '69.995 is 70.00']
]

for (const [parts, current, final, why] of table) {
  test(`${parts || 'no items'}: ${why}`, () => assert.deepEqual(totalsOf(parse(parts)), { current, final }))
}

test('an order of the items changes nothing', () => {
  const parts = parse('700: 1/3, 300: 5/7, 200: 11/13, 100: -, 900: 17/19')
  assert.deepEqual(totalsOf([...parts].reverse()), totalsOf(parts))
  // 233.3333 + 214.2857 + 169.2308 + 805.2632 = 1422.1130, of 2100 that are graded and of 2200 in all.
  assert.deepEqual(totalsOf(parts), { current: 6_772, final: 6_464 })
})

test('who is told that they have the mark has passed', () => {
  const passes = (final: number | null, mark: number) => isPassed({ current: null, final }, mark)
  assert.deepEqual(
    [passes(7_000, 70), passes(6_999, 70), passes(0, 0), passes(null, 0), passes(10_000, 100)],
    [true, false, true, false, true]
  )
})

test('shares of the whole have two decimals, too', () => {
  assert.deepEqual(
    [shareOf(1, 3), shareOf(2, 3), shareOf(1, 1), shareOf(0, 7), shareOf(2000, 12_000)],
    [3_333, 6_667, 10_000, 0, 1_667]
  )
})
