import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from '../../support/client.js'
import { insertAttempt, insertProject } from '../../support/project-rows.js'
import { setEnrolment } from '../content/content.js'
import {
  type Attempt,
  claim,
  claimedAttempt,
  makeWorld,
  type ReviewWorld,
  scores,
  toldOf,
  written
} from './deciding.js'

/** An attempt of each of so many learners, waiting. */
async function attemptsOf({ app, courseId, projectId }: ReviewWorld, count: number): Promise<Attempt[]> {
  const attempts: Attempt[] = []
  for (let n = 0; n < count; n++) {
    const { userId } = await app.signInAs({ username: `siswa_${n}` })
    await setEnrolment(app, { courseId, userId })
    attempts.push(await insertAttempt(app, { projectId, userId }))
  }
  return attempts
}

const idsOf = (attempts: readonly Attempt[]) => attempts.map(({ requestId }) => requestId)

/** `ok`, or the code of what each could not be done for. */
async function bulk(client: Client, fields: { reviewIds: string[]; [field: string]: unknown }): Promise<string[]> {
  const { status, body, text } = await client.post('/api/reviews/bulk', fields)
  assert.equal(status, 200, text)
  assert.deepEqual(
    body.data.map(({ id }: { id: string }) => id),
    fields.reviewIds
  )
  return body.data.map((row: { ok: boolean; error: { code: string } | null }) => {
    assert.equal(row.ok, row.error === null)
    return row.error?.code ?? 'ok'
  })
}

test('many are claimed, given back and handed over, each by the rules of one', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, other, learner } = world
  const attempts = await attemptsOf(world, 3)
  const [first, second, third] = attempts as [Attempt, Attempt, Attempt]
  await claim(app, second, other)
  const unknown = 'rrq_0000000000zzzzzzzzzzzzzzzz'
  const asked = [...idsOf(attempts), unknown]
  const claimed = await bulk(mentor, { action: 'claim', reviewIds: asked })
  assert.deepEqual(claimed, ['ok', 'ALREADY_CLAIMED', 'ok', 'NOT_FOUND'])

  const released = await bulk(mentor, { action: 'release', reviewIds: idsOf([first, second]) })
  assert.deepEqual(released, ['ok', 'REASON_REQUIRED'], 'who manages the course says why they take it from somebody')
  const { data } = (await other.post('/api/reviews/bulk', { action: 'release', reviewIds: idsOf([third]) })).body
  assert.deepEqual([data[0].error.statusCode, data[0].error.code], [403, 'FORBIDDEN'])

  const handing = { action: 'reassign', reason: 'Sedang cuti.' }
  const handed = await bulk(mentor, { ...handing, reviewIds: idsOf(attempts), userId: other.userId })
  assert.deepEqual(handed, ['ok', 'ok', 'ok'])
  const { requests } = await written(app)
  assert.deepEqual(
    requests.map(({ status, assignedTo }) => [status, assignedTo]),
    Array(3).fill(['waiting', other.userId])
  )
  const toLearner = await bulk(mentor, { ...handing, reviewIds: idsOf([first]), userId: learner.userId })
  assert.deepEqual(toLearner, ['NOT_A_REVIEWER'])
  assert.deepEqual(await bulk(learner, { action: 'claim', reviewIds: asked }), Array(4).fill('NOT_FOUND'))
})

test('accepting many takes complete drafts alone, and stays within their ranges', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, other } = world
  const attempts = await attemptsOf(world, 4)
  for (const [i, attempt] of attempts.entries()) await claim(app, attempt, i === 3 ? other : mentor)
  const draft = (n: number, given: object[], summary = '') =>
    mentor.put(`/api/reviews/${attempts[n]?.requestId}/draft`, { scores: given, summary })
  assert.equal((await draft(0, scores(8, 9), 'Untuk Sari saja.')).status, 200)
  assert.equal((await draft(1, scores(8))).status, 200)
  assert.equal((await draft(2, scores(10, 10))).status, 200)
  assert.equal((await draft(2, scores(10, 10.5))).status, 422)

  const fields = { action: 'accept', reviewIds: idsOf(attempts), summary: 'Bagus, semuanya.' }
  assert.deepEqual(await bulk(mentor, fields), ['ok', 'CRITERIA_MISSING', 'ok', 'NOT_CLAIMED'])
  const { reviews, changes } = await written(app)
  const decided = reviews.filter(({ decision }) => decision === 'accept')
  assert.deepEqual(
    decided.map(({ points, summary }) => [points, summary]),
    [
      [1_700, 'Untuk Sari saja.'],
      [2_000, 'Bagus, semuanya.']
    ]
  )
  assert.equal(changes.length, 2)
  const again = await bulk(mentor, fields)
  assert.deepEqual(again, ['ALREADY_DECIDED', 'CRITERIA_MISSING', 'ALREADY_DECIDED', 'NOT_CLAIMED'])
  assert.equal((await written(app)).changes.length, 2)
})

test('without a rubric many are accepted at once; what is sent back says why', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, courseId } = world
  const projectId = await insertProject(app, courseId)
  const attempt = await insertAttempt(app, { projectId, userId: learner.userId })
  await claim(app, attempt, mentor)
  const reviewIds = idsOf([attempt])
  assert.deepEqual(await bulk(mentor, { action: 'request_changes', reviewIds }), ['SUMMARY_REQUIRED'])
  assert.deepEqual(await bulk(mentor, { action: 'request_changes', reviewIds, summary: 'Uji lagi.' }), ['ok'])
  const next = await insertAttempt(app, { projectId, userId: learner.userId })
  await claim(app, next, mentor)
  assert.deepEqual(await bulk(mentor, { action: 'accept', reviewIds: idsOf([next]) }), ['ok'])
  assert.equal((await written(app)).grade?.earnedPoints, 10_000)
  assert.equal((await toldOf(learner)).length, 2)
})

test('what does not go with the action is refused before anything is done', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor } = world
  const { requestId } = await claimedAttempt(world)
  const before = await written(app)
  const one = { reviewIds: [requestId] }
  const many = Array.from({ length: 51 }, (_, n) => `rrq_${n}`)
  const bad: [body: object, status: number, code: string, field: string][] = [
    [{ ...one, action: 'reassign' }, 422, 'USER_REQUIRED', 'userId'],
    [{ ...one, action: 'accept', userId: mentor.userId }, 422, 'FIELD_NOT_TAKEN', 'userId'],
    [{ ...one, action: 'claim', summary: 'Ya.' }, 422, 'FIELD_NOT_TAKEN', 'summary'],
    [{ ...one, action: 'request_changes', reason: 'Ya.' }, 422, 'FIELD_NOT_TAKEN', 'reason'],
    [{ ...one, action: 'reject', summary: 'Tidak.' }, 400, 'VALIDATION_FAILED', 'action'],
    [{ action: 'release', reviewIds: [requestId, requestId] }, 400, 'VALIDATION_FAILED', 'reviewIds'],
    [{ action: 'release', reviewIds: [] }, 400, 'VALIDATION_FAILED', 'reviewIds'],
    [{ action: 'release', reviewIds: many }, 400, 'VALIDATION_FAILED', 'reviewIds'],
    [{ action: 'release', reviewIds: ['crs_1'] }, 400, 'VALIDATION_FAILED', 'reviewIds.0']
  ]
  for (const [body, status, code, field] of bad) {
    const answer = await mentor.post('/api/reviews/bulk', body)
    assert.deepEqual(
      [answer.status, answer.body.code, ...Object.keys(answer.body.details)],
      [status, code, field],
      answer.text
    )
  }
  assert.deepEqual(await written(app), before)
})

test('the same bulk action twice at once does everything once', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor } = world
  const attempts = await attemptsOf(world, 4)
  const reviewIds = idsOf(attempts)
  assert.deepEqual(await bulk(mentor, { action: 'claim', reviewIds }), Array(4).fill('ok'))
  for (const id of reviewIds) await mentor.put(`/api/reviews/${id}/draft`, { scores: scores(5, 5), summary: '' })
  const both = await Promise.all([
    bulk(mentor, { action: 'accept', reviewIds }),
    bulk(mentor, { action: 'accept', reviewIds: [...reviewIds].reverse() })
  ])
  assert.deepEqual(both.flat().sort(), [...Array(4).fill('ALREADY_DECIDED'), ...Array(4).fill('ok')])
  const { changes, reviews } = await written(app)
  assert.deepEqual([changes.length, reviews.length], [4, 4])
})
