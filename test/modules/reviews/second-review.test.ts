import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertAttempt } from '../../support/project-rows.js'
import { setEnrolment } from '../content/content.js'
import { accept, claim, claimedAttempt, codeOf, decide, makeWorld, scores, toldOf, written } from './deciding.js'

const reason = 'Pengujian belum dilihat.'
const secondReviewOf = (submissionId: string) => `/api/submissions/${submissionId}/second-review`

test('a second review is somebody else’s, and what it decides counts from then on', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, other, learner } = world
  const attempt = await claimedAttempt(world)
  const rejected = { decision: 'reject', scores: scores(2, 3), summary: 'Tidak jalan.' }
  await decide(mentor, attempt.requestId, rejected)

  const url = secondReviewOf(attempt.submissionId)
  const asked = await mentor.post(url, { reason })
  assert.equal(asked.status, 201, asked.text)
  const { id: requestId, round, assignedTo, submissionId } = asked.body
  assert.deepEqual([round, assignedTo, submissionId], [2, other.userId, attempt.submissionId])
  assert.equal(asked.headers.location, `/api/reviews/${requestId}`)
  const waiting = await written(app)
  assert.deepEqual([waiting.submission?.status, waiting.grade?.earnedPoints], ['submitted', 500])
  const { move, reason: why, actorId } = waiting.events.at(-1) ?? {}
  assert.deepEqual([move, why, actorId], ['review_again', reason, mentor.userId])
  assert.deepEqual(await toldOf(learner), [
    'Your work on “Robot pengikut garis” is reviewed once more.',
    'Your work on “Robot pengikut garis” was rejected.'
  ])
  assert.deepEqual(await toldOf(other), ['Work on “Robot pengikut garis” waits for a second review.'])
  assert.deepEqual(await toldOf(mentor), [])
  // What was decided stays to be read until then, and nobody asks for a third.
  const first = (await learner.get(`/api/submissions/${attempt.submissionId}/reviews`)).body.data
  assert.deepEqual([first.length, first[0].decision], [1, 'reject'])
  assert.deepEqual(codeOf(await other.post(url, { reason })), [409, 'SECOND_REVIEW_EXISTS'])

  const withdrawn = await learner.post(`/api/submissions/${attempt.submissionId}/withdraw`)
  assert.deepEqual(codeOf(withdrawn), [409, 'UNDER_REVIEW'], 'what was rejected is not taken back')
  const refused = await mentor.post(`/api/reviews/${requestId}/claim`)
  assert.deepEqual(codeOf(refused), [403, 'FIRST_REVIEWER'])
  assert.equal((await other.post(`/api/reviews/${requestId}/claim`)).status, 200)
  const second = await decide(other, requestId, { ...accept, scores: scores(8, 9) })
  assert.deepEqual([second.round, second.attemptNumber, second.earnedPoints], [2, 1, 17])

  const { submission, grade, changes } = await written(app)
  assert.deepEqual([submission?.status, grade?.earnedPoints], ['accepted', 1_700])
  assert.deepEqual(
    changes.map((row) => [row.beforePoints, row.afterPoints, row.reason, row.actorId]),
    [
      [null, 500, 'A review of attempt 1: rejected', mentor.userId],
      [500, 1_700, 'The second review of attempt 1: accepted', other.userId]
    ]
  )
  const both = (await learner.get(`/api/submissions/${attempt.submissionId}/reviews`)).body.data
  assert.deepEqual(
    both.map((row: { round: number; decision: string }) => [row.round, row.decision]),
    [
      [2, 'accept'],
      [1, 'reject']
    ]
  )
  assert.deepEqual(codeOf(await mentor.post(url, { reason })), [409, 'SECOND_REVIEW_EXISTS'])
})

test('when changes are requested after all, the grade counts no more, and its history stays', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, other } = world
  const attempt = await claimedAttempt(world)
  await decide(mentor, attempt.requestId)
  const { body } = await mentor.post(secondReviewOf(attempt.submissionId), { reason })
  await claim(app, { ...attempt, requestId: body.id }, other)
  const changes = { decision: 'request_changes', scores: scores(1, 1), summary: 'Uji lagi.' }
  assert.equal((await decide(other, body.id, changes)).earnedPoints, null)
  const { submission, grade, changes: history } = await written(app)
  assert.deepEqual([submission?.status, grade?.earnedPoints, grade?.maxPoints], ['changes_requested', null, 2_000])
  assert.deepEqual(
    history.map(({ beforePoints, afterPoints }) => [beforePoints, afterPoints]),
    [
      [null, 1_850],
      [1_850, null]
    ]
  )
  // The next attempt is another one: it may have a second review of its own.
  const next = await claimedAttempt(world)
  await decide(mentor, next.requestId)
  assert.equal((await mentor.post(secondReviewOf(attempt.submissionId), { reason })).status, 201)
})

test('where nobody else reviews the course, the first reviewer looks again', async (t) => {
  const world = await makeWorld(t)
  const { mentor, courseId } = world
  const attempt = await claimedAttempt(world)
  await decide(mentor, attempt.requestId)
  assert.equal((await mentor.put(`/api/courses/${courseId}/reviewers`, { userIds: [] })).status, 200)
  const { body, status } = await mentor.post(secondReviewOf(attempt.submissionId), { reason })
  assert.deepEqual([status, body.assignedTo], [201, null])
  const claimed = await mentor.post(`/api/reviews/${body.id}/claim`)
  assert.equal(claimed.status, 200, claimed.text)
  assert.equal((await decide(mentor, body.id, { ...accept, decision: 'reject' })).round, 2)
})

test('it is asked for once, of what is decided, and by who reviews the course', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, other, learner, courseId, projectId } = world
  const attempt = await insertAttempt(app, { projectId, userId: learner.userId })
  const url = secondReviewOf(attempt.submissionId)
  assert.deepEqual(codeOf(await mentor.post(url, { reason })), [409, 'ILLEGAL_TRANSITION'], 'it waits')
  await claim(app, attempt, mentor)
  assert.deepEqual(codeOf(await mentor.post(url, { reason })), [409, 'ILLEGAL_TRANSITION'], 'it is reviewed')
  await decide(mentor, attempt.requestId)

  assert.deepEqual(codeOf(await learner.post(url, { reason })), [403, 'FORBIDDEN'])
  assert.deepEqual(codeOf(await (await app.as('facilitator')).post(url, { reason })), [403, 'FORBIDDEN'])
  const stranger = await app.signInAs({ username: 'asing', role: 'mentor' })
  assert.deepEqual(codeOf(await stranger.post(url, { reason })), [404, 'NOT_FOUND'])
  assert.deepEqual(codeOf(await mentor.post(url, { reason: ' \n' })), [400, 'VALIDATION_FAILED'])
  const told = (await toldOf(learner)).length

  const answers = await Promise.all([mentor, other, mentor].map((client) => client.post(url, { reason })))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409])
  assert.equal((await written(app)).requests.length, 2)
  assert.equal((await toldOf(learner)).length, told + 1)

  const admin = await app.as('admin')
  await setEnrolment(app, { courseId, userId: admin.userId })
  const own = await claimedAttempt(world, mentor, admin)
  await decide(mentor, own.requestId)
  assert.deepEqual(codeOf(await admin.post(secondReviewOf(own.submissionId), { reason })), [403, 'OWN_WORK'])
})
