import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import type { Answer, Client } from '../../support/client.js'
import { toldTo } from '../courses/courses.js'
import { type Item, makeWorld, ok, set } from './world.js'

const codeOf = ({ status, body }: Answer) => [status, body?.code]
const reason = 'Laporan saya kirim tepat waktu.'
const upheld = { outcome: 'upheld', answer: 'Waktunya sudah lewat.' }
const changed = { outcome: 'changed', answer: 'Benar, maaf.', points: 17.5 }

/** What the user was told of grades and appeals, the newest first. */
const heard = async (client: Client) =>
  (await toldTo(client)).filter(({ type }) => /grade|appeal/.test(type)).map(({ message }) => message)

async function makeGraded(t: Parameters<typeof buildTestApp>[0]) {
  const app = await buildTestApp(t)
  const world = await makeWorld(app)
  const { courseId, learners, robot, record, mentor } = world
  const reviewer = await app.signInAs({ username: 'penilai', role: 'mentor' })
  await ok(mentor.put(`/api/courses/${courseId}/reviewers`, { userIds: [reviewer.userId] }))
  const learner = learners[0] as Client
  const gradeOf = async (client: Client, item: Item = robot, points = 12) => (await record(client, item, { points })).id
  return { ...world, app, reviewer, learner, other: learners[1] as Client, gradeOf }
}

test('a learner appeals once, those who review are told, and a changed grade counts from then on', async (t) => {
  const { app, mentor, reviewer, learner, courseId, gradeOf, robot } = await makeGraded(t)
  const gradeId = await gradeOf(learner)
  const made = await learner.post(`/api/grades/${gradeId}/appeal`, { reason: ` ${reason} ` })
  assert.equal(made.status, 201, made.text)
  assert.deepEqual([made.headers.location, made.headers.etag], [`/api/grades/${gradeId}`, '"v1"'])
  const { id, createdAt, ...open } = made.body
  const unanswered = { status: 'open', answer: null, answeredBy: null, answeredAt: null, version: 1 }
  assert.deepEqual(open, { gradeId, courseId, reason, ...unanswered })
  const told = 'siswa_0 asks for a second look at the grade for “Robot” in “Web”.'
  for (const client of [mentor, reviewer]) assert.deepEqual(await heard(client), [told])
  assert.deepEqual(codeOf(await learner.post(`/api/grades/${gradeId}/appeal`, { reason })), [409, 'APPEAL_EXISTS'])

  const listed = await ok(reviewer.get(`/api/courses/${courseId}/appeals?status=open&total=true`))
  assert.equal(listed.total, 1)
  const [row] = listed.data
  assert.deepEqual([row.id, row.learner.username, row.points, row.maxPoints], [id, 'siswa_0', 12, 20])
  assert.deepEqual(row.item, { kind: 'project', id: robot[1], title: 'Robot' })
  assert.deepEqual((await learner.get(`/api/grades/${gradeId}`)).body.appeal, made.body)

  app.clock.advance(1_000)
  const answer = await ok(reviewer.post(`/api/appeals/${id}/answer`, changed))
  const answeredBy = { id: reviewer.userId, username: 'penilai', fullName: null }
  assert.deepEqual([answer.status, answer.answer, answer.answeredBy], ['changed', 'Benar, maaf.', answeredBy])
  assert.deepEqual([answer.points, answer.version, answer.createdAt], [17.5, 2, createdAt])
  assert.deepEqual(await heard(learner), ['Your grade for “Robot” was changed.'])

  const grade = await ok(learner.get(`/api/grades/${gradeId}`))
  const [before, after] = [12, 17.5]
  const last = grade.changes.at(-1)
  assert.deepEqual([grade.points, grade.appeal.status, grade.changes.length], [after, 'changed', 2])
  assert.deepEqual(
    [last.source, last.reason, last.before.points, last.after.points, last.by?.username],
    ['appeal', 'Benar, maaf.', before, after, 'penilai']
  )
  assert.deepEqual((await mentor.get(`/api/courses/${courseId}/appeals?status=open`)).body.data, [])
  for (const body of [upheld, changed]) {
    assert.deepEqual(codeOf(await mentor.post(`/api/appeals/${id}/answer`, body)), [409, 'ALREADY_ANSWERED'])
  }
  assert.deepEqual(codeOf(await learner.post(`/api/grades/${gradeId}/appeal`, { reason })), [409, 'APPEAL_EXISTS'])
})

test('a grade that is upheld stays as it is', async (t) => {
  const { mentor, learner, gradeOf } = await makeGraded(t)
  const gradeId = await gradeOf(learner)
  const { body } = await learner.post(`/api/grades/${gradeId}/appeal`, { reason })
  const before = await ok(learner.get(`/api/grades/${gradeId}`))
  assert.equal((await ok(mentor.post(`/api/appeals/${body.id}/answer`, upheld))).status, 'upheld')
  const { appeal, ...grade } = await ok(learner.get(`/api/grades/${gradeId}`))
  assert.deepEqual({ ...grade, appeal: before.appeal }, before)
  assert.deepEqual([appeal.status, appeal.answer], ['upheld', upheld.answer])
  assert.deepEqual(await heard(learner), ['Your grade for “Robot” stays as it is.'])
})

test('what does not fit is refused and changes nothing', async (t) => {
  const { app, mentor, learner, gradeOf } = await makeGraded(t)
  const gradeId = await gradeOf(learner)
  for (const bad of [{ reason: ' \n ' }, { reason: '' }, {}, { reason, points: 20 }]) {
    assert.deepEqual(codeOf(await learner.post(`/api/grades/${gradeId}/appeal`, bad)), [400, 'VALIDATION_FAILED'])
  }
  const { body } = await learner.post(`/api/grades/${gradeId}/appeal`, { reason })
  const answer = 'Benar.'
  const cases: [body: object, status: number, code: string, field: string][] = [
    [{ outcome: 'changed', answer }, 422, 'POINTS_REQUIRED', 'points'],
    [{ outcome: 'changed', answer, points: 20.01 }, 422, 'INVALID_POINTS', 'points'],
    [{ outcome: 'changed', answer, points: 1.005 }, 422, 'INVALID_POINTS', 'points'],
    [{ outcome: 'changed', answer, points: -1 }, 400, 'VALIDATION_FAILED', 'points'],
    [{ outcome: 'changed', answer, points: 12 }, 422, 'POINTS_UNCHANGED', 'points'],
    [{ outcome: 'upheld', answer, points: 12 }, 422, 'POINTS_NOT_TAKEN', 'points'],
    [{ outcome: 'rejected', answer }, 400, 'VALIDATION_FAILED', 'outcome'],
    [{ outcome: 'upheld', answer: ' ' }, 400, 'VALIDATION_FAILED', 'answer'],
    [{ outcome: 'upheld' }, 400, 'VALIDATION_FAILED', 'answer']
  ]
  for (const [given, status, code, field] of cases) {
    const refused = await mentor.post(`/api/appeals/${body.id}/answer`, given)
    assert.deepEqual([...codeOf(refused), ...Object.keys(refused.body.details)], [status, code, field], refused.text)
  }
  const { gradeAppeals, gradeChanges } = app.database.tables
  const [row] = await app.database.read.select().from(gradeAppeals)
  assert.deepEqual([row?.status, row?.version], ['open', 1])
  assert.equal(await app.database.read.$count(gradeChanges), 1)
  assert.deepEqual(await heard(learner), [])
})

test('only one’s own released grade is appealed, and nobody answers their own', async (t) => {
  const { app, mentor, reviewer, learner, other, courseId, laporan, url, gradeOf } = await makeGraded(t)
  const gradeId = await gradeOf(learner)
  const appeal = async (client: Client, id = gradeId) =>
    codeOf(await client.post(`/api/grades/${id}/appeal`, { reason }))
  const facilitator = await app.as('facilitator')
  const stranger = await app.signInAs({ username: 'asing', role: 'mentor' })
  assert.deepEqual(await appeal(other), [404, 'NOT_FOUND'])
  assert.deepEqual(await appeal(stranger), [404, 'NOT_FOUND'])
  for (const client of [mentor, reviewer, facilitator]) assert.deepEqual(await appeal(client), [403, 'FORBIDDEN'])

  await ok(mentor.put(`${url}/settings`, { mode: 'points', passMark: 70, release: 'by_hand' }))
  const held = await gradeOf(learner, laporan)
  assert.deepEqual(await appeal(learner, held), [404, 'NOT_FOUND'], 'it is not released')
  await ok(mentor.post(`${url}/release`, { kind: 'project', itemId: laporan[1] }))
  assert.deepEqual(await appeal(learner, held), [201, undefined])

  const [row] = (await ok(mentor.get(`/api/courses/${courseId}/appeals`))).data
  const answer = async (client: Client, id: string) => codeOf(await client.post(`/api/appeals/${id}/answer`, upheld))
  for (const client of [learner, facilitator]) assert.deepEqual(await answer(client, row.id), [403, 'FORBIDDEN'])
  for (const client of [other, stranger]) assert.deepEqual(await answer(client, row.id), [404, 'NOT_FOUND'])
  for (const client of [learner, stranger]) {
    assert.deepEqual(codeOf(await client.get(`/api/courses/${courseId}/appeals`)), [403, 'FORBIDDEN'])
  }
  assert.deepEqual((await facilitator.get(`/api/courses/${courseId}/appeals`)).body.data, [row])

  const admin = await app.as('admin')
  await ok(mentor.post(`/api/courses/${courseId}/enrolments`, { userIds: [admin.userId] }), 201)
  await ok(mentor.put(`${url}/settings`, { mode: 'points', passMark: 70, release: 'at_once' }))
  const own = await admin.post(`/api/grades/${await gradeOf(admin)}/appeal`, { reason })
  assert.deepEqual(await answer(admin, own.body.id), [403, 'OWN_WORK'])
})

test('of two at once one counts', async (t) => {
  const { app, mentor, reviewer, learner, gradeOf } = await makeGraded(t)
  const gradeId = await gradeOf(learner)
  const appeals = await Promise.all([1, 2, 3].map(() => learner.post(`/api/grades/${gradeId}/appeal`, { reason })))
  assert.deepEqual(appeals.map(({ status }) => status).sort(), [201, 409, 409])
  assert.equal((await heard(mentor)).length, 1)

  const id = appeals.find(({ status }) => status === 201)?.body.id
  const answers = await Promise.all(
    [mentor, reviewer, mentor].map((client, i) =>
      client.post(`/api/appeals/${id}/answer`, { ...changed, points: 15 + i })
    )
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409])
  const won = answers.find(({ status }) => status === 200)?.body
  assert.equal((await learner.get(`/api/grades/${gradeId}`)).body.points, won.points)
  assert.equal(await app.database.read.$count(app.database.tables.gradeChanges), 2)
  assert.equal((await heard(learner)).length, 1)
})

test('an appeal and a grade by hand at once leave both in the history', async (t) => {
  const { app, mentor, reviewer, learner, robot, url, gradeOf } = await makeGraded(t)
  const gradeId = await gradeOf(learner)
  const { body } = await learner.post(`/api/grades/${gradeId}/appeal`, { reason })
  const [byAppeal, byHand] = await Promise.all([
    reviewer.post(`/api/appeals/${body.id}/answer`, changed),
    set(mentor, url, learner, robot, 19)
  ])
  assert.deepEqual([byAppeal.status, byHand.status], [200, 200])
  const { gradeChanges } = app.database.tables
  const rows = await app.database.read.select().from(gradeChanges).orderBy(gradeChanges.id)
  assert.deepEqual(rows.map(({ afterPoints }) => afterPoints).sort(), [1_200, 1_750, 1_900])
  assert.deepEqual(
    rows.slice(1).map(({ beforePoints }) => beforePoints),
    rows.slice(0, 2).map(({ afterPoints }) => afterPoints)
  )
})

test('the list is the oldest first, page by page', async (t) => {
  const { mentor, learners, courseId, gradeOf } = await makeGraded(t)
  for (const learner of learners) {
    const gradeId = await gradeOf(learner)
    assert.equal((await learner.post(`/api/grades/${gradeId}/appeal`, { reason })).status, 201)
  }
  const url = `/api/courses/${courseId}/appeals`
  const names = ({ data }: { data: { learner: { username: string } }[] }) => data.map((row) => row.learner.username)
  const first = await ok(mentor.get(`${url}?limit=2`))
  const next = await ok(mentor.get(`${url}?limit=2&cursor=${first.nextCursor}`))
  assert.deepEqual([names(first), names(next), next.nextCursor], [['siswa_0', 'siswa_1'], ['siswa_2'], null])
  await ok(mentor.post(`/api/appeals/${first.data[1].id}/answer`, upheld))
  const filtered = (status: string) => mentor.get(`${url}?status=${status}&total=true`)
  assert.deepEqual(names(await ok(filtered('open'))), ['siswa_0', 'siswa_2'])
  assert.deepEqual((await ok(filtered('upheld'))).total, 1)
  assert.deepEqual((await ok(filtered('changed'))).data, [])
})
