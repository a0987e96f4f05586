import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertAttempt } from '../../support/project-rows.js'
import { setEnrolment } from '../content/content.js'
import { accept, claim, claimedAttempt, codeOf, decide, makeWorld, scores, toldOf, written } from './deciding.js'

const minuteMs = 60_000

test('a draft may be incomplete, is saved as a whole, and keeps the claim alive', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner } = world
  const { requestId } = await claimedAttempt(world)
  const url = `/api/reviews/${requestId}/draft`

  const first = await mentor.put(url, { scores: [], summary: '' })
  assert.deepEqual([first.status, first.headers.etag, first.body.version], [200, '"v1"', 1], first.text)
  assert.deepEqual([first.body.points, first.body.maxPoints, first.body.summaryHtml], [0, 20, ''])

  app.clock.advance(110 * minuteMs)
  const given = [
    { criterionId: 'crit_2', levelId: 'lvl_2b', comment: ' Kurang rapi. ' },
    { criterionId: 'crit_1', comment: 'Belum saya uji.' }
  ]
  const second = await mentor.put(url, { scores: given, summary: '**Bagus**' }, { 'if-match': '"v1"' })
  assert.equal(second.status, 200, second.text)
  assert.deepEqual(second.body.scores, [
    { criterionId: 'crit_1', levelId: null, points: null, comment: 'Belum saya uji.' },
    { criterionId: 'crit_2', levelId: 'lvl_2b', points: 6, comment: 'Kurang rapi.' }
  ])
  assert.deepEqual([second.body.points, second.body.summaryHtml], [6, '<p><strong>Bagus</strong></p>\n'])
  assert.deepEqual(codeOf(await mentor.put(url, { scores: [], summary: '' }, { 'if-match': '"v1"' })), [
    412,
    'PRECONDITION_FAILED'
  ])

  // 220 minutes after the claim, and 110 after the last sign of work on it.
  app.clock.advance(110 * minuteMs)
  const third = await mentor.put(url, { scores: scores(9.99), summary: 'Bagus' })
  assert.deepEqual([third.status, third.body.version, third.body.points], [200, 3, 9.99], third.text)
  assert.deepEqual(third.body.scores[0], { criterionId: 'crit_1', levelId: 'lvl_1b', points: 9.99, comment: '' })
  assert.equal((await written(app)).reviews.length, 1)
  assert.deepEqual(await toldOf(learner), [])

  app.clock.advance(120 * minuteMs)
  assert.deepEqual(codeOf(await mentor.put(url, { scores: [], summary: '' })), [409, 'CLAIM_EXPIRED'])
})

test('a draft is seen by its reviewer alone', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, other, learner } = world
  const attempt = await claimedAttempt(world)
  const text = 'RAHASIA-PENILAI'
  await mentor.put(`/api/reviews/${attempt.requestId}/draft`, { scores: scores(1, 1), summary: text })

  assert.match((await mentor.get(`/api/reviews/${attempt.requestId}`)).text, /RAHASIA-PENILAI/)
  await claim(app, attempt, other)
  for (const client of [other, learner, await app.as('owner'), await app.as('admin')]) {
    for (const url of [`/api/reviews/${attempt.requestId}`, `/api/submissions/${attempt.submissionId}/reviews`]) {
      assert.doesNotMatch((await client.get(url)).text, /RAHASIA-PENILAI/, url)
    }
  }
  // What one decides is one's own, too.
  await decide(other, attempt.requestId)
  for (const client of [mentor, other, learner]) {
    const { body, text } = await client.get(`/api/submissions/${attempt.submissionId}/reviews`)
    assert.deepEqual([body.data.length, /RAHASIA-PENILAI/.test(text)], [1, false])
  }
})

test('a draft is never out of range, and what is refused changes nothing', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor } = world
  const { requestId } = await claimedAttempt(world)
  const url = `/api/reviews/${requestId}/draft`
  await mentor.put(url, { scores: scores(5, 5), summary: 'Bagus' })
  const before = await written(app)
  const one = (fields: object) => ({ scores: [{ criterionId: 'crit_1', ...fields }], summary: '' })
  const image = '![foto](/api/files/file_01jd3w8q2k0000abcdefghjkmn)'
  const bad: [body: object, status: number, code: string, field: string][] = [
    [one({ points: 10.01 }), 422, 'SCORE_OUT_OF_RANGE', 'scores.0.points'],
    [one({ points: 1.005 }), 422, 'SCORE_OUT_OF_RANGE', 'scores.0.points'],
    [one({ points: -1 }), 400, 'VALIDATION_FAILED', 'scores.0.points'],
    [one({ points: '5' }), 400, 'VALIDATION_FAILED', 'scores.0.points'],
    [one({ levelId: 'lvl_2a' }), 422, 'UNKNOWN_LEVEL', 'scores.0.levelId'],
    [one({ criterionId: 'crit_9', points: 1 }), 422, 'UNKNOWN_CRITERION', 'scores.0.criterionId'],
    [{ scores: [...scores(1), ...scores(2)], summary: '' }, 422, 'CRITERION_TWICE', 'scores.1.criterionId'],
    [{ scores: [], summary: image }, 422, 'FILE_NOT_SHOWN', 'summary'],
    [{ scores: [], summary: '[x](javascript:alert(1))' }, 422, 'UNSAFE_LINK', 'summary'],
    [{ scores: [] }, 400, 'VALIDATION_FAILED', 'summary']
  ]
  for (const [body, status, code, field] of bad) {
    const answer = await mentor.put(url, body)
    assert.deepEqual([...codeOf(answer), ...Object.keys(answer.body.details)], [status, code, field], answer.text)
  }
  assert.deepEqual(await written(app), before)
})

test('who has not claimed it writes nothing, and nobody of their own work', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, other, learner, courseId, projectId } = world
  const attempt = await insertAttempt(app, { projectId, userId: learner.userId })
  const send = async (client = mentor) =>
    codeOf(await client.put(`/api/reviews/${attempt.requestId}/draft`, { scores: [], summary: '' }))
  assert.deepEqual(await send(), [409, 'NOT_CLAIMED'])
  await claim(app, attempt, other)
  assert.deepEqual(await send(), [409, 'NOT_CLAIMED'], 'somebody else’s claim')
  assert.deepEqual(await send(await app.as('facilitator')), [403, 'FORBIDDEN'])
  assert.deepEqual(await send(learner), [404, 'NOT_FOUND'])
  assert.deepEqual(await send(await app.signInAs({ username: 'asing', role: 'mentor' })), [404, 'NOT_FOUND'])
  assert.deepEqual(await send(other), [200, undefined])
  await decide(other, attempt.requestId)
  assert.deepEqual(await send(other), [409, 'ALREADY_DECIDED'])

  const admin = await app.as('admin')
  await setEnrolment(app, { courseId, userId: admin.userId })
  const own = await claimedAttempt(world, admin, admin)
  const draft = await admin.put(`/api/reviews/${own.requestId}/draft`, { scores: [], summary: '' })
  assert.deepEqual(codeOf(draft), [403, 'OWN_WORK'])
  assert.deepEqual(codeOf(await admin.post(`/api/reviews/${own.requestId}/decide`, accept)), [403, 'OWN_WORK'])
})
