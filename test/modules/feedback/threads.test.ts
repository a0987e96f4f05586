import assert from 'node:assert/strict'
import test from 'node:test'
import { createId } from '../../../src/lib/ids.js'
import type { Client } from '../../support/client.js'
import { insertAttempt } from '../../support/project-rows.js'
import { setEnrolment } from '../content/content.js'
import { addReviewer, begin, codeOf, type FeedbackWorld, handIn, makeWorld, move, say } from './feedback.js'

async function listed(client: Client, { submissionId }: FeedbackWorld, query = ''): Promise<string[]> {
  const { status, body, text } = await client.get(`/api/submissions/${submissionId}/threads${query}`)
  assert.equal(status, 200, text)
  return body.data.map(({ comments }: { comments: { text: string }[] }) =>
    comments.map((each) => each.text).join(' | ')
  )
}

test('a thread is about an attempt, a deliverable or a line, and has its comments with it', async (t) => {
  const world = await makeWorld(t)
  const { mentor, sari, submissionId } = world
  const url = `/api/submissions/${submissionId}/threads`
  const made = await mentor.post(url, { deliverableId: 'dlv_2', line: 2, text: 'Baris ini **kurang** jelas.' })
  assert.equal(made.status, 201, made.text)
  const { id, createdAt, comments } = made.body
  assert.equal(made.headers.location, `/api/threads/${id}`)
  const expected = {
    ...{ id, submissionId, attemptNumber: 1, carriedTo: 1, deliverableId: 'dlv_2', line: 2, status: 'open', createdAt },
    ...{ resolvedAt: null, resolvedBy: null, createdBy: mentor.userId },
    comments: [
      {
        ...{ id: comments[0].id, threadId: id, text: 'Baris ini **kurang** jelas.', version: 1, createdAt },
        html: '<p>Baris ini <strong>kurang</strong> jelas.</p>\n',
        author: { id: mentor.userId, username: 'a.mentor', fullName: null },
        ...{ editedAt: null, deletedAt: null }
      }
    ]
  }
  assert.deepEqual(made.body, expected)
  assert.deepEqual((await sari.get(`/api/threads/${id}`)).body, expected)
  await say(sari, made.body, 'Sudah saya perjelas.')
  await begin(sari, world, { deliverableId: 'dlv_1', text: 'Repositorinya privat, apa tidak apa-apa?' })
  await begin(sari, world, 'Terima kasih!')
  assert.deepEqual(await listed(mentor, world), [
    'Baris ini **kurang** jelas. | Sudah saya perjelas.',
    'Repositorinya privat, apa tidak apa-apa?',
    'Terima kasih!'
  ])
})

test('what a thread is about must be there', async (t) => {
  const world = await makeWorld(t)
  await handIn(world, { items: [{ deliverableId: 'dlv_2', kind: 'text', text: 'Satu\r\nDua\n\nEmpat\n' }] })
  const { mentor, submissionId } = world
  const cases: [string, object, number, string?][] = [
    ['the last line', { deliverableId: 'dlv_2', line: 4 }, 201],
    ['a line after the last', { deliverableId: 'dlv_2', line: 5 }, 422, 'UNKNOWN_LINE'],
    ['a line of the attempt before', { attemptNumber: 1, deliverableId: 'dlv_2', line: 2 }, 201],
    ['a line that it does not have there', { attemptNumber: 1, deliverableId: 'dlv_2', line: 3 }, 422, 'UNKNOWN_LINE'],
    ['a line of what is no text', { attemptNumber: 1, deliverableId: 'dlv_1', line: 1 }, 422, 'UNKNOWN_LINE'],
    ['a line of nothing', { line: 1 }, 422, 'UNKNOWN_LINE'],
    ['line 0', { deliverableId: 'dlv_2', line: 0 }, 400, 'VALIDATION_FAILED'],
    ['what was not handed in with it', { deliverableId: 'dlv_1' }, 422, 'UNKNOWN_DELIVERABLE'],
    ['a deliverable that there is not', { deliverableId: 'dlv_9' }, 422, 'UNKNOWN_DELIVERABLE'],
    ['an attempt that there is not', { attemptNumber: 3 }, 422, 'UNKNOWN_ATTEMPT'],
    ['nothing to read', { text: ' \n ' }, 400, 'VALIDATION_FAILED'],
    ['a control character', { text: 'a\u0007' }, 400, 'VALIDATION_FAILED'],
    ['too much', { text: 'x'.repeat(5_001) }, 400, 'VALIDATION_FAILED'],
    ['as much as there may be', { text: '🧪'.repeat(5_000) }, 201],
    ['an unsafe link', { text: '[x](javascript:alert(1))' }, 422, 'UNSAFE_LINK'],
    ['an upload', { text: '![x](/api/files/file_00000000000000000000000000)' }, 422, 'FILE_NOT_SHOWN']
  ]
  for (const [name, fields, status, code] of cases) {
    const answer = await mentor.post(`/api/submissions/${submissionId}/threads`, { text: 'Halo', ...fields })
    assert.deepEqual(codeOf(answer), [status, code], `${name}: ${answer.text}`)
  }
})

test('its learner and the reviewers write; other staff reads; for all others it is not there', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, sari, submissionId } = world
  const thread = await begin(mentor, world, 'Halo')
  const [{ id: commentId }] = thread.comments
  const joko = await app.signInAs({ username: 'joko' })
  await setEnrolment(app, { courseId: world.courseId, userId: joko.userId })
  const guru = await addReviewer(world, 'pak.guru')
  const requests = (client: Client) =>
    Promise.all([
      client.get(`/api/submissions/${submissionId}/threads`),
      client.get(`/api/threads/${thread.id}`),
      client.post(`/api/submissions/${submissionId}/threads`, { text: 'Halo' }),
      client.post(`/api/threads/${thread.id}/comments`, { text: 'Halo' }),
      client.patch(`/api/comments/${commentId}`, { text: 'Diubah' }),
      client.delete(`/api/comments/${commentId}`)
    ])
  for (const [name, client, expected] of [
    ['a classmate', joko, [404, 404, 404, 404, 404, 404]],
    ['another mentor', await app.signInAs({ username: 'lain', role: 'mentor' }), [404, 404, 404, 404, 404, 404]],
    ['a facilitator', await app.as('facilitator'), [200, 200, 403, 403, 403, 403]],
    ['the learner', sari, [200, 200, 201, 201, 403, 403]],
    ['another reviewer', guru, [200, 200, 201, 201, 403, 403]]
  ] as const) {
    const answers = await requests(client)
    assert.deepEqual(
      answers.map(({ status }) => status),
      expected,
      name
    )
    if (expected[1] === 404) assert.equal(answers[1].body.message, 'Thread not found')
    if (expected[5] === 404) assert.equal(answers[5].body.message, 'Comment not found')
  }
  for (const unknown of [`threads/${createId('thread')}`, `submissions/${createId('submission')}/threads`]) {
    assert.deepEqual(codeOf(await mentor.get(`/api/${unknown}`)), [404, 'NOT_FOUND'])
  }
})

test('reviewers settle any thread, the learner those that they began', async (t) => {
  const world = await makeWorld(t)
  const { mentor, sari, app } = world
  const [ofMentor, ofSari] = [await begin(mentor, world, 'Satu'), await begin(sari, world, 'Dua')]
  assert.equal((await sari.post(`/api/threads/${ofMentor.id}/resolve`)).status, 403)
  assert.equal((await (await app.as('facilitator')).post(`/api/threads/${ofMentor.id}/resolve`)).status, 403)
  const resolved = await move(sari, ofSari, 'resolve')
  assert.equal(resolved.status, 'resolved')
  assert.deepEqual(resolved.resolvedBy, { id: sari.userId, username: 'sari.dewi', fullName: null })
  assert.ok(resolved.resolvedAt)
  assert.deepEqual(codeOf(await mentor.post(`/api/threads/${ofSari.id}/resolve`)), [409, 'ILLEGAL_TRANSITION'])
  assert.deepEqual(codeOf(await mentor.post(`/api/threads/${ofMentor.id}/reopen`)), [409, 'ILLEGAL_TRANSITION'])
  const reopened = await move(mentor, ofSari, 'reopen')
  assert.deepEqual([reopened.status, reopened.resolvedBy, reopened.resolvedAt], ['open', null, null])
  await move(await addReviewer(world, 'pak.guru'), ofMentor, 'resolve')
  await say(sari, ofMentor, 'Terima kasih')
  assert.deepEqual(await listed(sari, world, '?status=open'), ['Dua'])
  assert.deepEqual(await listed(sari, world, '?status=resolved'), ['Satu | Terima kasih'])
})

test('of their own work also a manager of the course settles and deletes nothing that others say', async (t) => {
  const world = await makeWorld(t)
  const { mentor, app, courseId, projectId } = world
  const admin = await app.as('org_admin')
  await setEnrolment(app, { courseId, userId: admin.userId })
  const { submissionId } = await insertAttempt(app, { projectId, userId: admin.userId })
  const said = await begin(mentor, { ...world, submissionId }, 'Belum diuji')
  assert.equal((await admin.post(`/api/threads/${said.id}/resolve`)).status, 403)
  assert.equal((await admin.delete(`/api/comments/${said.comments[0].id}`)).status, 403)
  const own = await begin(admin, { ...world, submissionId }, 'Sudah')
  await move(admin, own, 'resolve')
  assert.equal((await admin.delete(`/api/comments/${own.comments[0].id}`)).status, 204)
  await move(mentor, said, 'resolve')
})

test('of many who settle a thread at once, one does', async (t) => {
  const world = await makeWorld(t)
  const thread = await begin(world.mentor, world, 'Satu')
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => world.mentor.post(`/api/threads/${thread.id}/resolve`))
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409, 409])
})

test('what is open goes along to the next attempt, and what is opened again to the newest', async (t) => {
  const world = await makeWorld(t)
  const { mentor, sari } = world
  const [stays, settled] = [await begin(mentor, world, 'Terbuka'), await begin(mentor, world, 'Selesai')]
  await move(mentor, settled, 'resolve')
  await handIn(world)
  const read = async ({ id }: { id: string }) => {
    const { attemptNumber, carriedTo } = (await sari.get(`/api/threads/${id}`)).body
    return [attemptNumber, carriedTo]
  }
  assert.deepEqual(
    [await read(stays), await read(settled)],
    [
      [1, 2],
      [1, 1]
    ]
  )
  const fresh = await begin(mentor, world, 'Baru')
  const late = await begin(sari, world, { attemptNumber: 1, text: 'Menyusul' })
  assert.deepEqual(
    [await read(fresh), await read(late)],
    [
      [2, 2],
      [1, 2]
    ]
  )
  assert.deepEqual(await listed(sari, world, '?attemptNumber=1'), ['Terbuka', 'Selesai', 'Menyusul'])
  assert.deepEqual(await listed(sari, world, '?attemptNumber=2'), ['Terbuka', 'Baru', 'Menyusul'])
  assert.deepEqual(await listed(sari, world, '?attemptNumber=2&status=resolved'), [])
  await handIn(world)
  await move(mentor, settled, 'reopen')
  assert.deepEqual(await read(settled), [1, 3], 'of whatever attempt it was')
})

test('threads come page by page, and their comments with them', async (t) => {
  const world = await makeWorld(t)
  const { mentor, sari, submissionId } = world
  for (const text of ['Satu', 'Dua', 'Tiga']) await say(sari, await begin(mentor, world, text), `${text}!`)
  const url = `/api/submissions/${submissionId}/threads`
  const { body: first } = await sari.get(`${url}?limit=2&total=true`)
  assert.deepEqual([first.data.length, first.total], [2, 3])
  assert.deepEqual(await listed(sari, world, `?limit=2&cursor=${first.nextCursor}`), ['Tiga | Tiga!'])
  assert.equal((await sari.get(`${url}?status=open&total=true`)).body.total, 3)
  assert.equal((await sari.get(`${url}?cursor=x`)).status, 400)
  assert.equal((await sari.get(`${url}?status=closed`)).status, 400)
})

test('a thousand comments on a submission are enough, whatever the concurrency', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, sari, submissionId } = world
  const thread = await begin(mentor, world, 'Satu')
  const { comments } = app.database.tables
  const now = app.clock.now()
  const rows = Array.from({ length: 995 }, () => ({
    ...{ id: createId('comment', now.getTime()), threadId: thread.id, authorId: sari.userId, text: 'a', html: 'a' },
    ...{ version: 1, createdAt: now }
  }))
  await app.database.transaction((tx) => tx.insert(comments).values(rows))
  const url = `/api/submissions/${submissionId}/threads`
  const answers = await Promise.all([
    ...Array.from({ length: 4 }, () => sari.post(`/api/threads/${thread.id}/comments`, { text: 'Lagi' })),
    ...Array.from({ length: 4 }, () => mentor.post(url, { text: 'Baru' }))
  ])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 201, 201, 422, 422, 422, 422])
  assert.equal(answers.find(({ status }) => status === 422)?.body.code, 'TOO_MANY_COMMENTS')
  const { body } = await sari.get(url)
  const count = body.data.reduce((sum: number, each: { comments: unknown[] }) => sum + each.comments.length, 0)
  assert.equal(count, 1_000)
})
