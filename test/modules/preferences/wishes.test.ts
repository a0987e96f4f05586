// Runs once: it asks no database.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Cadence } from '../../../src/db/schema/preferences.js'
import { createDecider, type Decision } from '../../../src/modules/preferences/wishes.js'

const night = { from: '21:00', until: '05:30' }
const overSeven = { from: '22:00', until: '08:00' }
const digest = { at: '07:00', weekday: 1 }

interface Case {
  name: string
  inApp?: Cadence
  mail?: Cadence
  isMuted?: boolean
  takesMail?: boolean
  quietHours?: { from: string; until: string }
  /** In Jakarta; Monday the 23rd of November 2026 at noon if nothing is said. */
  now?: string
  expected: [inApp: string, mail: string]
}

/** All times in Jakarta. `d` behind a time: by a digest. */
const cases: Case[] = [
  { name: 'who has set nothing is told at once', expected: ['now', 'now'] },
  { name: 'never means never', inApp: 'never', mail: 'never', expected: ['never', 'never'] },
  { name: 'each channel for itself', inApp: 'at_once', mail: 'never', expected: ['now', 'never'] },
  { name: 'a mute silences both channels', isMuted: true, expected: ['never', 'never'] },
  { name: 'a mute silences digests', isMuted: true, inApp: 'daily', mail: 'weekly', expected: ['never', 'never'] },
  {
    name: 'a mute needs no quiet hours',
    isMuted: true,
    quietHours: night,
    now: '23T23:00',
    expected: ['never', 'never']
  },
  { name: 'no address, no mail', takesMail: false, expected: ['now', 'never'] },
  { name: 'no address, no digest', takesMail: false, mail: 'daily', expected: ['now', 'never'] },
  { name: 'by day quiet hours hold nothing', quietHours: night, expected: ['now', 'now'] },
  { name: 'quiet hours hold both', quietHours: night, now: '23T21:00', expected: ['24T05:30', '24T05:30'] },
  { name: 'after midnight too', quietHours: night, now: '24T05:29', expected: ['24T05:30', '24T05:30'] },
  { name: 'until they are over', quietHours: night, now: '24T05:30', expected: ['now', 'now'] },
  { name: 'never is not held', quietHours: night, mail: 'never', now: '23T22:00', expected: ['24T05:30', 'never'] },
  { name: 'daily: tomorrow', mail: 'daily', expected: ['now', '24T07:00d'] },
  { name: 'daily: today', inApp: 'daily', mail: 'daily', now: '23T06:59', expected: ['23T07:00d', '23T07:00d'] },
  { name: 'daily: at the hour itself, tomorrow', mail: 'daily', now: '23T07:00', expected: ['now', '24T07:00d'] },
  { name: 'weekly: on Monday', mail: 'weekly', now: '24T12:00', expected: ['now', '30T07:00d'] },
  { name: 'weekly: a week later', inApp: 'weekly', mail: 'weekly', expected: ['30T07:00d', '30T07:00d'] },
  {
    name: 'a digest in quiet hours comes at their end',
    mail: 'daily',
    quietHours: overSeven,
    expected: ['now', '24T08:00d']
  },
  {
    name: 'one that is late for quiet hours takes along what happens until then',
    mail: 'daily',
    quietHours: overSeven,
    now: '24T07:30',
    expected: ['24T08:00', '24T08:00d']
  },
  {
    name: 'quiet hours do not hasten a digest',
    mail: 'daily',
    quietHours: night,
    now: '24T05:00',
    expected: ['24T05:30', '24T07:00d']
  }
]

describe('what becomes of an event for a user', () => {
  for (const { name, inApp = 'at_once', mail = 'at_once', now = '23T12:00', expected, ...wish } of cases) {
    it(name, () => {
      const { isMuted = false, takesMail = true, quietHours = null } = wish
      const timing = { timeZone: 'Asia/Jakarta', quietHours, digest }
      const decide = createDecider(inJakarta(now))
      const decided = decide({ inApp, mail, isMuted, takesMail, timing })
      assert.deepEqual([shown(decided.inApp), shown(decided.mail)], expected)
      assert.deepEqual(decide({ inApp, mail, isMuted, takesMail, timing }), decided, 'the same for the next user')
    })
  }

  it('tells apart the days of users who asked for the same', () => {
    const decide = createDecider(inJakarta('23T12:00'))
    const due = ['Asia/Jakarta', 'Asia/Jayapura', 'Europe/Berlin'].map((timeZone) => {
      const timing = { timeZone, quietHours: null, digest }
      return shown(decide({ inApp: 'daily', mail: 'never', isMuted: false, takesMail: true, timing }).inApp)
    })
    assert.deepEqual(due, ['24T07:00d', '24T05:00d', '23T13:00d'])
  })
})

function inJakarta(time: string): Date {
  return new Date(`2026-11-${time}:00+07:00`)
}

function shown(decision: Decision): string {
  if (typeof decision === 'string') return decision
  const there = new Date(decision.dueAt.getTime() + 7 * 3_600_000)
    .toISOString()
    .slice('2026-11-'.length, '2026-11-24T07:00'.length)
  return `${there}${decision.inDigest ? 'd' : ''}`
}
