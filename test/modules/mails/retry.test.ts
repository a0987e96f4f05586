// Runs once: it asks no database.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { hourMs, minuteMs } from '../../../src/lib/clock.js'
import { type MailMove, type MailState, mailStates, moved } from '../../../src/modules/mails/mails.status.js'
import { pauseAfter } from '../../../src/modules/mails/retry.js'

const all = (options: { isPermanent: boolean; isUrgent: boolean }, random = () => 0.5) => {
  const pauses: number[] = []
  for (let attempts = 1; ; attempts++) {
    const pauseMs = pauseAfter(attempts, options, random)
    if (pauseMs === undefined) return pauses
    pauses.push(pauseMs)
  }
}
const minutes = (pauses: number[]) => pauses.map((pauseMs) => pauseMs / minuteMs)

describe('the pauses between the tries of a mail', () => {
  test('grow, over about a day', () => {
    const pauses = all({ isPermanent: false, isUrgent: false })
    assert.deepEqual(minutes(pauses), [1, 5, 15, 60, 120, 240, 480, 480])
    const sumMs = pauses.reduce((sum, pauseMs) => sum + pauseMs, 0)
    assert.ok(sumMs > 20 * hourMs && sumMs < 28 * hourMs)
  })

  test('are two when the server has said no for good', () => {
    assert.deepEqual(minutes(all({ isPermanent: true, isUrgent: false })), [1, 5])
  })

  test('end before the link in the mail does', () => {
    assert.deepEqual(minutes(all({ isPermanent: false, isUrgent: true }, () => 0.999)).map(Math.round), [1, 6, 18])
  })

  test('are not the same for all, so that not all come back at once', () => {
    const options = { isPermanent: false, isUrgent: false }
    assert.equal(
      pauseAfter(1, options, () => 0),
      0.8 * minuteMs
    )
    assert.equal(
      pauseAfter(1, options, () => 1),
      1.2 * minuteMs
    )
  })
})

test('a mail moves only as the table says', () => {
  const table = `
            queued  sending sent    kept    dead    unknown
take        sending -       -       -       -       -
keep        kept    -       -       -       -       -
accept      -       sent    -       -       -       -
putOff      -       queued  -       -       -       -
giveUp      -       dead    -       -       -       -
lose        -       unknown -       -       -       -
sendAgain   -       -       -       queued  queued  queued
`
  const [head = '', ...lines] = table.trim().split('\n')
  const states = head.trim().split(/\s+/) as MailState[]
  assert.deepEqual([...states].sort(), [...mailStates].sort())
  for (const line of lines) {
    const [move, ...results] = line.split(/\s+/)
    for (const [i, state] of states.entries()) {
      const act = () => moved(state, move as MailMove)
      if (results[i] === '-') assert.throws(act, { statusCode: 409, code: 'ILLEGAL_TRANSITION' }, `${move} ${state}`)
      else assert.equal(act(), results[i])
    }
  }
})
