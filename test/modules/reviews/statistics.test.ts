import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import { quantile } from '../../../src/modules/reviews/statistics.js'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { insertProject } from '../../support/project-rows.js'
import { codeOf, createCohort } from '../cohorts/cohorts.js'
import { attemptsOf, reviewedCourse } from './queue.js'

const hourMs = 3_600_000
const nothing = {
  ...{ waiting: 0, claimed: 0, overdue: 0, dueSoon: 0 },
  ...{ decided: 0, medianHours: null, p90Hours: null, withinTargetPercent: null }
}

test('how long learners wait: by reviewer, cohort and project', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, reviewers, learners, course } = await reviewedCourse(app, { learners: 10, reviewers: 1 })
  const [reviewer] = reviewers
  const cohort = await createCohort(app, mentor, course.id)
  const quick = await insertProject(app, course.id, { reviewHours: 8, number: 'PRJ-190101-0001' })
  const slow = await insertProject(app, course.id, { reviewHours: 80, number: 'PRJ-190101-0002' })
  const url = `/api/reviews/statistics?courseId=${course.id}`
  const now = app.clock.now().getTime()
  const ago = (hours: number) => new Date(now - hours * hourMs)

  /** Decided ten hours ago, after so many hours. */
  async function decide(
    learner: Client,
    projectId: string,
    who: Client,
    { hours, target }: Record<'hours' | 'target', number>
  ) {
    const times = { queuedAt: ago(10 + hours), decidedAt: ago(10), dueAt: ago(10 + hours - target) }
    const request = { status: 'decided', claimedBy: who.userId, cohortId: cohort.id, ...times } as const
    await attemptsOf(app, projectId, [learner], { request })
  }
  for (const [i, learner] of learners.slice(0, 4).entries()) {
    await decide(learner, quick, mentor, { hours: [1, 2, 4, 10][i] as number, target: 8 })
  }
  for (const [i, learner] of learners.slice(0, 3).entries()) {
    await decide(learner, slow, reviewer, { hours: [20, 40, 90][i] as number, target: 80 })
  }
  // What is open: late, about to be late, in time, claimed, and claimed by somebody whose time is over.
  const open = (queued: number, due: number, more = {}) => ({
    request: { queuedAt: ago(queued), dueAt: ago(-due), assignedTo: reviewer.userId, ...more }
  })
  const claim = (expires: number) => ({ status: 'claimed', claimedBy: mentor.userId, claimExpiresAt: ago(-expires) })
  const [a, b, c, d, e] = learners.slice(5) as [Client, Client, Client, Client, Client]
  await attemptsOf(app, slow, [a], open(90, -10))
  await attemptsOf(app, slow, [b], open(70, 10))
  await attemptsOf(app, slow, [c], open(10, 70, { assignedTo: null }))
  await attemptsOf(app, slow, [d], open(70, 10, claim(1)))
  await attemptsOf(app, slow, [e], open(10, 70, claim(-1)))
  await attemptsOf(app, quick, [a], { request: { status: 'cancelled', decidedAt: ago(10) } })

  const { status, body, text } = await mentor.get(url)
  assert.equal(status, 200, text)
  const ofMentor = { ...nothing, decided: 4, medianHours: 3, p90Hours: 8.2, withinTargetPercent: 75 }
  const ofReviewer = { ...nothing, decided: 3, medianHours: 40, p90Hours: 80, withinTargetPercent: 66 }
  const isOpen = { waiting: 4, claimed: 1, overdue: 1, dueSoon: 2 }
  const all = { decided: 7, medianHours: 10, p90Hours: 60, withinTargetPercent: 71 }
  assert.deepEqual(body.total, { ...isOpen, ...all })
  const person = ({ userId }: Client, username: string) => ({ id: userId, username, fullName: null })
  assert.deepEqual(body.reviewers, [
    { user: person(mentor, 'a.mentor'), ...ofMentor, claimed: 1, dueSoon: 1 },
    { user: person(reviewer, 'penilai_0'), ...ofReviewer, waiting: 3, overdue: 1, dueSoon: 1 }
  ])
  assert.deepEqual(body.cohorts, [{ cohort: { id: cohort.id, name: cohort.name }, ...nothing, ...all }])
  const title = 'Robot pengikut garis'
  assert.deepEqual(body.projects, [
    { project: { id: quick, number: 'PRJ-190101-0001', title }, ...ofMentor },
    { project: { id: slow, number: 'PRJ-190101-0002', title }, ...ofReviewer, ...isOpen }
  ])

  const period = (from: number, to: number) => `&from=${ago(from).toISOString()}&to=${ago(to).toISOString()}`
  const decidedIn = async (query: string) => (await reviewer.get(url + query)).body.total.decided
  assert.deepEqual(
    [await decidedIn(period(11, 10)), await decidedIn(period(11, 9)), await decidedIn(period(10, 10))],
    [0, 7, 0],
    'up to before its end'
  )
  for (const [query, code] of [
    [period(1, 2), [422, 'INVALID_PERIOD']],
    [period(24 * 400, 0), [422, 'INVALID_PERIOD']],
    ['&from=kemarin', [400, 'VALIDATION_FAILED']],
    ['&to=9999-12-31T24:00:00Z', [400, 'VALIDATION_FAILED']]
  ] as const) {
    assert.deepEqual(codeOf(await mentor.get(url + query)), code, query)
  }
})

describe('a quantile', () => {
  const cases: [values: number[], median: number | null, p90: number | null][] = [
    [[], null, null],
    [[7], 7, 7],
    [[1, 2], 1.5, 1.9],
    [[1, 2, 3], 2, 2.8],
    [[1, 2, 3, 10], 2.5, 7.9],
    [[1, 1, 1, 1, 1, 1, 1, 1, 1, 100], 1, 10.9],
    [[0.333, 0.334], 0.33, 0.33]
  ]
  for (const [values, median, p90] of cases) {
    it(`of ${values.join(', ') || 'nothing'} is ${median}, and ${p90} of nine in ten`, () => {
      assert.deepEqual([quantile(values, 0.5), quantile(values, 0.9)], [median, p90])
    })
  }
})
