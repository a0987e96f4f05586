// Runs once: it asks no database.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  addDays,
  addMonths,
  dateIn,
  endOfDailySpan,
  isCalendarDate,
  isTimeZone,
  nextTimeOfDay,
  startOfDay,
  startOfDayAfter
} from '../../src/lib/calendar.js'

const iso = (moment: Date) => moment.toISOString()

describe('calendar', () => {
  it('knows the time zones by their names', () => {
    for (const name of ['Asia/Jakarta', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+7'])
      assert.ok(isTimeZone(name), name)
    for (const name of ['', '+07:00', 'Asia/Bandung', '../etc/passwd', 'Asia/Jakarta\n'])
      assert.ok(!isTimeZone(name), name)
  })

  it('knows which days there are', () => {
    for (const date of ['2026-11-23', '2028-02-29']) assert.ok(isCalendarDate(date), date)
    for (const date of ['2026-02-29', '2026-11-31', '2026-1-1', '2026-11-23T00:00', ''])
      assert.ok(!isCalendarDate(date), date)
  })

  it('begins a day where its people are', () => {
    assert.equal(iso(startOfDay('2026-11-23', 'Asia/Jakarta')), '2026-11-22T17:00:00.000Z')
    assert.equal(iso(startOfDay('2026-11-23', 'Asia/Jayapura')), '2026-11-22T15:00:00.000Z')
    assert.equal(dateIn('Asia/Jakarta', new Date('2026-11-22T16:59:59.999Z')), '2026-11-22')
    assert.equal(dateIn('Asia/Jakarta', new Date('2026-11-22T17:00:00.000Z')), '2026-11-23')
  })

  it('counts days and not hours over a change of clocks', () => {
    const enrolled = new Date('2026-10-24T21:30:00.000Z') // 23:30 of the 24th in Berlin, hours before the clocks change
    assert.equal(iso(startOfDayAfter(enrolled, 1, 'Europe/Berlin')), '2026-10-24T22:00:00.000Z')
    assert.equal(iso(startOfDayAfter(enrolled, 2, 'Europe/Berlin')), '2026-10-25T23:00:00.000Z') // 25 hours later
  })

  it('begins a day without a midnight at its first moment', () => {
    assert.equal(iso(startOfDay('2026-09-06', 'America/Santiago')), '2026-09-06T04:00:00.000Z')
  })

  it('goes on over months and leap years', () => {
    assert.equal(addDays('2028-02-28', 2), '2028-03-01')
    assert.equal(addDays('2026-01-01', -1), '2025-12-31')
  })

  it('adds months by the calendar', () => {
    const after = (moment: string, months: number, timeZone = 'Asia/Jakarta') =>
      iso(addMonths(new Date(moment), months, timeZone))
    assert.equal(after('2026-01-31T05:00:00.000Z', 1), '2026-02-28T05:00:00.000Z')
    assert.equal(after('2028-01-31T05:00:00.000Z', 1), '2028-02-29T05:00:00.000Z')
    assert.equal(after('2028-02-29T05:00:00.000Z', 12), '2029-02-28T05:00:00.000Z')
    // There it is the 31st already.
    assert.equal(after('2026-01-30T18:00:00.000Z', 1), '2026-02-27T18:00:00.000Z')
    assert.equal(after('2026-09-25T10:00:00.000Z', 1, 'Europe/Berlin'), '2026-10-25T11:00:00.000Z')
  })

  // Clocks go forward in Berlin at 02:00 of 29 March 2026 and back at 03:00 of 25 October; in Santiago they go forward at
  // the midnight that begins 6 September 2026, and back at the one that ended 4 April.
  const times: [name: string, zone: string, at: string, weekday: number | undefined, after: string, next: string][] = [
    ['later today', 'Asia/Jakarta', '07:00', undefined, '2026-11-22T23:59:00.000Z', '2026-11-23T00:00:00.000Z'],
    ['tomorrow', 'Asia/Jakarta', '07:00', undefined, '2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z'],
    ['on Monday, today', 'Asia/Jakarta', '07:00', 1, '2026-11-22T23:00:00.000Z', '2026-11-23T00:00:00.000Z'],
    ['on Monday, in a week', 'Asia/Jakarta', '07:00', 1, '2026-11-23T00:00:00.000Z', '2026-11-30T00:00:00.000Z'],
    ['on Sunday, in six days', 'Asia/Jakarta', '07:00', 7, '2026-11-23T01:00:00.000Z', '2026-11-29T00:00:00.000Z'],
    ['over the spring', 'Europe/Berlin', '07:00', undefined, '2026-03-28T07:00:00.000Z', '2026-03-29T05:00:00.000Z'],
    ['over the autumn', 'Europe/Berlin', '07:00', undefined, '2026-10-24T06:00:00.000Z', '2026-10-25T06:00:00.000Z'],
    ['left out', 'Europe/Berlin', '02:30', undefined, '2026-03-28T12:00:00.000Z', '2026-03-29T01:00:00.000Z'],
    ['the day after', 'Europe/Berlin', '02:30', undefined, '2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z'],
    ['twice', 'Europe/Berlin', '02:30', undefined, '2026-10-24T12:00:00.000Z', '2026-10-25T00:30:00.000Z'],
    ['once of twice', 'Europe/Berlin', '02:30', undefined, '2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z'],
    ['no midnight', 'America/Santiago', '00:15', undefined, '2026-09-05T12:00:00.000Z', '2026-09-06T04:00:00.000Z'],
    ['weekly there', 'America/Santiago', '00:15', 7, '2026-09-05T12:00:00.000Z', '2026-09-06T04:00:00.000Z'],
    ['two evenings', 'America/Santiago', '23:30', undefined, '2026-04-04T12:00:00.000Z', '2026-04-05T02:30:00.000Z']
  ]
  for (const [name, zone, at, weekday, after, next] of times) {
    it(`knows when the clocks next show a time: ${name}`, () => {
      assert.equal(iso(nextTimeOfDay(new Date(after), { at, weekday }, zone)), next)
    })
  }

  const spans: [name: string, zone: string, from: string, until: string, moment: string, end: string | undefined][] = [
    ['within the day', 'Asia/Jakarta', '12:00', '13:30', '2026-11-23T05:00:00.000Z', '2026-11-23T06:30:00.000Z'],
    ['before it', 'Asia/Jakarta', '12:00', '13:30', '2026-11-23T04:59:59.999Z', undefined],
    ['at its end', 'Asia/Jakarta', '12:00', '13:30', '2026-11-23T06:30:00.000Z', undefined],
    ['in the evening', 'Asia/Jakarta', '21:00', '05:30', '2026-11-23T14:00:00.000Z', '2026-11-23T22:30:00.000Z'],
    ['in the morning', 'Asia/Jakarta', '21:00', '05:30', '2026-11-23T22:29:00.000Z', '2026-11-23T22:30:00.000Z'],
    ['by day', 'Asia/Jakarta', '21:00', '05:30', '2026-11-23T12:00:00.000Z', undefined],
    ['until midnight', 'Asia/Jakarta', '22:00', '00:00', '2026-11-23T16:00:00.000Z', '2026-11-23T17:00:00.000Z'],
    ['a short night', 'Europe/Berlin', '22:00', '07:00', '2026-03-28T22:00:00.000Z', '2026-03-29T05:00:00.000Z'],
    ['a long night', 'Europe/Berlin', '22:00', '07:00', '2026-10-24T21:00:00.000Z', '2026-10-25T06:00:00.000Z'],
    [
      'an end that is left out',
      'Europe/Berlin',
      '22:00',
      '02:30',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T01:00:00.000Z'
    ],
    ['after it', 'Europe/Berlin', '22:00', '02:30', '2026-03-29T01:00:00.000Z', undefined],
    [
      'an end that comes twice',
      'Europe/Berlin',
      '22:00',
      '02:30',
      '2026-10-25T00:00:00.000Z',
      '2026-10-25T00:30:00.000Z'
    ],
    ['after the first', 'Europe/Berlin', '22:00', '02:30', '2026-10-25T01:15:00.000Z', undefined],
    ['no midnight', 'America/Santiago', '23:00', '00:30', '2026-09-06T03:30:00.000Z', '2026-09-06T04:00:00.000Z'],
    ['two evenings', 'America/Santiago', '23:30', '06:00', '2026-04-05T03:10:00.000Z', '2026-04-05T10:00:00.000Z']
  ]
  for (const [name, zone, from, until, moment, end] of spans) {
    it(`knows when a span of the day is over: ${name}`, () => {
      assert.equal(endOfDailySpan(new Date(moment), { from, until }, zone)?.toISOString(), end)
    })
  }
})
