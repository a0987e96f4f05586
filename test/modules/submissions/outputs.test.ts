import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeOf, makeWorld, review, submit } from './submissions.js'

test('what comes out on the way is logged in hours or minutes, and begins the work', async (t) => {
  const { app, learner, projectId } = await makeWorld(t)
  const url = `/api/projects/${projectId}/outputs`
  const first = await learner.post(url, { what: '  Rangkaian sensor ', link: 'https://git.example/sari', hours: 1.25 })
  assert.equal(first.status, 201, first.text)
  const { id, submissionId, createdAt, ...facts } = first.body
  assert.deepEqual(facts, { what: 'Rangkaian sensor', link: 'https://git.example/sari', minutes: 75 })
  assert.equal(first.headers.location, `/api/submissions/${submissionId}/outputs`)
  app.clock.advance(1_000)
  const { body: second } = await learner.post(url, { what: 'Laporan', minutes: 20 })
  app.clock.advance(1_000)
  const { body: third } = await learner.post(url, { what: 'Foto', link: null })
  assert.deepEqual([second.minutes, third.minutes, third.link], [20, 0, null])
  const list = `/api/submissions/${submissionId}/outputs`
  const { body: page } = await learner.get(`${list}?limit=2&total=true`)
  assert.deepEqual([page.data, page.total], [[third, second], 3])
  const { body: rest } = await learner.get(`${list}?limit=2&cursor=${page.nextCursor}`)
  assert.deepEqual([rest.data, rest.nextCursor], [[{ id, submissionId, createdAt, ...facts }], null])
  assert.equal((await learner.delete(`/api/outputs/${id}`)).status, 204)
  assert.equal((await learner.delete(`/api/outputs/${id}`)).status, 404)
  assert.equal((await learner.get(list)).body.data.length, 2)
})

test('a bad output is refused, and names the field', async (t) => {
  const { learner, projectId } = await makeWorld(t)
  const rows: [body: object, status: number, code: string, field: string][] = [
    [{}, 400, 'VALIDATION_FAILED', 'what'],
    [{ what: ' ' }, 400, 'VALIDATION_FAILED', 'what'],
    [{ what: 'a\nb' }, 400, 'VALIDATION_FAILED', 'what'],
    [{ what: 'x'.repeat(501) }, 400, 'VALIDATION_FAILED', 'what'],
    [{ what: 'x', hours: 1, minutes: 60 }, 400, 'VALIDATION_FAILED', 'minutes'],
    [{ what: 'x', hours: -1 }, 400, 'VALIDATION_FAILED', 'hours'],
    [{ what: 'x', hours: 1_001 }, 400, 'VALIDATION_FAILED', 'hours'],
    [{ what: 'x', minutes: 1.5 }, 400, 'VALIDATION_FAILED', 'minutes'],
    [{ what: 'x', link: 'javascript:alert(1)' }, 400, 'VALIDATION_FAILED', 'link'],
    [{ what: 'x', link: 'https://sari:rahasia@contoh.id/' }, 422, 'UNSAFE_LINK', 'link'],
    [{ what: 'x', userId: 'usr_0000000000zzzzzz' }, 400, 'VALIDATION_FAILED', 'userId']
  ]
  for (const [body, status, code, field] of rows) {
    const answer = await learner.post(`/api/projects/${projectId}/outputs`, body)
    assert.deepEqual(codeOf(answer), [status, code], JSON.stringify(body))
    assert.ok(field in answer.body.details, answer.text)
  }
  assert.equal((await learner.get(`/api/projects/${projectId}/submission`)).status, 404, 'nothing was begun')
})

test('the log is open until the work is accepted or rejected', async (t) => {
  const world = await makeWorld(t)
  const { learner, projectId } = world
  const log = () => learner.post(`/api/projects/${projectId}/outputs`, { what: 'Sensor', minutes: 5 })
  const { submissionId } = await submit(world)
  const { body: kept } = await log()
  await review(world, submissionId, 'claim')
  assert.equal((await log()).status, 201)
  await review(world, submissionId, 'request_changes')
  assert.equal((await log()).status, 201)
  await submit(world)
  await review(world, submissionId, 'claim', 'accept')
  assert.deepEqual(codeOf(await log()), [409, 'SUBMISSION_DECIDED'])
  assert.deepEqual(codeOf(await learner.delete(`/api/outputs/${kept.id}`)), [409, 'SUBMISSION_DECIDED'])
})

test('the log has an end', async (t) => {
  const { app, learner, projectId } = await makeWorld(t)
  const { body } = await learner.post(`/api/projects/${projectId}/outputs`, { what: 'Satu' })
  const { submissionOutputs } = app.database.tables
  const rows = Array.from({ length: 499 }, (_, i) => ({
    ...{ id: `out_${String(i).padStart(4, '0')}`, submissionId: body.submissionId, what: 'Isi' },
    ...{ link: null, minutes: 0, createdAt: app.clock.now() }
  }))
  await app.database.transaction((tx) => tx.insert(submissionOutputs).values(rows))
  const answer = await learner.post(`/api/projects/${projectId}/outputs`, { what: 'Lagi' })
  assert.deepEqual(codeOf(answer), [409, 'TOO_MANY_OUTPUTS'])
})
