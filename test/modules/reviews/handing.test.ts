import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { insertAttempt, insertProject, insertRubric } from '../../support/project-rows.js'
import { codeOf, enrol } from '../cohorts/cohorts.js'
import { attemptsOf, idsOf, requestRow, reviewedCourse, submissionOf, toldOf } from './queue.js'

test('who has claimed it gives it back; a manager takes it back, says why, and the claimer is told', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, reviewers, learners, projectId } = await reviewedCourse(app, { learners: 1, reviewers: 2 })
  const [one, two] = reviewers as [typeof mentor, typeof mentor]
  const [id = ''] = await attemptsOf(app, projectId, learners, { request: { assignedTo: two.userId } })
  const url = `/api/reviews/${id}`
  assert.deepEqual(codeOf(await one.post(`${url}/release`)), [409, 'NOT_CLAIMED'])
  assert.equal((await one.post(`${url}/claim`)).status, 200)

  const { body } = await one.post(`${url}/release`)
  assert.deepEqual([body.state, body.claimedBy, body.claimExpiresAt, body.canClaim], ['waiting', null, null, true])
  assert.equal(body.assignedTo.id, two.userId, 'it is still meant for who it was')
  const { status, moves } = await submissionOf(app, id)
  assert.deepEqual([status, moves.at(-1)], ['submitted', { move: 'release', actorId: one.userId, reason: '' }])

  assert.equal((await one.post(`${url}/claim`)).status, 200)
  assert.deepEqual(codeOf(await two.post(`${url}/release`, { reason: 'Lama.' })), [403, 'FORBIDDEN'])
  for (const body of [undefined, {}, { reason: ' ' }]) {
    assert.deepEqual(codeOf(await mentor.post(`${url}/release`, body)), [422, 'REASON_REQUIRED'])
  }
  assert.equal((await requestRow(app, id)).claimedBy, one.userId)
  assert.equal((await mentor.post(`${url}/release`, { reason: ' Sakit. ' })).status, 200)
  assert.deepEqual((await submissionOf(app, id)).moves.at(-1), {
    move: 'release',
    actorId: mentor.userId,
    reason: 'Sakit.'
  })
  assert.deepEqual(await toldOf(one, 'review_released'), [
    `A review was taken back: The review of “Robot pengikut garis” by siswa_0 is no longer yours: Sakit. → /app/reviews/${id}`
  ])
})

test('a review is handed over to another reviewer of the course, who is told and gets it next', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, reviewers, learners, course, projectId } = await reviewedCourse(app, { learners: 2, reviewers: 2 })
  const [one, two] = reviewers as [typeof mentor, typeof mentor]
  const [older, id = ''] = await attemptsOf(app, projectId, learners)
  const url = `/api/reviews/${id}/reassign`
  const told = `A review is meant for you: You are asked to review “Robot pengikut garis” by siswa_1. → /app/reviews/${id}`

  assert.deepEqual(codeOf(await one.post(url, { userId: two.userId })), [403, 'FORBIDDEN'], 'it is not theirs')
  assert.equal((await one.post(`/api/reviews/${id}/claim`)).status, 200)
  const { body } = await one.post(url, { userId: two.userId })
  assert.deepEqual([body.state, body.assignedTo.username], ['waiting', 'penilai_1'])
  assert.deepEqual(await toldOf(two, 'review_assigned'), [told])
  assert.equal((await two.post('/api/reviews/next', {})).body.id, id)

  // Taken from who has claimed it, by a manager.
  assert.deepEqual(codeOf(await mentor.post(url, { userId: one.userId })), [422, 'REASON_REQUIRED'])
  assert.equal((await mentor.post(url, { userId: one.userId, reason: 'Sakit.' })).body.assignedTo.username, 'penilai_0')
  assert.equal((await toldOf(two, 'review_released')).length, 1)
  assert.deepEqual(await toldOf(one, 'review_assigned'), [told])
  assert.deepEqual(idsOf(await one.get('/api/reviews/queue?state=assigned')), [id])

  // To oneself, and again: nobody is told.
  assert.equal((await mentor.post(url, { userId: mentor.userId })).status, 200)
  assert.equal((await mentor.post(url, { userId: mentor.userId })).status, 200)
  assert.deepEqual(await toldOf(mentor, 'review_assigned'), [])
  const { moves } = await submissionOf(app, id)
  assert.deepEqual(
    moves.map(({ move }) => move),
    ['claim', 'release', 'claim', 'release']
  )

  const facilitator = await app.as('facilitator')
  await enrol(mentor, course.id, [one])
  const [own] = await attemptsOf(app, projectId, [one])
  for (const [userId, code] of [
    [learners[0].userId, [422, 'NOT_A_REVIEWER']],
    [learners[1]?.userId, [422, 'OWN_WORK']],
    [facilitator.userId, [422, 'NOT_A_REVIEWER']],
    ['usr_0', [422, 'NOT_A_REVIEWER']],
    ['siswa_0', [400, 'VALIDATION_FAILED']],
    [undefined, [400, 'VALIDATION_FAILED']]
  ] as const) {
    assert.deepEqual(codeOf(await mentor.post(url, { userId })), code, userId)
  }
  assert.deepEqual(codeOf(await mentor.post(`/api/reviews/${own}/reassign`, { userId: one.userId })), [422, 'OWN_WORK'])
  assert.equal((await requestRow(app, id)).assignedTo, mentor.userId)
  const [decided] = await attemptsOf(app, await insertProject(app, course.id), learners.slice(0, 1), {
    request: { status: 'decided', decidedAt: app.clock.now() }
  })
  for (const step of ['claim', 'reassign']) {
    const answer = await mentor.post(
      `/api/reviews/${decided}/${step}`,
      step === 'claim' ? undefined : { userId: one.userId }
    )
    assert.deepEqual(codeOf(answer), [409, 'ILLEGAL_TRANSITION'])
  }
  assert.equal((await requestRow(app, older ?? '')).version, 1)
})

test('a review is read with all that is needed for it', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, reviewers, learners, course } = await reviewedCourse(app, { learners: 1 })
  const [reviewer] = reviewers
  const [learner] = learners
  const projectId = await insertProject(app, course.id, { rubricVersionId: await insertRubric(app) })
  const place = { projectId, userId: learner.userId }
  const first = await insertAttempt(app, place)
  const { requestId, attemptId } = await insertAttempt(app, place, { content: { note: 'Halo.', checklist: ['cli_1'] } })
  const url = `/api/reviews/${requestId}`

  const { status, body, text } = await reviewer.get(url)
  assert.equal(status, 200, text)
  const { attempt, rubric, earlierAttempts, draft, attemptNumber, state } = body
  assert.deepEqual([attemptNumber, state, draft], [2, 'waiting', null])
  assert.equal(attempt.id, attemptId)
  assert.deepEqual([attempt.note, attempt.checklist, attempt.latePercent], ['Halo.', ['cli_1'], 0])
  assert.deepEqual(attempt.items, [
    { deliverableId: 'dlv_1', kind: 'repository', url: 'https://git.example/sari/robot', commit: null },
    { deliverableId: 'dlv_2', kind: 'text', text: 'Baris satu\nBaris dua\n' }
  ])
  assert.deepEqual([rubric.title, rubric.maxPoints, rubric.criteria.length], ['Robot', 20, 2])
  assert.deepEqual(rubric.criteria[0].levels[1], { id: 'lvl_1b', title: 'Cukup', description: '', points: 6 })
  assert.deepEqual(
    earlierAttempts.map(({ number }: { number: number }) => number),
    [first.number]
  )

  assert.equal((await reviewer.post(`${url}/claim`)).status, 200)
  const saved = await reviewer.put(`${url}/draft`, { scores: [], summary: 'Bagus.' })
  assert.deepEqual((await reviewer.get(url)).body.draft, saved.body)
  assert.equal((await mentor.get(url)).body.draft, null)
  assert.equal((await (await app.as('facilitator')).get(url)).body.draft, null)
  for (const client of [learner, await app.as('learner'), await app.signInAs({ username: 'lain', role: 'mentor' })]) {
    assert.deepEqual(codeOf(await client.get(url)), [404, 'NOT_FOUND'])
  }
  await enrol(mentor, course.id, [reviewer])
  const [own] = await attemptsOf(app, projectId, [reviewer])
  assert.deepEqual(codeOf(await reviewer.get(`/api/reviews/${own}`)), [403, 'OWN_WORK'])
  assert.deepEqual(codeOf(await reviewer.get('/api/reviews/rrq_0')), [404, 'NOT_FOUND'])
})
