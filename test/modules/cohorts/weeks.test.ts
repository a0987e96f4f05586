// Runs once: it counts days and needs no database.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daysBetween } from '../../../src/lib/calendar.js'
import { currentWeek, hasBegun, hasEnded, isAfter, weekCount } from '../../../src/modules/cohorts/weeks.js'

/** The clocks change: Berlin at 2:00 and 3:00, Santiago at midnight, so that a day begins at 1:00 there; Jakarta never. */
const cohorts = {
  berlinSpring: { startsOn: '2026-03-23', endsOn: '2026-05-03', timeZone: 'Europe/Berlin' },
  berlinAutumn: { startsOn: '2026-10-19', endsOn: '2026-11-08', timeZone: 'Europe/Berlin' },
  santiagoSpring: { startsOn: '2026-08-30', endsOn: '2026-09-12', timeZone: 'America/Santiago' },
  santiagoAutumn: { startsOn: '2026-03-29', endsOn: '2026-04-04', timeZone: 'America/Santiago' },
  jakarta: { startsOn: '2026-11-23', endsOn: '2027-01-17', timeZone: 'Asia/Jakarta' }
}

const weeks: [cohort: keyof typeof cohorts, moment: string, week: number | null][] = [
  ['berlinSpring', '2026-03-22T22:59:59.999Z', null],
  ['berlinSpring', '2026-03-22T23:00:00.000Z', 1],
  // From Sunday, 29 March on midnight is an hour earlier in UTC: the second week begins 167 hours after the first.
  ['berlinSpring', '2026-03-29T21:59:59.999Z', 1],
  ['berlinSpring', '2026-03-29T22:00:00.000Z', 2],
  ['berlinSpring', '2026-04-05T22:00:00.000Z', 3],
  ['berlinAutumn', '2026-10-18T22:00:00.000Z', 1],
  // On Sunday, 25 October there are 25 hours.
  ['berlinAutumn', '2026-10-25T22:59:59.999Z', 1],
  ['berlinAutumn', '2026-10-25T23:00:00.000Z', 2],
  ['santiagoSpring', '2026-08-30T03:59:59.999Z', null],
  ['santiagoSpring', '2026-08-30T04:00:00.000Z', 1],
  // 6 September has no midnight there: it begins at 1:00, which is when midnight would have been.
  ['santiagoSpring', '2026-09-06T03:59:59.999Z', 1],
  ['santiagoSpring', '2026-09-06T04:00:00.000Z', 2],
  ['jakarta', '2026-11-22T16:59:59.999Z', null],
  ['jakarta', '2026-11-22T17:00:00.000Z', 1],
  ['jakarta', '2026-11-29T17:00:00.000Z', 2],
  ['jakarta', '2027-01-16T17:00:00.000Z', 8],
  ['jakarta', '2027-03-01T00:00:00.000Z', 8]
]

for (const [name, moment, week] of weeks) {
  test(`${name} is in week ${week} at ${moment}`, () => {
    assert.equal(currentWeek(cohorts[name], new Date(moment)), week)
  })
}

const bounds: [cohort: keyof typeof cohorts, begins: string, ends: string][] = [
  ['berlinSpring', '2026-03-22T23:00:00.000Z', '2026-05-03T22:00:00.000Z'],
  ['berlinAutumn', '2026-10-18T22:00:00.000Z', '2026-11-08T23:00:00.000Z'],
  ['santiagoSpring', '2026-08-30T04:00:00.000Z', '2026-09-13T03:00:00.000Z'],
  // On 4 April the hour from 23:00 comes twice: the day ends after the second.
  ['santiagoAutumn', '2026-03-29T03:00:00.000Z', '2026-04-05T04:00:00.000Z'],
  ['jakarta', '2026-11-22T17:00:00.000Z', '2027-01-17T17:00:00.000Z']
]

for (const [name, begins, ends] of bounds) {
  test(`${name} begins at ${begins} and ends at ${ends}`, () => {
    const before = (moment: string) => new Date(Date.parse(moment) - 1)
    assert.deepEqual(
      [hasBegun(cohorts[name], before(begins)), hasBegun(cohorts[name], new Date(begins))],
      [false, true]
    )
    assert.deepEqual([hasEnded(cohorts[name], before(ends)), hasEnded(cohorts[name], new Date(ends))], [false, true])
  })
}

test('a day is in time to its last moment, and weeks are counted in days', () => {
  assert.equal(isAfter(new Date('2026-04-05T03:59:59.999Z'), '2026-04-04', 'America/Santiago'), false)
  assert.equal(isAfter(new Date('2026-04-05T04:00:00.000Z'), '2026-04-04', 'America/Santiago'), true)
  assert.equal(weekCount({ startsOn: '2026-03-23', endsOn: '2026-03-29' }), 1)
  assert.equal(weekCount({ startsOn: '2026-03-23', endsOn: '2026-03-30' }), 2)
  assert.equal(daysBetween('2026-03-28', '2026-03-30'), 2)
  assert.equal(daysBetween('2028-03-01', '2028-02-28'), -2)
})
