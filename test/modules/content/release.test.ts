// Runs once: it asks no database.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type LearnerFacts,
  type Lock,
  type ReleaseItem,
  type ReleaseRule,
  releasesFor
} from '../../../src/modules/content/release.js'

const at = (text: string) => new Date(text)
const nothing: ReleaseRule = {
  releaseKind: 'immediately',
  releaseAt: null,
  releaseNumber: null,
  releaseLessonId: null
}
const date = (text: string): ReleaseRule => ({ ...nothing, releaseKind: 'date', releaseAt: at(text) })
const days = (n: number): ReleaseRule => ({ ...nothing, releaseKind: 'after_enrolment', releaseNumber: n })
const week = (n: number): ReleaseRule => ({ ...nothing, releaseKind: 'cohort_week', releaseNumber: n })
const after = (id: string): ReleaseRule => ({ ...nothing, releaseKind: 'after_lesson', releaseLessonId: id })

const item = (id: string, rule = nothing, isFree = false): ReleaseItem => ({ id, isFree, ...rule })

interface Learner extends Partial<Omit<LearnerFacts, 'now' | 'activatedAt' | 'isPublished'>> {
  now?: string
  activatedAt?: string
  withdrawn?: string[]
}

function releases({ now = '2026-11-20T08:00:00Z', withdrawn = [], ...learner }: Learner) {
  return releasesFor({
    timeZone: 'Asia/Jakarta',
    cohort: null,
    completed: new Set(),
    exceptions: new Set(),
    ...learner,
    now: at(now),
    activatedAt: at(learner.activatedAt ?? '2026-11-01T03:00:00Z'),
    isPublished: (id) => !withdrawn.includes(id)
  })
}

/** `open`, or why not, with the time or the lesson. */
function words(lock: Lock | null): string {
  if (!lock) return 'open'
  return [lock.reason, lock.opensAt?.toISOString().replace(':00.000Z', 'Z'), lock.lessonId].filter(Boolean).join(' ')
}

describe('a rule opens at its time', () => {
  const berlin = { timeZone: 'Europe/Berlin' }
  const santiago = { timeZone: 'America/Santiago' }
  const cohort = (startsOn: string, timeZone = 'Asia/Jakarta') => ({ cohort: { startsOn, timeZone } })
  const cases: [name: string, rule: ReleaseRule, learner: Learner, locked: string, opens: string][] = [
    ['a date', date('2026-11-23T02:30:00Z'), {}, 'date 2026-11-23T02:30Z', '2026-11-23T02:30:00Z'],
    [
      'days since the enrolment, at midnight in Jakarta',
      days(7),
      { activatedAt: '2026-11-15T16:59:00Z' }, // 23:59 of the 15th there
      'after_enrolment 2026-11-21T17:00Z',
      '2026-11-21T17:00:00Z'
    ],
    [
      'the same a minute later, which is another day there',
      days(7),
      { activatedAt: '2026-11-15T17:00:00Z' },
      'after_enrolment 2026-11-22T17:00Z',
      '2026-11-22T17:00:00Z'
    ],
    [
      'a day of 25 hours, in Berlin in October',
      days(1),
      { ...berlin, activatedAt: '2026-10-25T10:00:00Z', now: '2026-10-25T22:30:00Z' },
      'after_enrolment 2026-10-25T23:00Z',
      '2026-10-25T23:00:00Z'
    ],
    [
      'a day of 23 hours, in Berlin in March',
      days(1),
      { ...berlin, activatedAt: '2027-03-28T10:00:00Z', now: '2027-03-28T12:00:00Z' },
      'after_enrolment 2027-03-28T22:00Z',
      '2027-03-28T22:00:00Z'
    ],
    [
      'a day that has no midnight, in Santiago in September',
      days(1),
      { ...santiago, activatedAt: '2027-09-04T12:00:00Z', now: '2027-09-04T12:00:00Z' },
      'after_enrolment 2027-09-05T04:00Z',
      '2027-09-05T04:00:00Z'
    ],
    [
      'over a leap day',
      days(2),
      { activatedAt: '2028-02-28T03:00:00Z', now: '2028-02-28T03:00:00Z' },
      'after_enrolment 2028-02-29T17:00Z',
      '2028-02-29T17:00:00Z'
    ],
    [
      'over the end of February in any other year',
      days(2),
      { activatedAt: '2027-02-28T03:00:00Z', now: '2027-02-28T03:00:00Z' },
      'after_enrolment 2027-03-01T17:00Z',
      '2027-03-01T17:00:00Z'
    ],
    [
      'the first week of the cohort',
      week(1),
      cohort('2026-11-23'),
      'cohort_week 2026-11-22T17:00Z',
      '2026-11-22T17:00:00Z'
    ],
    ['its third week', week(3), cohort('2026-11-23'), 'cohort_week 2026-12-06T17:00Z', '2026-12-06T17:00:00Z'],
    [
      'in the time zone of the cohort, not of the course',
      week(1),
      { ...berlin, ...cohort('2026-11-23', 'Asia/Jayapura') },
      'cohort_week 2026-11-22T15:00Z',
      '2026-11-22T15:00:00Z'
    ],
    [
      'a week in which the clocks change, in Berlin',
      week(2),
      { ...cohort('2026-10-19', 'Europe/Berlin'), now: '2026-10-25T12:00:00Z' },
      'cohort_week 2026-10-25T23:00Z',
      '2026-10-25T23:00:00Z'
    ],
    [
      'a week that begins without a midnight, in Santiago',
      week(2),
      { ...cohort('2027-08-29', 'America/Santiago'), now: '2027-08-30T12:00:00Z' },
      'cohort_week 2027-09-05T04:00Z',
      '2027-09-05T04:00:00Z'
    ],
    [
      'a week over a leap day',
      week(2),
      { ...cohort('2028-02-24'), now: '2028-02-24T12:00:00Z' },
      'cohort_week 2028-03-01T17:00Z',
      '2028-03-01T17:00:00Z'
    ]
  ]
  for (const [name, rule, learner, locked, opens] of cases) {
    it(name, () => {
      const lesson = (now: string) => releases({ ...learner, now }).lockOfLesson(item('l', rule), item('m'))
      const module = (now: string) => releases({ ...learner, now }).lockOfModule(item('m', rule))
      const justBefore = at(opens).getTime() - 1
      assert.equal(words(lesson(learner.now ?? '2026-11-20T08:00:00Z')), locked)
      assert.equal(words(lesson(new Date(justBefore).toISOString())), locked)
      assert.equal(words(module(new Date(justBefore).toISOString())), locked)
      assert.equal(words(lesson(opens)), 'open')
      assert.equal(words(module(opens)), 'open')
    })
  }

  it('at once, where the rule counts no days or there is none', () => {
    const now = '2026-11-01T03:00:00Z'
    for (const rule of [nothing, days(0)]) {
      assert.equal(words(releases({ now }).lockOfLesson(item('l', rule), item('m'))), 'open')
    }
  })

  it('never for who is in no cohort', () => {
    assert.equal(words(releases({ now: '2099-01-01T00:00:00Z' }).lockOfModule(item('m', week(1)))), 'no_cohort')
  })
})

describe('after a lesson', () => {
  const lesson = item('l', after('first'))
  const cases: [name: string, learner: Learner, expected: string][] = [
    ['it waits until that one is completed', {}, 'after_lesson first'],
    ['it opens when it is', { completed: new Set(['first']) }, 'open'],
    ['another lesson does not open it', { completed: new Set(['second']) }, 'after_lesson first'],
    ['it waits for no lesson that was withdrawn', { withdrawn: ['first'] }, 'open']
  ]
  for (const [name, learner, expected] of cases) {
    it(name, () => {
      assert.equal(words(releases(learner).lockOfLesson(lesson, item('m'))), expected)
      assert.equal(words(releases(learner).lockOfModule(item('m', after('first')))), expected)
    })
  }
})

describe('a lesson is open when it and its module are', () => {
  const early = date('2026-11-22T00:00:00Z')
  const late = date('2026-12-24T00:00:00Z')
  const past = date('2026-11-01T00:00:00Z')
  const cases: [name: string, module: ReleaseRule, lesson: ReleaseRule, expected: string][] = [
    ['both are', past, nothing, 'open'],
    ['the module is not', early, past, 'date 2026-11-22T00:00Z'],
    ['the lesson is not', past, early, 'date 2026-11-22T00:00Z'],
    ['the lesson opens last', early, late, 'date 2026-12-24T00:00Z'],
    ['the module opens last', late, early, 'date 2026-12-24T00:00Z'],
    ['both open at once', early, days(21), 'date 2026-11-22T00:00Z'],
    ['nobody knows when the lesson opens', late, after('x'), 'after_lesson x'],
    ['nobody knows when the module opens', after('x'), late, 'after_lesson x'],
    ['nobody knows of either', week(1), after('x'), 'no_cohort']
  ]
  for (const [name, module, lesson, expected] of cases) {
    it(name, () => {
      const midnight = { activatedAt: '2026-11-01T00:00:00Z', timeZone: 'UTC' }
      assert.equal(words(releases(midnight).lockOfLesson(item('l', lesson), item('m', module))), expected)
    })
  }
})

describe('whatever the rules say, open is', () => {
  const rule = week(3)
  const both = { module: item('m', rule), lesson: item('l', rule) }
  const cases: [name: string, items: typeof both, learner: Learner, lesson: string, module: string][] = [
    ['nothing without a reason', both, {}, 'no_cohort', 'no_cohort'],
    ['a free lesson', { ...both, lesson: item('l', rule, true) }, {}, 'open', 'no_cohort'],
    ['every lesson of a free module', { ...both, module: item('m', rule, true) }, {}, 'open', 'open'],
    ['what was completed', both, { completed: new Set(['l']) }, 'open', 'no_cohort'],
    ['a lesson with an exception', both, { exceptions: new Set(['l']) }, 'open', 'no_cohort'],
    [
      'a module with an exception, and not what its lessons wait for',
      both,
      { exceptions: new Set(['m']) },
      'no_cohort',
      'open'
    ],
    [
      'a lesson without a rule in a module with an exception',
      { ...both, lesson: item('l') },
      { exceptions: new Set(['m']) },
      'open',
      'open'
    ],
    ['no other lesson by the exception', both, { exceptions: new Set(['k']) }, 'no_cohort', 'no_cohort']
  ]
  for (const [name, { module, lesson }, learner, ofLesson, ofModule] of cases) {
    it(name, () => {
      const { lockOfLesson, lockOfModule } = releases(learner)
      assert.equal(words(lockOfLesson(lesson, module)), ofLesson)
      assert.equal(words(lockOfModule(module)), ofModule)
    })
  }
})
