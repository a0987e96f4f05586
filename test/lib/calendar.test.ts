// Runs once: it asks no database.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  addDays,
  addMonths,
  dateIn,
  isCalendarDate,
  isTimeZone,
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
})
