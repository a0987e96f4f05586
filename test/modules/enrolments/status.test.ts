import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type EnrolmentMove,
  moved,
  newEnrolment,
  nextStanding,
  requireNext,
  type Standing,
  standingAt
} from '../../../src/modules/enrolments/enrolments.status.js'
import { endOf } from '../../../src/modules/enrolments/enrolments.terms.js'

const standings = ['none', 'requested', 'queued', 'active', 'completed', 'cancelled', 'expired'] as const

/** Where each move leads from each standing, in the order of `standings`; `.`: nowhere. */
const table: Record<EnrolmentMove, string> = {
  enrol: 'active active . . . active .',
  admit: 'active active active . . active active',
  request: 'requested . . . . requested requested',
  approve: '. active . . . . .',
  queue: 'queued queued . . . queued queued',
  moveUp: '. . active . . . .',
  reject: '. cancelled cancelled . . . .',
  complete: '. . . completed . . .',
  cancel: '. cancelled cancelled cancelled . . .',
  expire: '. . expired expired . . .',
  extend: '. . . active . . active'
}

test('an enrolment moves as the table says, and no other way', () => {
  for (const [move, row] of Object.entries(table) as [EnrolmentMove, string][]) {
    for (const [i, expected] of row.split(' ').entries()) {
      const from = standings[i] as Standing
      assert.equal(nextStanding(move, from) ?? '.', expected, `${move} from ${from}`)
      if (expected !== '.') continue
      const code = from === 'none' ? 'NOT_FOUND' : 'ILLEGAL_TRANSITION'
      assert.throws(() => requireNext(move, from), { code }, `${move} from ${from}`)
    }
  }
})

test('a moved enrolment keeps nothing that belongs to its former standing', () => {
  const [start, now] = [new Date('2026-03-01T00:00:00Z'), new Date('2026-03-02T00:00:00Z')]
  const blank = newEnrolment({ courseId: 'crs_a', userId: 'usr_a', now: start })
  const requested = moved(blank, { to: 'requested', now: start, message: 'Halo' })
  const queued = moved(requested, { to: 'queued', now })
  const active = moved(queued, { to: 'active', now, activatedAt: now, expiresAt: now })
  const completed = moved(active, { to: 'completed', now })
  const rejected = moved(requested, { to: 'cancelled', now, reason: 'Tidak.' })
  const rows = { requested, queued, completed, cancelled: rejected, expired: active, none: undefined }
  for (const [standing, row] of Object.entries(rows)) assert.equal(standingAt(row, now), standing)
  assert.equal(standingAt(active, start), 'active', 'by the clock')
  assert.deepEqual([requested.queuedAt, queued.queuedAt, active.queuedAt], [start, now, null])
  assert.deepEqual([completed.completedAt, completed.expiresAt, completed.activatedAt], [now, null, now])
  assert.deepEqual([rejected.message, rejected.reason], ['Halo', 'Tidak.'])
  assert.equal(moved(rejected, { to: 'requested', now }).reason, null)
})

test('days of access are days of the calendar there, also when the clocks change', () => {
  const newYork = { timeZone: 'America/New_York', endsAt: null }
  const jakarta = { timeZone: 'Asia/Jakarta', endsAt: null }
  const table = [
    // The clocks go forward on 8 March 2026 and back on 1 November 2026: the time of day stays.
    [{ ...newYork, accessDays: 1 }, '2026-03-07T17:00:00.000Z', '2026-03-08T16:00:00.000Z'],
    [{ ...newYork, accessDays: 1 }, '2026-10-31T16:00:00.000Z', '2026-11-01T17:00:00.000Z'],
    [{ ...newYork, accessDays: 365 }, '2026-01-15T17:00:00.000Z', '2027-01-15T17:00:00.000Z'],
    // 02:30 is left out that day: an hour later.
    [{ ...newYork, accessDays: 1 }, '2026-03-07T07:30:00.000Z', '2026-03-08T07:30:00.000Z'],
    [{ ...jakarta, accessDays: 1 }, '2026-03-07T17:00:00.000Z', '2026-03-08T17:00:00.000Z'],
    [{ ...jakarta, accessDays: 3_650 }, '2026-03-07T17:00:00.000Z', '2036-03-04T17:00:00.000Z']
  ] as const
  for (const [terms, from, to] of table) {
    assert.equal(endOf(terms, new Date(from))?.toISOString(), to, `${terms.timeZone} ${from}`)
  }
  const endsAt = new Date('2026-03-10T00:00:00.000Z')
  assert.equal(endOf({ ...jakarta, accessDays: null }, new Date()), null)
  assert.equal(endOf({ ...jakarta, accessDays: 30, endsAt }, new Date('2026-03-01T00:00:00Z')), endsAt)
  assert.equal(
    endOf({ ...jakarta, accessDays: 5, endsAt }, new Date('2026-03-01T00:00:00Z'))?.toISOString(),
    '2026-03-06T00:00:00.000Z'
  )
})
