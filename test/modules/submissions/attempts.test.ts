import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { contract } from '../../support/contract.js'
import { insertRubric } from '../../support/project-rows.js'
import {
  codeOf,
  enrolNew,
  makeWorld,
  report,
  repository,
  review,
  submit,
  upload,
  type World,
  writtenRows
} from './submissions.js'

const photo = { id: 'dlv_3', title: 'Foto', description: '', kind: 'file' as const, isRequired: false }
const source = { id: 'dlv_1', title: 'Repositori', description: '', kind: 'repository' as const, isRequired: true }

const messagesOf = async (client: World['mentor']) => {
  const { body } = await client.get('/api/notifications')
  return body.data.filter((each: { type: string }) => each.type === 'submission_submitted')
}

test('an attempt keeps what was handed in, by which rubric, when, and what it took', async (t) => {
  const world = await makeWorld(t, { deliverables: [source, photo], maxAttempts: 3 })
  const { app, learner, mentor, projectId, courseId } = world
  const { projects } = app.database.tables
  const rubricVersionId = await insertRubric(app)
  await app.database.transaction((tx) => tx.update(projects).set({ rubricVersionId }))
  await learner.post(`/api/projects/${projectId}/outputs`, { what: 'Sensor', hours: 1.5 })
  const fileId = await upload(learner, 'robot.txt')
  const before = app.clock.now()
  const files = { deliverableId: 'dlv_3', kind: 'file', fileIds: [fileId] }
  const answer = await learner.post(`/api/projects/${projectId}/submissions`, {
    items: [files, { ...repository, commit: '9F2C1AB' }],
    checklist: ['cli_1'],
    note: 'Mohon dilihat.'
  })
  assert.equal(answer.status, 201, answer.text)
  const { body: attempt } = answer
  const url = `/api/submissions/${attempt.submissionId}/attempts/1`
  assert.deepEqual([answer.headers.location, answer.headers.etag], [url, '"v1"'])
  const { id, submissionId, submittedAt, items, rubric, ...facts } = attempt
  assert.deepEqual(facts, {
    ...{ projectId, courseId, userId: learner.userId, number: 1, rubricVersionId },
    ...{ dueAt: null, isLate: false, daysLate: 0, latePercent: 0, withdrawnAt: null, minutes: 90 },
    ...{ checklist: ['cli_1'], note: 'Mohon dilihat.' }
  })
  const { id: rubricId, title, maxPoints } = rubric
  assert.deepEqual([rubricId, title, maxPoints], [rubricVersionId, 'Robot', 20])
  await app.database.transaction((tx) => tx.update(projects).set({ rubricVersionId: null }))
  assert.deepEqual((await learner.get(url)).body.rubric, rubric, 'whatever the project says later')
  assert.ok(new Date(submittedAt) >= before)
  assert.deepEqual(items[0], { ...repository, commit: '9f2c1ab' })
  const sha256 = createHash('sha256').update('robot.txt').digest('hex')
  assert.deepEqual(items[1], {
    deliverableId: 'dlv_3',
    kind: 'file',
    files: [{ id: fileId, name: 'robot.txt', size: 9, sha256 }]
  })
  assert.deepEqual((await learner.get(url)).body, attempt)
  assert.deepEqual((await mentor.get(url)).body, attempt)

  const { body: submission } = await learner.get(`/api/submissions/${submissionId}`)
  const { status, attempts, countedAttempts, attemptsLeft, draft } = submission
  assert.deepEqual([status, attempts, countedAttempts, attemptsLeft], ['submitted', 1, 1, 2])
  assert.deepEqual(draft, { items, checklist: ['cli_1'], note: 'Mohon dilihat.' }, 'the next one begins with it')

  const { reviewRequests, attemptFiles } = app.database.tables
  const [request, ...others] = await app.database.read.select().from(reviewRequests)
  const openReviewOf = async (client: typeof learner) =>
    (await client.get(`/api/submissions/${submissionId}`)).body.openReviewId
  assert.deepEqual([await openReviewOf(mentor), await openReviewOf(learner)], [request?.id, null])
  assert.deepEqual([request?.attemptId, request?.round, request?.status, others.length], [id, 1, 'waiting', 0])
  assert.deepEqual(await app.database.read.select().from(attemptFiles), [{ attemptId: id, fileId }])
  assert.deepEqual(codeOf(await learner.delete(`/api/files/${fileId}`)), [409, 'FILE_IN_USE'])

  const [told, ...more] = await messagesOf(mentor)
  assert.deepEqual(
    [told.title, told.message, told.link, more.length],
    ['Work handed in', 'a.learner handed in “Robot pengikut garis”.', `/app/submissions/${submissionId}`, 0]
  )
  assert.deepEqual(await messagesOf(learner), [])
})

test('an empty body hands in the draft, without what the project no longer asks for', async (t) => {
  const world = await makeWorld(t)
  const { app, learner, projectId } = world
  const { projects } = app.database.tables
  const draft = { items: [repository, report], checklist: ['cli_1'], note: 'Halo' }
  await learner.put(`/api/projects/${projectId}/draft`, draft)
  await app.database.transaction((tx) => tx.update(projects).set({ deliverables: [source], checklist: [] }))
  const { status, body } = await learner.post(`/api/projects/${projectId}/submissions`)
  const { items, checklist, note } = body
  assert.equal(status, 201)
  assert.deepEqual({ items, checklist, note }, { ...draft, items: [{ ...repository, commit: null }], checklist: [] })
})

test('every attempt is kept, and one that is asked for has the files and the words of then', async (t) => {
  const world = await makeWorld(t)
  const { learner, projectId } = world
  const log = (minutes: number) => learner.post(`/api/projects/${projectId}/outputs`, { what: 'Kerja', minutes })
  await log(10)
  const first = await submit(world)
  const { submissionId: id } = first
  await review(world, id, 'claim', 'request_changes')
  await log(25)
  const second = await submit(world, { items: [{ ...report, text: 'Lain' }, repository] })
  assert.deepEqual([first.minutes, second.minutes, second.number], [10, 25, 2])
  assert.deepEqual((await learner.get(`/api/submissions/${id}/attempts/1`)).body, first)
  const { body } = await learner.get(`/api/submissions/${id}/attempts?limit=1&total=true`)
  assert.deepEqual([body.data[0].number, body.data[0].items, body.total], [2, undefined, 2])
  const { body: rest } = await learner.get(`/api/submissions/${id}/attempts?cursor=${body.nextCursor}`)
  assert.deepEqual([rest.data.length, rest.data[0].id, rest.nextCursor], [1, first.id, null])
  assert.equal((await learner.get(`/api/submissions/${id}/attempts/3`)).status, 404)
})

test('an attempt is changed by no route: there is none, and what one writes later is another attempt', async (t) => {
  const world = await makeWorld(t)
  const { app, learner, mentor, projectId } = world
  const { submissionId: id } = await submit(world)
  const writing = Object.entries(contract.paths)
    .filter(([path]) => path.includes('/attempts/{n}'))
    .flatMap(([, methods]) => Object.keys(methods).filter((method) => method !== 'get'))
  assert.deepEqual(writing, [])
  const { attempts, attemptFiles } = app.database.tables
  const read = () => Promise.all([attempts, attemptFiles].map((table) => app.database.read.select().from(table)))
  const before = await read()
  for (const client of [learner, mentor]) {
    for (const method of ['PUT', 'PATCH', 'POST', 'DELETE'] as const) {
      const { app: server } = client
      const headers = { host: 'localhost', origin: 'http://localhost', ...client.cookieHeader() }
      const url = `/api/submissions/${id}/attempts/1`
      assert.ok((await server.inject({ method, url, headers, payload: { note: 'Lain' } })).statusCode >= 400)
    }
  }
  await review(world, id, 'claim', 'request_changes')
  await learner.put(`/api/projects/${projectId}/draft`, { items: [], note: 'Lain' })
  await learner.post(`/api/projects/${projectId}/outputs`, { what: 'Lagi', minutes: 5 })
  assert.deepEqual(await read(), before)
})

test('two at once hand in one attempt, and the other is told', async (t) => {
  const world = await makeWorld(t)
  const { learner, mentor, projectId } = world
  const at = async () => learner.post(`/api/projects/${projectId}/submissions`, { items: [repository] })
  const answers = await Promise.all([at(), at(), at(), at()])
  assert.deepEqual(answers.map(codeOf).sort(), [
    [201, undefined],
    ...Array.from({ length: 3 }, () => [409, 'ILLEGAL_TRANSITION'])
  ])
  const [submissions, attempts, , events, requests] = await writtenRows(world)
  assert.deepEqual([submissions?.length, attempts?.length, events?.length, requests?.length], [1, 1, 2, 1])
  assert.equal((await messagesOf(mentor)).length, 1)
})

test('many learners hand in at once, and each has one attempt', async (t) => {
  const world = await makeWorld(t)
  const names = Array.from({ length: 6 }, (_, i) => `pelajar.${i}`)
  const learners = await Promise.all(names.map((name) => enrolNew(world, name)))
  await Promise.all(learners.map((learner) => submit({ ...world, learner })))
  const [submissions, attempts, , , requests] = await writtenRows(world)
  assert.deepEqual([submissions?.length, attempts?.length, requests?.length], [6, 6, 6])
})

test('what waits can be taken back, and a judgement cannot', async (t) => {
  const world = await makeWorld(t)
  const { learner, app } = world
  const { submissionId: id } = await submit(world)
  const withdraw = (reason?: string) => learner.post(`/api/submissions/${id}/withdraw`, reason && { reason })
  const { status, body, headers } = await withdraw('Salah berkas.')
  assert.deepEqual([status, body.status, body.attempts, body.countedAttempts], [200, 'withdrawn', 1, 0])
  assert.equal(headers.etag, '"v3"')
  const first = await learner.get(`/api/submissions/${id}/attempts/1`)
  assert.ok(first.body.withdrawnAt)
  assert.equal(first.headers.etag, '"v2"')
  const { reviewRequests } = app.database.tables
  const requests = () => app.database.read.select({ status: reviewRequests.status }).from(reviewRequests)
  assert.deepEqual(await requests(), [{ status: 'cancelled' }])
  const { body: history } = await learner.get(`/api/submissions/${id}/history`)
  const [{ move, reason, actor, attemptNumber }] = history.data
  assert.deepEqual([move, reason, actor.username, attemptNumber], ['withdraw', 'Salah berkas.', 'a.learner', 1])
  assert.deepEqual(codeOf(await withdraw()), [409, 'ILLEGAL_TRANSITION'], 'once')

  assert.equal((await submit(world)).number, 2)
  await review(world, id, 'claim', 'accept')
  assert.deepEqual(codeOf(await withdraw()), [409, 'ILLEGAL_TRANSITION'], 'accepted')
  await review(world, id, 'review_again')
  assert.deepEqual(codeOf(await withdraw()), [409, 'ILLEGAL_TRANSITION'], 'judged, and reviewed again')
})

test('what somebody reviews cannot be withdrawn', async (t) => {
  const world = await makeWorld(t)
  const { learner, mentor, app } = world
  const { submissionId: id } = await submit(world)
  await review(world, id, 'claim')
  const { reviewRequests } = app.database.tables
  const claim = { status: 'claimed', claimedBy: mentor.userId, claimedAt: app.clock.now() } as const
  const claimExpiresAt = new Date(app.clock.now().getTime() + 60_000)
  await app.database.transaction((tx) => tx.update(reviewRequests).set({ ...claim, claimExpiresAt }))
  const before = await writtenRows(world)
  assert.deepEqual(codeOf(await learner.post(`/api/submissions/${id}/withdraw`)), [409, 'UNDER_REVIEW'])
  assert.deepEqual(await writtenRows(world), before)
  app.clock.advance(61_000)
  const { status, body } = await learner.post(`/api/submissions/${id}/withdraw`)
  assert.deepEqual([status, body.status], [200, 'withdrawn'], 'a claim whose time is over holds nobody up')
})

test('of an account that is removed nothing waits, not even what somebody reviews', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner } = world
  const other = await enrolNew(world, 'sari.dewi')
  const ids = [await submit(world), await submit({ ...world, learner: other })].map(({ submissionId }) => submissionId)
  const [claimed = '', waiting = ''] = ids
  const { reviewRequests, submissions } = app.database.tables
  await review(world, claimed, 'claim')
  const claimExpiresAt = new Date(app.clock.now().getTime() + 60_000)
  const claim = { status: 'claimed', claimedBy: mentor.userId, claimExpiresAt } as const
  await app.database.transaction((tx) =>
    tx.update(reviewRequests).set(claim).where(eq(reviewRequests.submissionId, claimed))
  )
  const admin = await app.as('admin')
  for (const { userId } of [learner, other]) assert.equal((await admin.delete(`/api/users/${userId}`)).status, 204)
  const rows = await app.database.read.select().from(submissions)
  assert.deepEqual(
    rows.map(({ status, countedAttempts }) => [status, countedAttempts]),
    [
      ['withdrawn', 0],
      ['withdrawn', 0]
    ]
  )
  const requests = await app.database.read.select().from(reviewRequests)
  assert.deepEqual(
    requests.map(({ status }) => status),
    ['cancelled', 'cancelled']
  )
  for (const id of [claimed, waiting]) {
    const { body } = await mentor.get(`/api/submissions/${id}/history`)
    assert.deepEqual([body.data[0].reason, body.data[0].actor], ['The account was removed', null])
  }
})
