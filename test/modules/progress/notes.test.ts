import assert from 'node:assert/strict'
import test from 'node:test'
import { eq } from 'drizzle-orm'
import { createId } from '../../../src/lib/ids.js'
import { timeInVideo } from '../../../src/modules/progress/notes.export.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { changeLesson, enrol, type MadeCourse, makeCourse, setEnrolment } from './world.js'

async function note(learner: Client, course: MadeCourse, lesson: string, text: string, positionMs?: number) {
  const body = { text, ...(positionMs !== undefined && { positionMs }) }
  const answer = await learner.post(`/api/lessons/${course.lessons[lesson]}/notes`, body)
  assert.equal(answer.status, 201, answer.text)
  return answer.body
}

async function texts(learner: Client, url: string): Promise<string> {
  const { status, body, text } = await learner.get(url)
  assert.equal(status, 200, text)
  return body.data.map((row: { text: string }) => row.text).join(', ')
}

async function prepare(app: TestApp) {
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const course = await makeCourse(app, mentor, { Satu: ['A', 'B'] })
  await enrol(sari, course)
  return { mentor, sari, course }
}

test('a learner notes something at a time of the video, changes it and deletes it', async (t) => {
  const app = await buildTestApp(t)
  const { sari, course } = await prepare(app)
  const url = `/api/lessons/${course.lessons.A}/notes`
  const made = await sari.post(url, { text: 'Tanya mentor:\nkenapa 201?', positionMs: 754_000 })
  assert.equal(made.status, 201, made.text)
  const { id, createdAt } = made.body
  assert.equal(made.headers.location, `/api/notes/${id}`)
  assert.equal(made.headers.etag, '"v1"')
  const expected = {
    ...{ id, courseId: course.id, lessonId: course.lessons.A, text: 'Tanya mentor:\nkenapa 201?', positionMs: 754_000 },
    ...{ version: 1, createdAt, updatedAt: createdAt }
  }
  assert.deepEqual(made.body, expected)
  assert.deepEqual((await sari.get(`/api/notes/${id}`)).body, expected)

  const changed = await sari.patch(`/api/notes/${id}`, { text: 'Sudah jelas' }, { 'if-match': '"v1"' })
  assert.deepEqual([changed.status, changed.headers.etag, changed.body.positionMs], [200, '"v2"', 754_000])
  assert.equal((await sari.patch(`/api/notes/${id}`, { text: 'Lama' }, { 'if-match': '"v1"' })).status, 412)
  assert.equal((await sari.patch(`/api/notes/${id}`, { positionMs: null })).body.positionMs, null)
  assert.equal((await sari.patch(`/api/notes/${id}`, {})).body.version, 3, 'what changes nothing is no version')
  assert.equal((await sari.delete(`/api/notes/${id}`, { 'if-match': '"v1"' })).status, 412)
  assert.equal((await sari.delete(`/api/notes/${id}`)).status, 204)
  assert.equal((await sari.get(`/api/notes/${id}`)).status, 404)
  for (const text of ['', '  \n ', 'a\u0007b', 'x'.repeat(10_001)]) {
    assert.equal((await sari.post(url, { text })).status, 400)
  }
  assert.equal(
    (await sari.post(url, { text: '🧪'.repeat(10_000) })).status,
    201,
    'ten thousand characters of four bytes'
  )
})

test('a note is there for its writer alone', async (t) => {
  const app = await buildTestApp(t)
  const { sari, mentor, course } = await prepare(app)
  const { id } = await note(sari, course, 'A', 'Rahasia')
  const joko = await app.signInAs({ username: 'joko' })
  await enrol(joko, course)
  for (const other of [joko, mentor, await app.as('admin'), await app.as('owner')]) {
    assert.equal((await other.get(`/api/notes/${id}`)).status, 404)
    assert.equal((await other.patch(`/api/notes/${id}`, { text: 'Punyaku' })).status, 404)
    assert.equal((await other.delete(`/api/notes/${id}`)).status, 404)
    assert.equal(await texts(other, `/api/lessons/${course.lessons.A}/notes`), '')
    assert.equal(await texts(other, '/api/me/notes?q=rahasia'), '')
    assert.doesNotMatch((await other.get('/api/me/notes/export')).text, /Rahasia/)
  }
  assert.equal((await sari.get(`/api/notes/${id}`)).body.text, 'Rahasia')
})

test('notes are made where the lesson is readable, and stay with their writer', async (t) => {
  const app = await buildTestApp(t)
  const { sari, mentor, course } = await prepare(app)
  const joko = await app.signInAs({ username: 'joko' })
  const url = `/api/lessons/${course.lessons.A}/notes`
  assert.equal((await joko.post(url, { text: 'x' })).body.code, 'NOT_ENROLLED')
  assert.equal((await joko.get(url)).body.code, 'NOT_ENROLLED')
  assert.equal((await sari.get('/api/lessons/les_00000000000000000000000000/notes')).status, 404)
  await note(mentor, course, 'A', 'Perbaiki contoh')

  const { id } = await note(sari, course, 'A', 'Milikku')
  const stays = async () => {
    assert.equal(await texts(sari, url), 'Milikku')
    assert.equal(await texts(sari, '/api/me/notes'), 'Milikku')
    assert.equal((await sari.patch(`/api/notes/${id}`, { text: 'Milikku' })).status, 200)
    assert.match((await sari.get('/api/me/notes/export')).text, /Milikku/)
  }
  await changeLesson(app, course, 'A', { releaseKind: 'date', releaseAt: new Date('2099-01-01T00:00:00Z') })
  assert.equal((await sari.post(url, { text: 'x' })).body.code, 'LESSON_LOCKED')
  await stays()
  await changeLesson(app, course, 'A', { status: 'archived' })
  assert.equal((await sari.post(url, { text: 'x' })).status, 404)
  await stays()
  await setEnrolment(app, course, sari, { status: 'cancelled' })
  await stays()
})

test('one’s notes are found by course, lesson and words, page by page', async (t) => {
  const app = await buildTestApp(t)
  const { sari, mentor, course } = await prepare(app)
  const other = await makeCourse(app, mentor, { Dua: ['C'] })
  await enrol(sari, other)
  await note(sari, course, 'A', 'ÉCHELLE satu')
  await note(sari, course, 'B', 'satu 100% dua')
  await note(sari, other, 'C', 'Dua')
  const found = (query: string) => texts(sari, `/api/me/notes?${query}`)

  assert.equal(await found(''), 'Dua, satu 100% dua, ÉCHELLE satu')
  assert.equal(await found(`courseId=${course.id}`), 'satu 100% dua, ÉCHELLE satu')
  assert.equal(await found(`lessonId=${course.lessons.A}`), 'ÉCHELLE satu')
  assert.equal(await found('q=échelle'), 'ÉCHELLE satu', 'folded on both databases')
  assert.equal(await found('q=DUA%20satu'), 'satu 100% dua')
  assert.equal(await found('q=100%25'), 'satu 100% dua')
  assert.equal(await found('q=1%25'), '')
  const first = await sari.get('/api/me/notes?q=satu&limit=1&total=true')
  assert.deepEqual([first.body.data[0].text, first.body.total], ['satu 100% dua', 2])
  assert.equal(await found(`q=satu&limit=1&cursor=${first.body.nextCursor}`), 'ÉCHELLE satu')
  assert.equal((await sari.get('/api/me/notes?total=true')).body.total, 3)
  await note(sari, course, 'A', 'tiga')
  const url = `/api/lessons/${course.lessons.A}/notes`
  assert.equal(await texts(sari, url), 'ÉCHELLE satu, tiga', 'of a lesson in the order of their making')
  const { body } = await sari.get(`${url}?limit=1`)
  assert.equal(await texts(sari, `${url}?cursor=${body.nextCursor}`), 'tiga')
})

test('a thousand notes of a course are enough, whatever the concurrency', async (t) => {
  const app = await buildTestApp(t)
  const { sari, course } = await prepare(app)
  const { notes } = app.database.tables
  const now = app.clock.now()
  const rows = Array.from({ length: 995 }, (_, i) => ({
    ...{ id: createId('note', now.getTime()), userId: sari.userId, courseId: course.id, text: `kata ${i}` },
    ...{ lessonId: course.lessons.A ?? '', version: 1, createdAt: now, updatedAt: now }
  }))
  await app.database.transaction(async (tx) => {
    await tx.insert(notes).values(rows)
  })
  const url = `/api/lessons/${course.lessons.B}/notes`
  const answers = await Promise.all(Array.from({ length: 9 }, () => sari.post(url, { text: 'satu lagi' })))
  const statuses = answers.map(({ status }) => status).sort()
  assert.deepEqual(statuses, [201, 201, 201, 201, 201, 422, 422, 422, 422])
  assert.equal(answers.find(({ status }) => status === 422)?.body.code, 'TOO_MANY_NOTES')
  assert.equal(await app.database.read.$count(notes, eq(notes.userId, sari.userId)), 1_000)
  assert.equal(await texts(sari, '/api/me/notes?q=kata%20994'), 'kata 994', 'and any of them is found')
  const { body } = await sari.get('/api/me/notes/export?format=json')
  assert.equal(body.notes.length, 1_000)
})

test('notes are exported to read, and for another program', async (t) => {
  const app = await buildTestApp(t)
  const { sari, course } = await prepare(app)
  const empty = await sari.get('/api/me/notes/export?format=json')
  assert.deepEqual(empty.body.notes, [])
  await note(sari, course, 'B', 'Kedua', 3_723_000)
  await note(sari, course, 'A', 'Pertama\n')
  const json = await sari.get('/api/me/notes/export?format=json')
  assert.equal(json.headers['content-disposition'], 'attachment; filename="notes.json"')
  assert.deepEqual(
    json.body.notes.map(
      ({ id: _id, createdAt: _createdAt, updatedAt: _updatedAt, ...rest }: { [name: string]: unknown }) => rest
    ),
    [
      { lesson: 'A', text: 'Pertama\n', positionMs: null },
      { lesson: 'B', text: 'Kedua', positionMs: 3_723_000 }
    ].map(({ lesson, ...rest }) => ({
      course: { id: course.id, title: 'Kelas Satu' },
      lesson: { id: course.lessons[lesson], title: lesson },
      ...rest
    })),
    'in the order of the lessons'
  )
  const { headers, text } = await sari.get(`/api/me/notes/export?courseId=${course.id}`)
  assert.deepEqual(
    [headers['content-type'], headers['content-disposition']],
    ['text/markdown; charset=utf-8', 'attachment; filename="notes.md"']
  )
  assert.equal(
    text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…'),
    '# My notes\n\n## Kelas Satu\n\n### A\n\n*…*\n\nPertama\n\n### B\n\n*1:02:03 · …*\n\nKedua\n'
  )
  assert.equal((await sari.get('/api/me/notes/export?format=pdf')).status, 400)
})

for (const [ms, expected] of [
  [0, '0:00'],
  [61_999, '1:01'],
  [3_599_000, '59:59'],
  [3_600_000, '1:00:00'],
  [36_005_000, '10:00:05']
] as const) {
  test(`${ms} ms of a video are ${expected}`, () => assert.equal(timeInVideo(ms), expected))
}
