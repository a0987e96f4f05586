import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createReviewersModule } from '../../../src/modules/reviewers/index.js'
import { createRequestsService } from '../../../src/modules/reviews/requests.service.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { insertAttempt, insertProject } from '../../support/project-rows.js'
import { attemptsOf, nameReviewers, requestRow, reviewedCourse } from './queue.js'

test('sixteen reviewers at once share out two hundred attempts: none twice, none left', async (t) => {
  const app = await buildTestApp(t, { env: { REVIEW_CLAIMS_MAX: '0' } })
  const { mentor, course, learners } = await reviewedCourse(app, { learners: 10, reviewers: 0 })
  const reviewers = [mentor]
  for (let n = 1; n < 16; n++) reviewers.push(await app.signInAs({ username: `penilai_${n}`, role: 'mentor' }))
  await nameReviewers(mentor, course.id, reviewers)
  const waiting: string[] = []
  for (let n = 0; n < 20; n++) {
    // A third of them are meant for somebody, most of these for the same few.
    const assignedTo = n % 3 === 0 ? (reviewers[n % 4]?.userId ?? null) : null
    const projectId = await insertProject(app, course.id)
    for (const { userId } of learners) {
      waiting.push((await insertAttempt(app, { projectId, userId }, { request: { assignedTo } })).requestId)
    }
  }

  const claimed: string[] = []
  async function claimAll(reviewer: Client, place: object): Promise<void> {
    for (;;) {
      const { status, body, text } = await reviewer.post('/api/reviews/next', place)
      if (status === 204) return
      assert.equal(status, 200, text)
      claimed.push(body.id)
    }
  }
  await Promise.all(reviewers.map((reviewer, i) => claimAll(reviewer, i % 2 ? {} : { courseId: course.id })))
  assert.equal(claimed.length, 200)
  assert.deepEqual(claimed.toSorted(), waiting.toSorted())
})

/** The queue by itself: what is handed in is what a test says. */
function queueOf(app: TestApp) {
  const { database, clock, audit, courses } = app
  const ignored = { events: { emit: async () => '' }, onLeft: async () => {} }
  const reviewers = createReviewersModule({ database, clock, audit, courses, ...ignored })
  const nobody = async (): Promise<never> => assert.fail('nothing is claimed')
  return createRequestsService({ database, clock, reviewers, submissions: { lock: nobody, move: nobody } })
}

/** Takes the request of an attempt away again and lets the queue make it; returns for whom it is meant. */
async function enqueue(app: TestApp, asked: { projectId: string; userId: string; except?: string[] }) {
  const { requestId, attemptId, submissionId } = await insertAttempt(app, asked, {
    request: { status: 'decided', decidedAt: app.clock.now() }
  })
  const { courseId } = await requestRow(app, requestId)
  const { projectId, userId, except = [] } = asked
  const attempt = { id: attemptId, submissionId, projectId, courseId, userId }
  const queue = queueOf(app)
  return app.database.transaction((tx) => queue.enqueue(tx, { attempt, round: 2, reviewHours: 48, except }))
}

test('thirty attempts over two reviewers are fifteen and fifteen, handed in one by one or all at once', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, course, learners, reviewers } = await reviewedCourse(app, { learners: 10, reviewers: 1 })
  const counts = new Map<string | null, number>()
  for (let n = 0; n < 3; n++) {
    const projectId = await insertProject(app, course.id)
    const hand = (learner: Client) => enqueue(app, { projectId, userId: learner.userId })
    const made = []
    if (n === 0) for (const learner of learners) made.push(await hand(learner))
    else made.push(...(await Promise.all(learners.map(hand))))
    for (const { assignedTo } of made) counts.set(assignedTo, (counts.get(assignedTo) ?? 0) + 1)
  }
  assert.deepEqual(counts, new Map([mentor, ...reviewers].map(({ userId }) => [userId, 15])))
})

test('an attempt is meant for who has least to do, or else for whose last turn is longest ago; never for its learner', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, course, learners, reviewers, projectId } = await reviewedCourse(app, { learners: 3, reviewers: 2 })
  const [one, two] = reviewers as [Client, Client]
  const [learner] = learners
  const hand = async (fields: { except?: string[]; userId?: string } = {}) => {
    const project = await insertProject(app, course.id)
    return enqueue(app, { projectId: project, userId: learner.userId, ...fields })
  }
  // The mentor has two that wait, one of the reviewers holds one, and the other holds one and has one that waits.
  await attemptsOf(app, projectId, learners.slice(1), { request: { assignedTo: mentor.userId } })
  const held = { status: 'claimed', claimExpiresAt: new Date(app.clock.now().getTime() + 7_200_000) } as const
  const third = await insertProject(app, course.id)
  await attemptsOf(app, third, learners.slice(0, 1), {
    request: { ...held, claimedBy: one.userId, assignedTo: two.userId }
  })
  await attemptsOf(app, third, learners.slice(1, 2), { request: { ...held, claimedBy: two.userId } })
  await attemptsOf(app, third, learners.slice(2), { request: { assignedTo: two.userId } })

  const { assignedTo, queuedAt, dueAt, cohortId, status } = await hand()
  assert.equal(assignedTo, one.userId)
  assert.deepEqual([dueAt.getTime() - queuedAt.getTime(), cohortId, status], [48 * 3_600_000, null, 'waiting'])

  // Now all three have two: whose turn is longest ago, and who is excepted takes none.
  const decided = { status: 'decided', queuedAt: app.clock.now(), decidedAt: app.clock.now() } as const
  const fourth = await insertProject(app, course.id)
  for (const [i, { userId }] of [mentor, two].entries()) {
    await attemptsOf(app, fourth, learners.slice(i, i + 1), { request: { ...decided, assignedTo: userId } })
  }
  assert.equal(
    (await hand({ except: [one.userId] })).assignedTo,
    mentor.userId < two.userId ? mentor.userId : two.userId
  )
  assert.equal((await hand({ except: [mentor.userId, two.userId] })).assignedTo, one.userId)
  assert.equal((await hand({ except: [mentor.userId, two.userId, one.userId] })).assignedTo, null)
  await mentor.post(`/api/courses/${course.id}/enrolments`, { userIds: [one.userId] })
  assert.equal((await hand({ userId: one.userId, except: [mentor.userId, two.userId] })).assignedTo, null)
})
