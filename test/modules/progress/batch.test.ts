import assert from 'node:assert/strict'
import test from 'node:test'
import { hourMs, minuteMs } from '../../../src/lib/clock.js'
import { buildTestApp } from '../../support/app.js'
import { addQuiz, complete, enrol, makeCourse, report, standing } from './world.js'

test('a player that was offline tells what happened meanwhile', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const course = await makeCourse(app, mentor, { Satu: ['A', 'B', 'C'] })
  const other = await makeCourse(app, mentor, { Dua: ['D'] })
  for (const each of [course, other]) await enrol(sari, each)
  await complete(sari, course, 'C')
  app.clock.advance(3 * hourMs)
  await report(sari, course, 'A', { positionMs: 50_000 })
  const ago = (ms: number) => new Date(app.clock.now().getTime() - ms).toISOString()

  const { A, B, C } = course.lessons
  const { status, body, text } = await sari.put('/api/me/progress', {
    items: [
      { lessonId: A, positionMs: 80_000, at: ago(2 * hourMs) },
      { lessonId: B, positionMs: 30_000, at: ago(60 * minuteMs) },
      { lessonId: B, positionMs: 10_000, completed: true, at: ago(30 * minuteMs) },
      { lessonId: C, completed: true },
      { lessonId: other.lessons.D, completed: true, at: '2099-01-01T00:00:00Z' }
    ]
  })
  assert.equal(status, 200, text)
  assert.deepEqual(
    body.data.map((item: { status: string }) => item.status),
    ['saved', 'saved', 'saved', 'saved', 'saved']
  )
  const { body: own } = await sari.get(`/api/courses/${course.id}/progress/me`)
  const rows = new Map<string, Record<string, unknown>>(
    own.lessons.map((row: { lessonId: string }) => [row.lessonId, row])
  )
  const [a, b] = [rows.get(A ?? ''), rows.get(B ?? '')]
  assert.deepEqual([a?.positionMs, a?.resumeMs], [80_000, 50_000], 'where they are now, the later word says')
  assert.deepEqual([b?.positionMs, b?.resumeMs], [30_000, 10_000], 'and of two in one batch the later one')
  const sinceMs = app.clock.now().getTime() - new Date(String(b?.completedAt)).getTime()
  assert.ok(sinceMs < minuteMs, 'completed by the clock of the server')
  assert.equal(await standing(sari, course), '2/3 66 active')
  assert.equal(await standing(sari, other), '1/1 100 completed')
})

test('of a batch what may be saved is saved, and each of the rest is told why', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const opensAt = new Date(app.clock.now().getTime() + hourMs)
  const course = await makeCourse(app, mentor, { Satu: ['A', 'Quiz', 'Locked', 'Done'] }, (name) =>
    name === 'Locked' ? { releaseKind: 'date', releaseAt: opensAt } : {}
  )
  const foreign = await makeCourse(app, mentor, { Dua: ['Foreign', 'Free'] }, (name) => ({ isFree: name === 'Free' }))
  await enrol(sari, course)
  const quizId = await addQuiz(app, course, 'Quiz')
  await complete(sari, course, 'Done')

  const items = [
    { lessonId: course.lessons.A, completed: true },
    { lessonId: foreign.lessons.Foreign, completed: true },
    { lessonId: foreign.lessons.Free, positionMs: 5 },
    { lessonId: course.lessons.Quiz, completed: true },
    { lessonId: course.lessons.Quiz, positionMs: 5 },
    { lessonId: course.lessons.Locked, positionMs: 5 },
    { lessonId: course.lessons.Done, completed: false },
    { lessonId: 'les_00000000000000000000000000', positionMs: 5 }
  ]
  const { status, body } = await sari.put('/api/me/progress', { items })
  assert.equal(status, 200)
  const seen = body.data.map((item: { status: string; error?: { statusCode: number; code: string } }) =>
    item.error ? `${item.error.statusCode} ${item.error.code}` : item.status
  )
  assert.deepEqual(seen, [
    'saved',
    '403 NOT_ENROLLED',
    '403 NOT_ENROLLED',
    '409 QUIZ_REQUIRED',
    'saved',
    '409 LESSON_LOCKED',
    '422 CANNOT_UNCOMPLETE',
    '404 NOT_FOUND'
  ])
  assert.deepEqual(body.data[3].error.details, { quizId: [quizId] })
  assert.deepEqual(body.data[5].error.details, { reason: ['date'], opensAt: [opensAt.toISOString()] })
  assert.equal(body.data[1].lessonId, foreign.lessons.Foreign)
  const { lessonProgress } = app.database.tables
  assert.equal(await app.database.read.$count(lessonProgress), 3, 'A, Done and Quiz')
  assert.equal(await standing(sari, course), '2/4 50 active')
})

test('a batch has its limits, and many batches at once are one result', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const names = Array.from({ length: 10 }, (_, i) => `L${i}`)
  const course = await makeCourse(app, mentor, { Satu: names })
  await enrol(sari, course)
  const put = (items: object[]) => sari.put('/api/me/progress', { items })
  const item = { lessonId: course.lessons.L0, positionMs: 1 }

  assert.equal((await put([])).status, 400)
  assert.equal((await put(Array.from({ length: 101 }, () => item))).status, 400)
  const bad = await put([item, { ...item, at: '2026-12-31T23:59:60Z' }])
  assert.deepEqual([bad.status, Object.keys(bad.body.details)], [400, ['items.1.at']])

  const ids = Object.values(course.lessons)
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => {
      const order = n % 2 ? ids : [...ids].reverse()
      return put(order.map((lessonId, i) => ({ lessonId, positionMs: n * 100 + i, completed: true })))
    })
  )
  assert.ok(answers.every(({ status }) => status === 200))
  assert.equal(await app.database.read.$count(app.database.tables.lessonProgress), 10)
  assert.equal(await standing(sari, course), '10/10 100 completed')
})
