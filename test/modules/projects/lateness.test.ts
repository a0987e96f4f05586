// Runs once: no database.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dueTerms, latenessOf } from '../../../src/modules/projects/lateness.js'

const accept = { lateRule: 'accept', latePercentPerDay: null, lateDays: null } as const
const deduct = { lateRule: 'deduct', latePercentPerDay: 10, lateDays: null } as const
const refuse = { lateRule: 'refuse', latePercentPerDay: null, lateDays: null } as const

const at = (text: string, plusMs = 0) => new Date(Date.parse(text) + plusMs)

/** Each line: when it is due, and the moments with which the second and the third day late begin. */
const zones: [what: string, timeZone: string, dueAt: string, second: string, third: string][] = [
  ['on common days', 'Asia/Jakarta', '2026-12-14T16:59:00Z', '2026-12-15T16:59:00Z', '2026-12-16T16:59:00Z'],
  ['a day of 23 hours', 'Europe/Berlin', '2026-03-28T22:00:00Z', '2026-03-29T21:00:00Z', '2026-03-30T21:00:00Z'],
  ['a day of 25 hours', 'Europe/Berlin', '2026-10-24T21:00:00Z', '2026-10-25T22:00:00Z', '2026-10-26T22:00:00Z'],
  // Due at 02:30, an hour that 29 March leaves out, and that 25 October has twice: the first of the two.
  ['a time left out', 'Europe/Berlin', '2026-03-28T01:30:00Z', '2026-03-29T01:30:00Z', '2026-03-30T00:30:00Z'],
  ['a time there twice', 'Europe/Berlin', '2026-10-24T00:30:00Z', '2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z'],
  // In Santiago the clocks change at midnight: 5 September 2026 ends an hour early, 4 April an hour late.
  ['23 hours', 'America/Santiago', '2026-09-05T16:00:00Z', '2026-09-06T15:00:00Z', '2026-09-07T15:00:00Z'],
  ['25 hours', 'America/Santiago', '2026-04-04T15:00:00Z', '2026-04-05T16:00:00Z', '2026-04-06T16:00:00Z']
]

describe('how late work is', () => {
  for (const [what, timeZone, due, second, third] of zones) {
    const dueAt = at(due)
    const daysAt = (moment: Date) => latenessOf(deduct, { dueAt, timeZone, at: moment })

    it(`to the millisecond, over ${what} in ${timeZone}`, () => {
      assert.deepEqual(daysAt(at(due, -1)), { isLate: false, daysLate: 0, latePercent: 0 })
      assert.deepEqual(daysAt(dueAt), { isLate: true, daysLate: 1, latePercent: 10 })
      for (const [moment, before, from] of [
        [second, 1, 2],
        [third, 2, 3]
      ] as const) {
        assert.equal(daysAt(at(moment, -1)).daysLate, before, `a millisecond before ${moment}`)
        assert.equal(daysAt(at(moment)).daysLate, from, moment)
        assert.equal(daysAt(at(moment)).latePercent, from * 10)
      }
    })

    it(`and closes with the day that is no longer taken, over ${what} in ${timeZone}`, () => {
      const closing = (lateDays: number) =>
        dueTerms({ ...accept, dueAt, lateDays }, { extended: null, timeZone }).closesAt
      assert.deepEqual(closing(1), at(second))
      assert.deepEqual(closing(2), at(third))
    })
  }

  it('says nothing of what is never due', () => {
    const moment = { dueAt: null, timeZone: 'UTC', at: at('2026-12-14T00:00:00Z') }
    assert.deepEqual(latenessOf(deduct, moment), { isLate: false, daysLate: 0, latePercent: 0 })
    const terms = dueTerms({ ...refuse, dueAt: null }, { extended: at('2026-12-14T00:00:00Z'), timeZone: 'UTC' })
    assert.deepEqual(terms, { dueAt: null, closesAt: null })
  })

  it('takes no points where the rule does not say so, and never more than all', () => {
    const dueAt = at('2026-12-14T00:00:00Z')
    const late = (rule: Parameters<typeof latenessOf>[0], days: number) =>
      latenessOf(rule, { dueAt, timeZone: 'Asia/Jakarta', at: at('2026-12-14T00:00:00Z', days * 86_400_000) })
    assert.deepEqual(late(accept, 3), { isLate: true, daysLate: 4, latePercent: 0 })
    assert.deepEqual(late(refuse, 0), { isLate: true, daysLate: 1, latePercent: 0 })
    assert.deepEqual(late(deduct, 9), { isLate: true, daysLate: 10, latePercent: 100 })
    assert.deepEqual(late(deduct, 400), { isLate: true, daysLate: 401, latePercent: 100 })
    assert.deepEqual(late({ ...deduct, latePercentPerDay: 35 }, 2.5), { isLate: true, daysLate: 3, latePercent: 100 })
  })
})

describe('when it is due for a learner', () => {
  const dueAt = at('2026-10-24T21:00:00Z')
  const timeZone = 'Europe/Berlin'
  const terms = (rule: object, extended: Date | null) => dueTerms({ ...accept, dueAt, ...rule }, { extended, timeZone })

  it('is what holds for all, or the extension', () => {
    const longer = at('2026-11-07T22:00:00Z')
    assert.deepEqual(terms({}, null), { dueAt, closesAt: null })
    assert.deepEqual(terms({}, longer), { dueAt: longer, closesAt: null })
    assert.deepEqual(terms(refuse, longer), { dueAt: longer, closesAt: longer })
    assert.deepEqual(terms({ lateDays: 1 }, longer), { dueAt: longer, closesAt: at('2026-11-08T22:00:00Z') })
  })

  it('is never earlier by an extension', () => {
    assert.deepEqual(terms(refuse, at('2026-10-20T00:00:00Z')), { dueAt, closesAt: dueAt })
  })
})
