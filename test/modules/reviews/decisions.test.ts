import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { emitted } from '../../support/events.js'
import { insertAttempt, insertProject } from '../../support/project-rows.js'
import { setEnrolment } from '../content/content.js'
import { toldTo } from '../courses/courses.js'
import {
  type Attempt,
  accept,
  claim,
  claimedAttempt,
  codeOf,
  decide,
  makeWorld,
  type ReviewWorld,
  scores,
  toldOf,
  written
} from './deciding.js'

const reviewsOf = async (client: ReviewWorld['learner'], { submissionId }: Attempt) =>
  (await client.get(`/api/submissions/${submissionId}/reviews`)).body

test('accepting takes what is not given from the draft, grades, and tells the learner once', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, courseId, projectId } = world
  const attempt = await claimedAttempt(world)
  const url = `/api/reviews/${attempt.requestId}`
  const given = [{ criterionId: 'crit_1', levelId: 'lvl_1b', points: 8.5, comment: 'Rapi.' }, ...scores(undefined, 10)]
  await mentor.put(`${url}/draft`, { scores: given, summary: 'Draf.' })
  app.clock.advance(60_000)

  const stale = await mentor.post(`${url}/decide`, { decision: 'accept' }, { 'if-match': '"v7"' })
  assert.deepEqual(codeOf(stale), [412, 'PRECONDITION_FAILED'])
  const { status, body, text } = await mentor.post(`${url}/decide`, { decision: 'accept', summary: '*Bagus.*' })
  assert.equal(status, 200, text)
  const { id, decidedAt, ...review } = body
  assert.deepEqual(review, {
    requestId: attempt.requestId,
    attemptNumber: 1,
    round: 1,
    decision: 'accept',
    reviewer: { id: mentor.userId, username: 'a.mentor', fullName: null },
    summary: '*Bagus.*',
    summaryHtml: '<p><em>Bagus.</em></p>\n',
    scores: [
      { criterionId: 'crit_1', levelId: 'lvl_1b', points: 8.5, comment: 'Rapi.' },
      { criterionId: 'crit_2', levelId: 'lvl_2c', points: 10, comment: '' }
    ],
    points: 18.5,
    maxPoints: 20,
    earnedPoints: 18.5
  })

  const { submission, grade, requests, changes, events } = await written(app)
  assert.equal(submission?.status, 'accepted')
  assert.equal(requests[0]?.decidedAt?.toISOString(), decidedAt)
  const { status: state, claimedBy, claimExpiresAt } = requests[0] ?? {}
  assert.deepEqual([state, claimedBy, claimExpiresAt], ['decided', mentor.userId, null])
  assert.deepEqual([grade?.kind, grade?.itemId, grade?.userId], ['project', projectId, learner.userId])
  assert.deepEqual([grade?.earnedPoints, grade?.maxPoints, grade?.setPoints], [1_850, 2_000, null])
  assert.deepEqual(
    changes.map(({ beforePoints, afterPoints, source, reason, actorId }) => [
      ...[beforePoints, afterPoints, source],
      ...[reason, actorId]
    ]),
    [[null, 1_850, 'review', 'A review of attempt 1: accepted', mentor.userId]]
  )
  assert.deepEqual(
    events.map(({ move, fromStatus, toStatus, actorId, reason }) => [move, fromStatus, toStatus, actorId, reason]),
    [['accept', 'in_review', 'accepted', mentor.userId, '*Bagus.*']]
  )

  // A grade is released at once unless the course says otherwise.
  assert.deepEqual(await reviewsOf(learner, attempt), { data: [body], nextCursor: null })
  assert.deepEqual(await toldOf(learner), ['Your work on “Robot pengikut garis” was accepted.'])
  const told = (await toldTo(learner)).find(({ type }) => type === 'submission_accepted')
  assert.equal(told?.link, `/app/submissions/${attempt.submissionId}`)
  // Other systems hear of it without a word of what was said or given.
  const [course, work] = [
    { courseId, courseTitle: 'Robotika' },
    { projectId, projectTitle: 'Robot pengikut garis' }
  ]
  const [happened] = await emitted(app, 'submission_accepted')
  assert.deepEqual(happened?.data, {
    ...{ ...course, ...work, submissionId: attempt.submissionId, learnerId: learner.userId },
    ...{ reviewId: attempt.requestId, attempt: 1, round: 1 }
  })
  const item = { courseId, kind: 'project', itemId: projectId, learnerId: learner.userId }
  assert.deepEqual(await emitted(app, 'grade_recorded'), [
    { data: { ...item, gradeId: grade?.id, source: 'review' }, audience: null, actorId: mentor.userId, courseId }
  ])
  // The one project was all that was missing.
  const { enrolments } = app.database.tables
  const [enrolment] = await app.database.read.select().from(enrolments).where(eq(enrolments.courseId, courseId))
  assert.equal(enrolment?.status, 'completed')
})

test('the learner reads what is said at once, and the points once the grade is released', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, other, learner, courseId } = world
  const byHand = { mode: 'points', passMark: 70, release: 'by_hand' }
  const set = await mentor.put(`/api/courses/${courseId}/gradebook/settings`, byHand)
  assert.equal(set.status, 200, set.text)
  const attempt = await claimedAttempt(world)
  const comment = 'Kabelnya longgar.'
  const given = [{ criterionId: 'crit_1', points: 7, comment }, ...scores(undefined, 0)]
  await decide(mentor, attempt.requestId, { decision: 'request_changes', scores: given, summary: 'Perbaiki kabel.' })
  const second = await claimedAttempt(world, other)
  const full = await decide(other, second.requestId)

  const [newest, oldest] = (await reviewsOf(learner, attempt)).data
  const { points: _, maxPoints: __, earnedPoints: ___, ...shown } = full
  const words = full.scores.map((score: { criterionId: string; comment: string }) => ({
    criterionId: score.criterionId,
    comment: score.comment
  }))
  assert.deepEqual(newest, { ...shown, scores: words })
  assert.deepEqual([oldest.attemptNumber, oldest.decision, oldest.summary], [1, 'request_changes', 'Perbaiki kabel.'])
  assert.deepEqual(oldest.scores[0], { criterionId: 'crit_1', comment })
  assert.equal((await written(app)).grade?.releasedAt, null)
  const facilitator = await app.as('facilitator')
  const { data, total } = (await facilitator.get(`/api/submissions/${attempt.submissionId}/reviews?total=true`)).body
  assert.deepEqual([data[0], data[1].points, total], [full, 7, 2])

  const url = `/api/submissions/${attempt.submissionId}/reviews?limit=1`
  const page = (await mentor.get(url)).body
  const next = (await mentor.get(`${url}&cursor=${page.nextCursor}`)).body
  assert.deepEqual([page.data[0].attemptNumber, next.data[0].attemptNumber, next.nextCursor], [2, 1, null])

  const { grades } = app.database.tables
  await app.database.transaction((tx) => tx.update(grades).set({ releasedAt: app.clock.now() }))
  assert.deepEqual((await reviewsOf(learner, attempt)).data, (await reviewsOf(mentor, attempt)).data)
})

test('asking for changes grades nothing; rejecting does, and both say why', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner } = world
  const first = await claimedAttempt(world)
  const url = `/api/reviews/${first.requestId}/decide`
  for (const decision of ['request_changes', 'reject']) {
    const silent = await mentor.post(url, { decision, scores: scores(5, 5), summary: ' \n ' })
    assert.deepEqual(codeOf(silent), [422, 'SUMMARY_REQUIRED'])
  }
  const changes = { decision: 'request_changes', scores: scores(5, 5), summary: 'Uji lagi.' }
  assert.equal((await decide(mentor, first.requestId, changes)).earnedPoints, null)
  const { submission, grade } = await written(app)
  assert.deepEqual([submission?.status, grade], ['changes_requested', undefined])

  const second = await claimedAttempt(world)
  const rejected = await decide(mentor, second.requestId, { ...changes, decision: 'reject' })
  assert.deepEqual([rejected.attemptNumber, rejected.earnedPoints], [2, 10])
  assert.deepEqual((await written(app)).submission?.status, 'rejected')
  assert.deepEqual((await written(app)).grade?.earnedPoints, 1_000)
  assert.deepEqual(await toldOf(learner), [
    'Your work on “Robot pengikut garis” was rejected.',
    'Your reviewer asks for changes in your work on “Robot pengikut garis”.'
  ])
})

test('what is late has fewer points, and without a rubric work has everything or nothing', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, courseId } = world
  const { attempts, grades } = app.database.tables
  const gradeOf = async (projectId: string) => {
    const [row] = await app.database.read.select().from(grades).where(eq(grades.itemId, projectId))
    return [row?.earnedPoints, row?.maxPoints]
  }
  const lateBy = (latePercent: number, { attemptId }: Attempt) =>
    app.database.transaction((tx) => tx.update(attempts).set({ latePercent }).where(eq(attempts.id, attemptId)))

  const late = await claimedAttempt(world)
  await lateBy(15, late)
  const review = await decide(mentor, late.requestId, { ...accept, scores: scores(8.5, 9.99) })
  assert.deepEqual([review.points, review.earnedPoints], [18.49, 15.72], '15.7165, half up')
  assert.deepEqual(await gradeOf(world.projectId), [1_572, 2_000])

  const cases: [decision: string, latePercent: number, points: number][] = [
    ['accept', 0, 10_000],
    ['accept', 30, 7_000],
    ['reject', 0, 0]
  ]
  for (const [decision, latePercent, points] of cases) {
    const projectId = await insertProject(app, courseId)
    const attempt = await insertAttempt(app, { projectId, userId: learner.userId })
    await claim(app, attempt, mentor)
    await lateBy(latePercent, attempt)
    const url = `/api/reviews/${attempt.requestId}/decide`
    const scored = await mentor.post(url, { decision, scores: scores(1), summary: 'Ya.' })
    assert.deepEqual(codeOf(scored), [422, 'UNKNOWN_CRITERION'])
    const decided = await decide(mentor, attempt.requestId, { decision, summary: 'Ya.' })
    assert.deepEqual([decided.points, decided.maxPoints, decided.earnedPoints], [null, null, points / 100])
    assert.deepEqual(await gradeOf(projectId), [points, 10_000])
  }
})

test('whatever is not fit to be decided is not, and nothing is written', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, other, learner, projectId } = world
  const attempt = await insertAttempt(app, { projectId, userId: learner.userId })
  const url = `/api/reviews/${attempt.requestId}/decide`
  const before = await written(app)
  assert.deepEqual(codeOf(await mentor.post(url, accept)), [409, 'NOT_CLAIMED'])
  await claim(app, attempt, mentor)
  const claimed = await written(app)
  const bad: [body: object, status: number, code: string, field: string][] = [
    [{ decision: 'accept' }, 422, 'CRITERIA_MISSING', 'scores'],
    [{ ...accept, scores: scores(8) }, 422, 'CRITERIA_MISSING', 'scores'],
    [{ ...accept, scores: [] }, 422, 'CRITERIA_MISSING', 'scores'],
    [{ ...accept, scores: scores(8, 10.01) }, 422, 'SCORE_OUT_OF_RANGE', 'scores.1.points'],
    [{ ...accept, scores: scores(8, -0.01) }, 400, 'VALIDATION_FAILED', 'scores.1.points'],
    [{ ...accept, decision: 'approve' }, 400, 'VALIDATION_FAILED', 'decision'],
    [{ ...accept, points: 20 }, 400, 'VALIDATION_FAILED', 'points']
  ]
  for (const [body, status, code, field] of bad) {
    const answer = await mentor.post(url, body)
    assert.deepEqual([...codeOf(answer), ...Object.keys(answer.body.details)], [status, code, field], answer.text)
  }
  assert.deepEqual(codeOf(await other.post(url, accept)), [409, 'NOT_CLAIMED'])
  assert.deepEqual(codeOf(await (await app.as('facilitator')).post(url, accept)), [403, 'FORBIDDEN'])
  assert.deepEqual(codeOf(await learner.post(url, accept)), [404, 'NOT_FOUND'])
  app.clock.advance(120 * 60_000)
  assert.deepEqual(codeOf(await mentor.post(url, accept)), [409, 'CLAIM_EXPIRED'])
  assert.deepEqual(await written(app), claimed)
  assert.deepEqual([claimed.grade, claimed.reviews, claimed.events], [undefined, [], before.events])
  assert.deepEqual(await toldOf(learner), [])
})

test('of two decisions at once one counts, and nothing happens twice', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner } = world
  const attempt = await claimedAttempt(world)
  const url = `/api/reviews/${attempt.requestId}/decide`
  const answers = await Promise.all(
    ['accept', 'reject', 'accept', 'request_changes'].map((decision) => mentor.post(url, { ...accept, decision }))
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409])
  const won = answers.find(({ status }) => status === 200)?.body
  for (const answer of answers.filter(({ status }) => status === 409)) {
    assert.deepEqual(codeOf(answer), [409, 'ALREADY_DECIDED'])
  }
  const { reviews, changes, events } = await written(app)
  assert.deepEqual([reviews.length, reviews[0]?.decision, events.length], [1, won.decision, 1])
  assert.equal(changes.length, won.decision === 'request_changes' ? 0 : 1)
  assert.equal((await toldOf(learner)).length, 1)
})

test('many learners are decided at once by two reviewers, and each completes the course once', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, other, courseId } = world
  const attempts: Attempt[] = []
  for (let n = 0; n < 8; n++) {
    const learner = await app.signInAs({ username: `siswa_${n}` })
    await setEnrolment(app, { courseId, userId: learner.userId })
    attempts.push(await claimedAttempt(world, n % 2 === 0 ? mentor : other, learner))
  }
  const decisions = attempts.map(({ requestId }, n) => decide(n % 2 === 0 ? mentor : other, requestId))
  assert.equal((await Promise.all(decisions)).length, 8)
  const { enrolments, grades, gradeChanges } = app.database.tables
  const { read } = app.database
  assert.equal(await read.$count(enrolments, eq(enrolments.status, 'completed')), 8)
  assert.deepEqual([await read.$count(grades), await read.$count(gradeChanges)], [8, 8])
})
