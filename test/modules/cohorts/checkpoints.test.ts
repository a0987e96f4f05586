import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { setRule } from '../progress/completion.js'
import { codeOf, courseWithLearners, createCohort, dayFromNow, join, toldOf } from './cohorts.js'

/** A cohort with a facilitator and members, and a checkpoint that is due in six days. */
async function cohortWithCheckpoint(app: TestApp, memberCount: number) {
  const facilitator = await app.as('facilitator')
  const { mentor, course, learners } = await courseWithLearners(app, memberCount + 1)
  const [outside] = learners.splice(memberCount)
  const cohort = await createCohort(app, mentor, course.id, { facilitatorId: facilitator.userId })
  for (const learner of learners) await join(learner, cohort.id)
  const { status, body, headers, text } = await facilitator.post(`/api/cohorts/${cohort.id}/checkpoints`, {
    week: 1,
    title: ' Rancangan ',
    instructions: 'Tulis *semuanya*.',
    dueOn: dayFromNow(app, 6)
  })
  assert.equal(status, 201, text)
  assert.equal(headers.location, `/api/checkpoints/${body.id}`)
  const urls = { checkpoint: `/api/checkpoints/${body.id}`, result: `/api/checkpoints/${body.id}/result` }
  return { facilitator, mentor, course, learners, outside: outside as Client, cohort, checkpoint: body, urls }
}

test('checkpoints are made by who runs the cohort and read by its members', async (t) => {
  const app = await buildTestApp(t)
  const { facilitator, learners, outside, cohort, checkpoint, urls } = await cohortWithCheckpoint(app, 2)
  const [learner, other = learner] = learners
  const url = `/api/cohorts/${cohort.id}/checkpoints`

  const { id, createdAt, updatedAt, dueOn, ...rest } = checkpoint
  assert.match(id, /^chk_/)
  assert.deepEqual(rest, {
    cohortId: cohort.id,
    week: 1,
    title: 'Rancangan',
    instructions: 'Tulis *semuanya*.',
    result: null,
    version: 1,
    createdBy: facilitator.userId
  })
  assert.equal(createdAt, updatedAt)
  const told = `New checkpoint: Week 1: “Rancangan”, due on ${dueOn}.`
  assert.deepEqual([await toldOf(learner, 'checkpoint'), await toldOf(other, 'checkpoint')], [[told], [told]])
  assert.deepEqual(await toldOf(outside, 'checkpoint'), [])
  assert.deepEqual((await learner.get(urls.checkpoint)).body, checkpoint)
  assert.deepEqual(codeOf(await outside.get(urls.checkpoint)), [403, 'NOT_A_MEMBER'])
  assert.deepEqual(codeOf(await outside.get(url)), [403, 'NOT_A_MEMBER'])
  assert.deepEqual(codeOf(await learner.post(url, { week: 1, title: 'A' })), [403, 'FORBIDDEN'])

  const titles = async (query: string) => {
    const { body } = await learner.get(`${url}?total=true${query}`)
    return [body.data.map((row: { title: string }) => row.title).join(' '), body.total, body.nextCursor]
  }
  for (const [week, title] of [
    [3, 'C'],
    [2, 'A'],
    [2, 'B']
  ] as const) {
    await facilitator.post(url, { week, title })
  }
  const [first, total, cursor] = await titles('&limit=2')
  assert.deepEqual([first, total], ['Rancangan A', 4])
  assert.deepEqual(await titles(`&limit=2&cursor=${cursor}`), ['B C', 4, null])
  for (const fields of [{ week: 0 }, { week: 521 }, { title: '\n' }, { dueOn: '2027-02-30' }, { instructions: 1 }]) {
    const answer = await facilitator.post(url, { week: 1, title: 'A', ...fields })
    assert.deepEqual([answer.status, Object.keys(answer.body.details)], [400, Object.keys(fields)])
    assert.equal((await facilitator.patch(urls.checkpoint, fields)).status, 400)
  }
})

test('a checkpoint changes under If-Match and goes as long as nobody has done it', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, learners, urls } = await cohortWithCheckpoint(app, 1)
  const [learner] = learners

  const changed = await mentor.patch(urls.checkpoint, { dueOn: null, week: 2 }, { 'if-match': '"v1"' })
  assert.deepEqual([changed.status, changed.body.version, changed.body.dueOn, changed.body.week], [200, 2, null, 2])
  assert.equal((await mentor.patch(urls.checkpoint, { week: 2 })).body.version, 2)
  assert.equal((await mentor.patch(urls.checkpoint, { week: 3 }, { 'if-match': '"v1"' })).status, 412)
  assert.deepEqual(codeOf(await learner.patch(urls.checkpoint, { week: 3 })), [403, 'FORBIDDEN'])
  assert.deepEqual(codeOf(await learner.delete(urls.checkpoint)), [403, 'FORBIDDEN'])
  await learner.put(urls.result, { note: '' })
  assert.deepEqual(codeOf(await mentor.delete(urls.checkpoint)), [409, 'CHECKPOINT_HAS_RESULTS'])
  assert.equal((await learner.get(urls.checkpoint)).body.result.status, 'done')
})

test('a checkpoint that is deleted while it is done is one or the other', async (t) => {
  const app = await buildTestApp(t)
  const { facilitator, learners, cohort } = await cohortWithCheckpoint(app, 1)
  const [learner] = learners
  for (let round = 0; round < 8; round++) {
    const { body } = await facilitator.post(`/api/cohorts/${cohort.id}/checkpoints`, { week: 1, title: 'A' })
    const url = `/api/checkpoints/${body.id}`
    const [done, deleted] = await Promise.all([learner.put(`${url}/result`, { note: 'Ini.' }), facilitator.delete(url)])
    assert.ok([`200 409`, `404 204`].includes(`${done.status} ${deleted.status}`), `${done.status} ${deleted.status}`)
  }
})

test('a learner does it, it is returned, done again and approved, and each hears of it once', async (t) => {
  const app = await buildTestApp(t)
  const { facilitator, mentor, learners, outside, urls, checkpoint } = await cohortWithCheckpoint(app, 1)
  const [learner] = learners
  const review = `${urls.checkpoint}/results/${learner.userId}/review`
  const did = 'A checkpoint is done: siswa_0 has done week 1 of “Angkatan 1”: “Rancangan”.'

  assert.deepEqual(codeOf(await mentor.put(review, { decision: 'approve', feedback: '' })), [404, 'NOT_FOUND'])
  const done = await learner.put(urls.result, { note: 'Ada di sini.' })
  assert.deepEqual([done.status, done.headers.etag], [200, '"v1"'], done.text)
  assert.deepEqual(done.body, {
    checkpointId: checkpoint.id,
    userId: learner.userId,
    status: 'done',
    note: 'Ada di sini.',
    doneAt: done.body.doneAt,
    isLate: false,
    feedback: null,
    reviewedBy: null,
    reviewedAt: null,
    version: 1
  })
  app.clock.advance(1_000)
  assert.deepEqual((await learner.put(urls.result, { note: 'Ada di sini.' })).body, done.body, 'the same again')
  const edited = await learner.put(urls.result, { note: 'Di sana.' }, { 'if-match': '"v1"' })
  assert.deepEqual([edited.body.note, edited.body.version, edited.body.doneAt], ['Di sana.', 2, done.body.doneAt])
  assert.equal((await learner.put(urls.result, { note: 'x' }, { 'if-match': '"v1"' })).status, 412)
  assert.deepEqual(codeOf(await outside.put(urls.result, { note: 'x' })), [403, 'NOT_A_MEMBER'])
  assert.deepEqual(codeOf(await facilitator.put(urls.result, { note: 'x' })), [403, 'NOT_A_MEMBER'])
  assert.deepEqual(await toldOf(facilitator, 'checkpoint'), [did])

  const back = { decision: 'return', feedback: 'Kurang satu.' }
  assert.deepEqual(codeOf(await learner.put(review, back)), [403, 'FORBIDDEN'])
  assert.equal((await facilitator.put(review, back, { 'if-match': '"v1"' })).status, 412, 'it was edited since')
  const empty = await facilitator.put(review, { decision: 'return', feedback: ' ' })
  assert.deepEqual([...codeOf(empty), Object.keys(empty.body.details)], [422, 'FEEDBACK_REQUIRED', ['feedback']])
  const returned = await facilitator.put(review, back, { 'if-match': '"v2"' })
  assert.deepEqual([returned.body.status, returned.body.reviewedBy], ['returned', facilitator.userId], returned.text)
  assert.equal((await facilitator.put(review, back)).body.version, 3, 'the same again')
  const again = await learner.put(urls.result, { note: 'Lengkap.' })
  assert.deepEqual([again.body.status, again.body.feedback], ['done', 'Kurang satu.'])
  assert.notEqual(again.body.doneAt, done.body.doneAt)
  assert.equal((await mentor.put(review, { decision: 'approve', feedback: '' })).body.status, 'approved')
  assert.deepEqual(codeOf(await learner.put(urls.result, { note: 'x' })), [409, 'ILLEGAL_TRANSITION'])
  assert.equal((await learner.get(urls.checkpoint)).body.result.note, 'Lengkap.')

  assert.deepEqual(await toldOf(facilitator, 'checkpoint'), [did, did])
  const [approvedText, returnedText] = await toldOf(learner, 'checkpoint')
  assert.deepEqual(
    [approvedText, returnedText],
    [
      'Checkpoint approved: Week 1, “Rancangan”, was approved.',
      'Checkpoint returned: Week 1, “Rancangan”, was returned.'
    ]
  )
})

test('nobody reviews their own work', async (t) => {
  const app = await buildTestApp(t)
  const { facilitator, mentor, course, cohort, urls } = await cohortWithCheckpoint(app, 0)
  await mentor.post(`/api/courses/${course.id}/enrolments`, { userIds: [facilitator.userId] })
  await join(facilitator, cohort.id)
  const review = `${urls.checkpoint}/results/${facilitator.userId}/review`

  assert.equal((await facilitator.put(urls.result, { note: '' })).status, 200)
  assert.deepEqual(await toldOf(facilitator, 'checkpoint'), [])
  assert.deepEqual(codeOf(await facilitator.put(review, { decision: 'approve', feedback: '' })), [403, 'FORBIDDEN'])
  assert.equal((await mentor.put(review, { decision: 'approve', feedback: '' })).status, 200)
})

test('who is late is shown, and so is who has done nothing', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, learners, urls, cohort } = await cohortWithCheckpoint(app, 4)
  const [early, late = early, left = early] = learners
  await early.put(urls.result, { note: 'Awal.' })
  await left.put(urls.result, { note: 'Lalu pergi.' })
  await left.delete(`/api/cohorts/${cohort.id}/members/${left.userId}`)
  app.clock.advance(7 * 86_400_000)
  assert.equal((await late.put(urls.result, { note: 'Akhir.' })).body.isLate, true)
  assert.equal((await early.put(urls.result, { note: 'Diubah.' })).body.isLate, false)
  const staff = await app.signIn('a.mentor')
  const listed = async (query = '') => {
    const { status, body, text } = await staff.get(`${urls.checkpoint}/results?total=true${query}`)
    assert.equal(status, 200, text)
    const rows = body.data.map(
      ({ user, status, isLate }: { user: { username: string }; status: string; isLate: boolean }) =>
        `${user.username} ${status}${isLate ? ' late' : ''}`
    )
    assert.equal(typeof body.total, 'number')
    return { rows, total: body.total, cursor: body.nextCursor }
  }

  assert.deepEqual((await listed()).rows, ['siswa_0 done', 'siswa_1 done late', 'siswa_2 done'])
  assert.deepEqual((await listed('&status=approved')).rows, [])
  assert.deepEqual(await listed('&status=missing'), { rows: ['siswa_3 missing'], total: 1, cursor: null })
  const first = await listed('&limit=1')
  assert.deepEqual([first.rows, first.total], [['siswa_0 done'], 3])
  assert.deepEqual((await listed(`&cursor=${first.cursor}`)).rows, ['siswa_1 done late', 'siswa_2 done'])
  assert.deepEqual((await listed(`&status=missing&cursor=${first.cursor}`)).rows, ['siswa_3 missing'])
  assert.deepEqual(codeOf(await early.get(`${urls.checkpoint}/results`)), [403, 'FORBIDDEN'])
  assert.equal((await mentor.get(`${urls.checkpoint}/results`)).status, 401, 'a session of staff is short')
})

test('of many saves at once there is one result and one word of it', async (t) => {
  const app = await buildTestApp(t)
  const { facilitator, learners, urls } = await cohortWithCheckpoint(app, 1)
  const [learner] = learners
  const saves = Array.from({ length: 12 }, () => learner.put(urls.result, { note: 'Ini.' }))
  assert.deepEqual(
    new Set((await Promise.all(saves)).map(({ status, body }) => `${status} ${body.version}`)),
    new Set(['200 1'])
  )
  assert.equal((await toldOf(facilitator, 'checkpoint')).length, 1)
  const { checkpointResults } = app.database.tables
  assert.equal((await app.database.read.select().from(checkpointResults)).length, 1)
})

test('in a cohort that is over nobody is told of a new checkpoint', async (t) => {
  const app = await buildTestApp(t)
  const { facilitator, learners, cohort } = await cohortWithCheckpoint(app, 1)
  for (const move of ['start', 'complete']) await facilitator.post(`/api/cohorts/${cohort.id}/${move}`)
  const { status } = await facilitator.post(`/api/cohorts/${cohort.id}/checkpoints`, { week: 2, title: 'Nanti' })
  assert.equal(status, 201)
  assert.equal((await toldOf(learners[0], 'checkpoint')).length, 1)
})

test('what is approved earns its point in the gradebook until it is returned', async (t) => {
  const app = await buildTestApp(t)
  const { facilitator, mentor, course, learners, checkpoint, urls } = await cohortWithCheckpoint(app, 1)
  const [learner] = learners
  await setRule(mentor, course.id, { needsPassMark: true })
  const { grades, gradeChanges, enrolments } = app.database.tables
  const counts = async () => {
    const rows = await app.database.read.select().from(grades)
    return rows.map(({ userId, courseId, kind, itemId, earnedPoints, maxPoints }) => {
      assert.deepEqual([userId, courseId, kind, itemId], [learner.userId, course.id, 'checkpoint', checkpoint.id])
      return `${earnedPoints}/${maxPoints}`
    })
  }
  const review = async (decision: 'approve' | 'return', feedback = 'Lengkapi.') => {
    const url = `/api/checkpoints/${checkpoint.id}/results/${learner.userId}/review`
    const { status, text } = await facilitator.put(url, { decision, feedback })
    assert.equal(status, 200, text)
  }
  assert.equal((await learner.put(urls.result, { note: 'Selesai' })).status, 200)
  await review('return')
  assert.deepEqual(await counts(), [], 'it has earned nothing yet')
  await learner.put(urls.result, { note: 'Lagi' })
  await review('approve')
  await review('approve', 'Bagus.')
  assert.deepEqual(await counts(), ['100/100'])
  const [enrolment] = await app.database.read.select().from(enrolments).where(eq(enrolments.userId, learner.userId))
  assert.equal(enrolment?.status, 'completed', 'by the pass mark')
  await review('return')
  assert.deepEqual(await counts(), ['null/100'])
  const changes = await app.database.read.select().from(gradeChanges).orderBy(gradeChanges.id)
  assert.deepEqual(
    changes.map((row) => [row.beforePoints, row.afterPoints, row.source, row.reason, row.actorId]),
    [
      [null, 100, 'checkpoint', 'Checkpoint approved', facilitator.userId],
      [100, null, 'checkpoint', 'Checkpoint returned', facilitator.userId]
    ]
  )
})
