import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { insertContent, setEnrolment } from '../content/content.js'
import { codeOf, enrolNew, makeWorld, report, repository, review, submit, upload, writtenRows } from './submissions.js'

const kinds = ['repository', 'text', 'link', 'file'] as const
const deliverables = kinds.map((kind, i) => ({
  id: `dlv_${i + 1}`,
  title: `Bagian ${i + 1}`,
  description: '',
  kind,
  isRequired: i === 0
}))
const checklist = [
  { id: 'cli_1', text: 'Sudah diuji', isRequired: true },
  { id: 'cli_2', text: 'Ada foto', isRequired: false }
]
const link = { deliverableId: 'dlv_3', kind: 'link', url: 'https://contoh.id/' }
const unknownFile = 'file_0000000000zzzzzz'
const files = (...fileIds: string[]) => ({ deliverableId: 'dlv_4', kind: 'file', fileIds })
const whole = { items: [repository], checklist: ['cli_1'] }

const refusals: [name: string, body: object, status: number, code: string, field: string][] = [
  ['nothing', {}, 422, 'DELIVERABLE_MISSING', 'items'],
  ['without what is required', { ...whole, items: [report] }, 422, 'DELIVERABLE_MISSING', 'items'],
  ['a required item unticked', { ...whole, checklist: ['cli_2'] }, 422, 'CHECKLIST_INCOMPLETE', 'checklist'],
  ['another checklist', { ...whole, checklist: ['cli_1', 'cli_9'] }, 422, 'UNKNOWN_CHECKLIST_ITEM', 'checklist'],
  [
    'what nobody asks for',
    { ...whole, items: [repository, { ...link, deliverableId: 'dlv_9' }] },
    422,
    'UNKNOWN_DELIVERABLE',
    'items.1.deliverableId'
  ],
  ['one twice', { ...whole, items: [repository, repository] }, 422, 'DELIVERABLE_TWICE', 'items.1.deliverableId'],
  ['another kind', { ...whole, items: [{ ...link, deliverableId: 'dlv_1' }] }, 422, 'WRONG_KIND', 'items.0.kind'],
  ['a kind that there is not', { ...whole, items: [{ ...link, kind: 'pigeon' }] }, 400, 'VALIDATION_FAILED', ''],
  ['a file that there is not', { ...whole, items: [files(unknownFile)] }, 422, 'UNKNOWN_FILE', 'items.0.fileIds'],
  [
    '21 files',
    { ...whole, items: [files(...Array(21).fill(unknownFile))] },
    400,
    'VALIDATION_FAILED',
    'items.0.fileIds'
  ],
  [
    'a long text',
    { ...whole, items: [{ ...report, text: 'x'.repeat(50_001) }] },
    400,
    'VALIDATION_FAILED',
    'items.0.text'
  ],
  ['for another', { ...whole, userId: 'usr_0000000000zzzzzz' }, 400, 'VALIDATION_FAILED', 'userId'],
  [
    'with a time of one’s own',
    { ...whole, submittedAt: '2020-01-01T00:00:00Z' },
    400,
    'VALIDATION_FAILED',
    'submittedAt'
  ],
  ...['9f2c1a', 'g'.repeat(7), 'a'.repeat(41), ''].map(
    (commit) =>
      [
        `the commit “${commit}”`,
        { ...whole, items: [{ ...repository, commit }] },
        400,
        'VALIDATION_FAILED',
        'items.0.commit'
      ] satisfies [string, object, number, string, string]
  ),
  ...['javascript:alert(1)', 'ftp://contoh.id/', '//contoh.id', 'contoh.id', 'https://', ''].map(
    (url) =>
      [
        `the address “${url}”`,
        { ...whole, items: [{ ...repository, url }] },
        400,
        'VALIDATION_FAILED',
        'items.0.url'
      ] satisfies [string, object, number, string, string]
  ),
  ...['https://sari:rahasia@git.example/robot', 'https://token@git.example/robot', 'https://[::1/robot'].map(
    (url) =>
      [
        `the address “${url}”`,
        { ...whole, items: [repository, { ...link, url }] },
        422,
        'UNSAFE_LINK',
        'items.1.url'
      ] satisfies [string, object, number, string, string]
  )
]

test('what is not whole, or not what the project asks for, is refused and changes nothing', async (t) => {
  const world = await makeWorld(t, { deliverables, checklist })
  const { learner, projectId } = world
  const untouched = await writtenRows(world)
  const url = `/api/projects/${projectId}/submissions`
  const check = async () => {
    const before = await writtenRows(world)
    for (const [name, body, status, code, field] of refusals) {
      const answer = await learner.post(url, body)
      assert.deepEqual(codeOf(answer), [status, code], `${name}: ${answer.text}`)
      if (field) assert.ok(field in answer.body.details, `${name}: ${answer.text}`)
    }
    assert.deepEqual(await writtenRows(world), before)
  }
  await check()
  assert.deepEqual(untouched[0], [], 'nobody has begun by being refused')
  await learner.post(`/api/projects/${projectId}/start`)
  await check()
  assert.equal((await learner.post(url, whole)).status, 201)
})

test('a draft is held to the same, but need not be whole', async (t) => {
  const { learner, projectId } = await makeWorld(t, { deliverables, checklist })
  for (const [name, body, status, code] of refusals) {
    if (code === 'DELIVERABLE_MISSING' || code === 'CHECKLIST_INCOMPLETE') continue
    const answer = await learner.put(`/api/projects/${projectId}/draft`, body)
    assert.deepEqual(codeOf(answer), [status, code], `${name}: ${answer.text}`)
  }
  assert.equal((await learner.put(`/api/projects/${projectId}/draft`, { items: [] })).status, 200)
})

test('the file of a classmate, or one that has gone since, is none', async (t) => {
  const world = await makeWorld(t, { deliverables, checklist })
  const { app, learner, mentor, projectId } = world
  const classmate = await enrolNew(world, 'sari.dewi')
  const url = `/api/projects/${projectId}/submissions`
  const theirs = await upload(classmate, 'rahasia.txt')
  const body = (fileId: string) => ({ ...whole, items: [repository, files(fileId)] })
  const refused = [422, 'UNKNOWN_FILE']
  assert.deepEqual(codeOf(await learner.post(url, body(theirs))), refused)
  assert.equal((await classmate.post(url, body(theirs))).status, 201)
  assert.deepEqual(codeOf(await learner.post(url, body(theirs))), refused, 'nor once it is of the course')
  assert.deepEqual(codeOf(await learner.post(url, body(await upload(mentor, 'kunci.txt')))), refused)
  const mine = await upload(learner, 'robot.txt')
  const draft = { items: [repository, files(mine)], checklist: ['cli_1'] }
  assert.equal((await learner.put(`/api/projects/${projectId}/draft`, draft)).status, 200)
  assert.equal((await learner.delete(`/api/files/${mine}`)).status, 204)
  assert.deepEqual(codeOf(await learner.post(url)), refused)
  const { attemptFiles } = app.database.tables
  assert.equal((await app.database.read.select().from(attemptFiles)).length, 1)
})

test('the fourth attempt of three is refused, and those that were withdrawn do not count', async (t) => {
  const world = await makeWorld(t, { maxAttempts: 3 })
  const { learner, projectId } = world
  for (const n of [1, 2, 3]) {
    const { submissionId: id, number } = await submit(world)
    assert.equal(number, 2 * n - 1)
    assert.equal((await learner.post(`/api/submissions/${id}/withdraw`)).body.attemptsLeft, 4 - n)
    await submit(world)
    await review(world, id, 'claim', 'request_changes')
    assert.equal((await learner.get(`/api/submissions/${id}`)).body.attemptsLeft, 3 - n)
  }
  const before = await writtenRows(world)
  const answer = await learner.post(`/api/projects/${projectId}/submissions`, { items: [repository] })
  assert.deepEqual(codeOf(answer), [409, 'NO_ATTEMPTS_LEFT'])
  assert.deepEqual(await writtenRows(world), before)
})

test('two hundred attempts are enough, whatever was withdrawn', async (t) => {
  const world = await makeWorld(t)
  const { app, learner } = world
  const { submissionId: id } = await submit(world)
  const { submissions } = app.database.tables
  await app.database.transaction((tx) => tx.update(submissions).set({ attempts: 199 }).where(eq(submissions.id, id)))
  await review(world, id, 'claim', 'request_changes')
  assert.equal((await submit(world)).number, 200)
  assert.equal((await learner.post(`/api/submissions/${id}/withdraw`)).status, 200)
  const before = await writtenRows(world)
  const answer = await learner.post(`/api/projects/${world.projectId}/submissions`, { items: [repository] })
  assert.deepEqual(codeOf(answer), [409, 'NO_ATTEMPTS_LEFT'])
  assert.deepEqual(await writtenRows(world), before)
})

test('nothing is handed in again while it waits, is reviewed, or was accepted or rejected', async (t) => {
  for (const moves of [[], ['claim'], ['claim', 'accept'], ['claim', 'reject']] as const) {
    const world = await makeWorld(t)
    const { submissionId } = await submit(world)
    await review(world, submissionId, ...moves)
    const before = await writtenRows(world)
    const answer = await world.learner.post(`/api/projects/${world.projectId}/submissions`, { items: [repository] })
    assert.deepEqual(codeOf(answer), [409, 'ILLEGAL_TRANSITION'], moves.join())
    assert.deepEqual(await writtenRows(world), before)
  }
})

test('a failure at the very end leaves nothing behind', async (t) => {
  const world = await makeWorld(t)
  const { app, learner, mentor, projectId } = world
  await learner.post(`/api/projects/${projectId}/start`)
  const before = await writtenRows(world)
  const failing = app.database.transaction.bind(app.database)
  t.mock.method(app.database, 'transaction', (body: Parameters<typeof failing>[0]) =>
    failing(async (tx, afterCommit) => {
      await body(tx, afterCommit)
      throw new Error('the power is cut')
    })
  )
  const answer = await learner.post(`/api/projects/${projectId}/submissions`, { items: [repository] })
  assert.equal(answer.status, 500)
  t.mock.restoreAll()
  assert.deepEqual(await writtenRows(world), before)
  assert.deepEqual((await mentor.get('/api/notifications')).body.data, [])
  assert.equal((await submit(world)).number, 1)
})

test('only who learns here hands in: with access, in an open lesson, at a published project', async (t) => {
  const world = await makeWorld(t)
  const { app, learner, mentor, courseId, projectId } = world
  const { projects } = app.database.tables
  const calls = (client: typeof learner) => [
    client.post(`/api/projects/${projectId}/start`),
    client.put(`/api/projects/${projectId}/draft`, { items: [repository] }),
    client.post(`/api/projects/${projectId}/outputs`, { what: 'Sensor' }),
    client.post(`/api/projects/${projectId}/submissions`, { items: [repository] })
  ]
  const refused = async (client: typeof learner, ...expected: unknown[]) => {
    const before = await writtenRows(world)
    for (const answer of await Promise.all(calls(client))) assert.deepEqual(codeOf(answer), expected, answer.text)
    assert.deepEqual(await writtenRows(world), before)
  }
  await refused(mentor, 403, 'NOT_ENROLLED')
  await refused(await app.signInAs({ username: 'orang.lain' }), 403, 'NOT_ENROLLED')
  const change = (fields: object) => app.database.transaction((tx) => tx.update(projects).set(fields))
  await change({ status: 'draft' })
  await refused(learner, 404, 'NOT_FOUND')
  const opens = { releaseKind: 'date', releaseAt: new Date(app.clock.now().getTime() + 3_600_000) } as const
  const { Terkunci: lessonId } = await insertContent(app, courseId, [{ lessons: [{ title: 'Terkunci', ...opens }] }])
  await change({ status: 'published', lessonId })
  await refused(learner, 409, 'LESSON_LOCKED')
  await change({ lessonId: null })
  await setEnrolment(app, { courseId, userId: learner.userId, status: 'cancelled' })
  await refused(learner, 403, 'NOT_ENROLLED')
})
