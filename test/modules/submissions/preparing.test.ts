import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayMs } from '../../../src/lib/clock.js'
import { codeOf, makeWorld, report, repository, review, submit, upload } from './submissions.js'

test('to start a project notes it once, and again gives what there is', async (t) => {
  const world = await makeWorld(t)
  const { learner, projectId, courseId } = world
  assert.equal((await learner.get(`/api/projects/${projectId}/submission`)).status, 404)
  const first = await learner.post(`/api/projects/${projectId}/start`)
  assert.equal(first.status, 201, first.text)
  assert.equal(first.headers.location, `/api/submissions/${first.body.id}`)
  assert.equal(first.headers.etag, '"v1"')
  const { id, status, attempts, attemptsLeft, draft, user } = first.body
  assert.deepEqual([status, attempts, attemptsLeft, draft], ['draft', 0, null, { items: [], checklist: [], note: '' }])
  assert.equal(user.id, learner.userId)
  const again = await learner.post(`/api/projects/${projectId}/start`)
  assert.equal(again.status, 200)
  assert.deepEqual(again.body, first.body)
  assert.deepEqual((await learner.get(`/api/projects/${projectId}/submission`)).body, first.body)
  assert.deepEqual((await learner.get(`/api/submissions/${id}`)).body, first.body)
  const { body: history } = await learner.get(`/api/submissions/${id}/history`)
  assert.deepEqual(
    history.data.map((event: { move: string; from: string; to: string }) => [event.move, event.from, event.to]),
    [['start', null, 'draft']]
  )
  const { body: mine } = await learner.get('/api/me/submissions')
  assert.deepEqual([mine.data[0].project.title, mine.data[0].course.id], ['Robot pengikut garis', courseId])
})

test('two who start at once begin one submission', async (t) => {
  const { learner, projectId } = await makeWorld(t)
  const answers = await Promise.all(Array.from({ length: 4 }, () => learner.post(`/api/projects/${projectId}/start`)))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 201])
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1)
})

test('a draft may be incomplete, takes the place of the one before, and is for its learner alone', async (t) => {
  const world = await makeWorld(t)
  const { learner, mentor, projectId } = world
  const url = `/api/projects/${projectId}/draft`
  const text = { ...report, text: 'Satu\r\nDua\rTiga\n' }
  const saved = await learner.put(url, { items: [text], checklist: ['cli_1'], note: 'Nanti' })
  assert.equal(saved.status, 200, saved.text)
  assert.deepEqual(saved.body.draft, {
    items: [{ ...text, text: 'Satu\nDua\nTiga\n' }],
    checklist: ['cli_1'],
    note: 'Nanti'
  })
  const second = await learner.put(url, { items: [report, { ...repository, commit: '9F2C1AB' }] })
  const expected = [{ ...repository, commit: '9f2c1ab' }, report]
  assert.deepEqual(second.body.draft, { items: expected, checklist: [], note: '' }, 'in the order of the project')
  const empty = { ...report, text: ' \n ' }
  assert.deepEqual((await learner.put(url, { items: [empty] })).body.draft.items, [], 'what is empty is left out')
  const { body: seen } = await mentor.get(`/api/submissions/${saved.body.id}`)
  assert.deepEqual([seen.id, seen.draft], [saved.body.id, null])
})

test('whoever saves a draft over one that they have not seen is told', async (t) => {
  const { learner, projectId } = await makeWorld(t)
  const url = `/api/projects/${projectId}/draft`
  const body = { items: [report] }
  assert.equal((await learner.put(url, body, { 'if-match': '"v1"' })).status, 412, 'there is none yet')
  assert.equal((await learner.get(`/api/projects/${projectId}/submission`)).status, 404, 'and none was begun')
  const { headers, body: saved } = await learner.put(url, body)
  const etag = String(headers.etag)
  assert.equal(`"v${saved.version}"`, etag, 'what waits for a network knows the version from the body alone')
  assert.equal((await learner.put(url, body, { 'if-match': etag })).status, 200)
  assert.equal((await learner.put(url, { items: [] }, { 'if-match': etag })).status, 412)
  assert.deepEqual((await learner.get(`/api/projects/${projectId}/submission`)).body.draft.items, [report])
})

test('a draft is saved while nothing waits or is decided', async (t) => {
  const world = await makeWorld(t)
  const { learner, projectId } = world
  const save = async () => codeOf(await learner.put(`/api/projects/${projectId}/draft`, { items: [repository] }))
  const { submissionId: id } = await submit(world)
  assert.deepEqual(await save(), [409, 'NOT_EDITABLE'], 'submitted')
  assert.equal((await learner.post(`/api/submissions/${id}/withdraw`)).status, 200)
  assert.deepEqual(await save(), [200, undefined], 'withdrawn')
  assert.equal((await learner.get(`/api/submissions/${id}`)).body.status, 'withdrawn')
  await submit(world)
  await review(world, id, 'claim')
  assert.deepEqual(await save(), [409, 'NOT_EDITABLE'], 'in review')
  await review(world, id, 'request_changes')
  assert.deepEqual(await save(), [200, undefined], 'changes requested')
  await submit(world)
  await review(world, id, 'claim', 'accept')
  assert.deepEqual(await save(), [409, 'NOT_EDITABLE'], 'accepted')
})

test('what was withdrawn becomes a draft again when it is started', async (t) => {
  const world = await makeWorld(t)
  const { learner, projectId } = world
  const { submissionId } = await submit(world)
  await learner.post(`/api/submissions/${submissionId}/withdraw`)
  const { status, body } = await learner.post(`/api/projects/${projectId}/start`)
  assert.deepEqual([status, body.id, body.status], [200, submissionId, 'draft'])
  assert.deepEqual(body.draft.items, [{ ...repository, commit: null }, report])
})

test('the files of a draft belong to the course at once, so that the sweep leaves them', async (t) => {
  const deliverables = [{ id: 'dlv_3', title: 'Foto', description: '', kind: 'file' as const, isRequired: true }]
  const world = await makeWorld(t, { deliverables })
  const { app, learner, projectId } = world
  const fileId = await upload(learner, 'robot.txt')
  const item = { deliverableId: 'dlv_3', kind: 'file', fileIds: [fileId, fileId] }
  const { body, text } = await learner.put(`/api/projects/${projectId}/draft`, { items: [item] })
  const [{ files } = { files: [] }] = body.draft?.items ?? []
  assert.deepEqual([files.length, files[0]?.id, files[0]?.name, files[0]?.size], [1, fileId, 'robot.txt', 9], text)
  assert.match(files[0].sha256, /^[0-9a-f]{64}$/)
  app.clock.advance(2 * dayMs)
  await app.jobs.find(({ name }) => name === 'sweep-files')?.run()
  const client = await app.signIn('a.learner')
  assert.equal((await client.get(`/api/files/${fileId}`)).status, 200)
})
