import assert from 'node:assert/strict'
import test from 'node:test'
import { eq } from 'drizzle-orm'
import { minuteMs } from '../../../src/lib/clock.js'
import { buildTestApp } from '../../support/app.js'
import { toldTo } from '../courses/courses.js'
import {
  addLesson,
  addQuiz,
  changeLesson,
  complete,
  enrol,
  insertLearners,
  makeCourse,
  report,
  setEnrolment,
  standing
} from './world.js'

test('a learner works through a course: what they tell is kept, and nothing goes back', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const course = await makeCourse(app, mentor, { Satu: ['A', 'B'] })
  await enrol(sari, course)

  const first = await report(sari, course, 'A', { positionMs: 60_000 })
  assert.equal(first.status, 200, first.text)
  const { startedAt } = first.body
  assert.deepEqual(first.body, {
    lessonId: course.lessons.A,
    courseId: course.id,
    positionMs: 60_000,
    resumeMs: 60_000,
    completedAt: null,
    startedAt,
    updatedAt: startedAt,
    course: { completed: 0, required: 2, percent: 0 }
  })
  app.clock.advance(minuteMs)
  const back = await report(sari, course, 'A', { positionMs: 20_000 })
  assert.deepEqual([back.body.positionMs, back.body.resumeMs], [60_000, 20_000], 'they looked at the beginning again')
  assert.equal(back.body.startedAt, startedAt)
  const ahead = await report(sari, course, 'A', { resumeMs: 90_000 })
  assert.deepEqual([ahead.body.positionMs, ahead.body.resumeMs], [90_000, 90_000], 'where one goes on one has been')
  const both = await report(sari, course, 'A', { positionMs: 95_000, resumeMs: 10_000 })
  assert.deepEqual([both.body.positionMs, both.body.resumeMs], [95_000, 10_000])

  const done = await report(sari, course, 'A', { completed: true })
  assert.deepEqual(done.body.course, { completed: 1, required: 2, percent: 50 })
  assert.deepEqual([done.body.positionMs, done.body.resumeMs], [95_000, 10_000])
  app.clock.advance(minuteMs)
  const again = await report(sari, course, 'A', { completed: true, positionMs: 1 })
  assert.equal(again.body.completedAt, done.body.completedAt, 'once, and for good')
  const opened = await report(sari, course, 'B', {})
  assert.deepEqual([opened.body.positionMs, opened.body.completedAt], [0, null])
  assert.equal(await standing(sari, course), '1/2 50 active')

  assert.equal(await complete(sari, course, 'B'), '2/2 100')
  assert.equal(await standing(sari, course), '2/2 100 completed')
  await report(sari, course, 'B', { completed: true })
  const told = (await toldTo(sari)).filter(({ title }) => title === 'Course completed')
  assert.equal(told.length, 1, 'and they are told once')
})

test('what is completed cannot be taken back, and what is not is no matter', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const course = await makeCourse(app, mentor, { Satu: ['A', 'B'] })
  await enrol(sari, course)
  assert.equal((await report(sari, course, 'A', { completed: false, positionMs: 5 })).status, 200)
  await complete(sari, course, 'A')
  const refused = await report(sari, course, 'A', { completed: false, positionMs: 9 })
  assert.equal(refused.status, 422)
  assert.equal(refused.body.code, 'CANNOT_UNCOMPLETE')
  assert.ok(refused.body.details.completed)
  const { body } = await sari.get(`/api/courses/${course.id}/progress/me`)
  assert.equal(body.lessons[0].positionMs, 5, 'and nothing of it was saved')
})

test('a lesson with a quiz is completed by passing that, not by word', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const course = await makeCourse(app, mentor, { Satu: ['A', 'B'] })
  await enrol(sari, course)
  await complete(sari, course, 'B')
  const quizId = await addQuiz(app, course, 'A')
  await addQuiz(app, course, 'B')

  const refused = await report(sari, course, 'A', { completed: true })
  assert.equal(refused.status, 409)
  assert.deepEqual([refused.body.code, refused.body.details.quizId], ['QUIZ_REQUIRED', [quizId]])
  assert.equal((await report(sari, course, 'A', { positionMs: 7 })).status, 200, 'they may look at it')
  assert.equal((await report(sari, course, 'B', { completed: true })).status, 200, 'what was completed before stays so')

  const lesson = { userId: sari.userId, lessonId: course.lessons.A ?? '', courseId: course.id }
  for (let times = 0; times < 2; times++) {
    await app.database.transaction((tx, afterCommit) => app.progress.completeLesson(tx, afterCommit, lesson))
  }
  assert.equal(await standing(sari, course), '2/2 100 completed')
  const { body } = await sari.get(`/api/courses/${course.id}/progress/me`)
  assert.deepEqual(body.lessons.map(({ positionMs }: { positionMs: number }) => positionMs).sort(), [0, 7])
})

test('fifty at once make one row, and it is that of the furthest', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const course = await makeCourse(app, mentor, { Satu: ['A'] })
  await enrol(sari, course)
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      report(sari, course, 'A', { positionMs: ((i * 37) % 50) * 1_000, ...(i % 5 === 0 && { completed: true }) })
    )
  )
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
  const { lessonProgress } = app.database.tables
  const rows = await app.database.read.select().from(lessonProgress)
  assert.equal(rows.length, 1)
  assert.equal(rows[0]?.positionMs, 49_000)
  const times = new Set(answers.flatMap(({ body }) => body.completedAt ?? []))
  assert.deepEqual([...times], [rows[0]?.completedAt?.toISOString()], 'it was completed once')
  assert.equal(await standing(sari, course), '1/1 100 completed')
  assert.equal((await toldTo(sari)).filter(({ title }) => title === 'Course completed').length, 1)
})

test('who is not enrolled, or whose lesson is not open, tells nothing', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari, joko] = [
    await app.as('mentor'),
    await app.signInAs({ username: 'sari' }),
    await app.signInAs({ username: 'joko' })
  ]
  const opensAt = new Date(app.clock.now().getTime() + 60 * minuteMs)
  const course = await makeCourse(app, mentor, { Satu: ['A', 'Later', 'Free', 'Draft'] }, (name) => ({
    ...(name === 'Later' && { releaseKind: 'date' as const, releaseAt: opensAt }),
    isFree: name === 'Free',
    ...(name === 'Draft' && { status: 'draft' as const })
  }))
  await enrol(sari, course)
  const seen = async (client: typeof sari, name: string) => {
    const { status, body } = await report(client, course, name, { completed: true })
    return body.code ? `${status} ${body.code}` : String(status)
  }
  assert.equal(await seen(joko, 'A'), '403 NOT_ENROLLED')
  assert.equal(
    await seen(joko, 'Free'),
    '403 NOT_ENROLLED',
    'a free lesson is read by all, and learned by the enrolled'
  )
  assert.equal(await seen(mentor, 'A'), '403 NOT_ENROLLED')
  assert.equal(await seen(sari, 'Draft'), '404 NOT_FOUND')
  assert.equal(await seen(app.anonymous(), 'A'), '401 UNAUTHENTICATED')
  const locked = await report(sari, course, 'Later', { completed: true })
  assert.equal(locked.body.code, 'LESSON_LOCKED')
  assert.deepEqual(locked.body.details, { reason: ['date'], opensAt: [opensAt.toISOString()] })
  const { lessonProgress } = app.database.tables
  assert.equal(await app.database.read.$count(lessonProgress), 0)

  app.clock.advance(61 * minuteMs)
  assert.equal(await seen(sari, 'Later'), '200')
  await setEnrolment(app, course, sari, { status: 'cancelled' })
  assert.equal(await seen(sari, 'A'), '403 NOT_ENROLLED')
  assert.equal(await standing(sari, course), '1/3 33 cancelled', 'they still see how far they came')
})

test('a completed lesson stays completed when a new rule locks it', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const course = await makeCourse(app, mentor, { Satu: ['A', 'B'] })
  await enrol(sari, course)
  await complete(sari, course, 'A')
  const never = { releaseKind: 'date' as const, releaseAt: new Date('2099-01-01T00:00:00Z') }
  await changeLesson(app, course, 'A', never)
  assert.equal(await standing(sari, course), '1/2 50 active')
  assert.equal((await report(sari, course, 'A', { positionMs: 5 })).status, 200, 'they may go through it again')
})

test('the percentage is of what is required and published now', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const course = await makeCourse(app, mentor, { Satu: ['A', 'B', 'C'], Dua: ['D', 'Extra'] }, (name) => ({
    isRequired: name !== 'Extra'
  }))
  await enrol(sari, course)
  assert.equal(await complete(sari, course, 'A'), '1/4 25')
  assert.equal(await complete(sari, course, 'Extra'), '1/4 25', 'what is not required is no part of it')
  assert.equal(await complete(sari, course, 'B'), '2/4 50')
  await changeLesson(app, course, 'D', { status: 'archived' })
  assert.equal(await standing(sari, course), '2/3 66 active', 'rounded down')
  await changeLesson(app, course, 'B', { status: 'archived' })
  assert.equal(await standing(sari, course), '1/2 50 active', 'never over 100, on neither side')
  await addLesson(app, course, 'New')
  assert.equal(await standing(sari, course), '1/3 33 active')
  await changeLesson(app, course, 'Extra', { isRequired: true })
  assert.equal(await standing(sari, course), '2/4 50 active')
  await changeLesson(app, course, 'New', { isRequired: false })
  await changeLesson(app, course, 'C', { isRequired: false })
  assert.equal(await standing(sari, course), '2/2 100 completed', 'nothing is missing any more')
  await changeLesson(app, course, 'New', { isRequired: true })
  assert.equal(await standing(sari, course), '2/3 66 completed', 'who has completed the course keeps that')
  for (const name of ['A', 'Extra', 'New']) await changeLesson(app, course, name, { isRequired: false })
  assert.equal(await standing(sari, course), '0/0 null completed')
})

test('a course that requires nothing is completed by nobody', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const course = await makeCourse(app, mentor, { Satu: ['A'] }, () => ({ isRequired: false }))
  await enrol(sari, course)
  assert.equal(await complete(sari, course, 'A'), '0/0 null')
  assert.equal(await standing(sari, course), '0/0 null active')
  await changeLesson(app, course, 'A', { status: 'archived' })
  assert.equal(await standing(sari, course), '0/0 null active')
})

test('nobody stays active at 100 %, whoever comes first', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  for (let round = 0; round < 6; round++) {
    const course = await makeCourse(app, mentor, { Satu: ['A', 'B', 'C'] })
    const learners = await Promise.all(
      Array.from({ length: 4 }, (_, i) => app.signInAs({ username: `siswa.${round}.${i}` }))
    )
    for (const learner of learners) {
      await enrol(learner, course)
      await complete(learner, course, 'A')
    }
    // The one completes the last but one while the mentor withdraws the last: each sees the other’s work, or is seen.
    const withdrawal = round % 2 ? { status: 'archived' } : { isRequired: false }
    const [changed] = await Promise.all([
      mentor.patch(`/api/lessons/${course.lessons.C}`, withdrawal),
      ...learners.map((learner) => complete(learner, course, 'B'))
    ])
    assert.equal(changed.status, 200, changed.text)
    for (const learner of learners) assert.equal(await standing(learner, course), '2/2 100 completed')
    const { enrolments } = app.database.tables
    const rows = await app.database.read.select().from(enrolments).where(eq(enrolments.courseId, course.id))
    assert.ok(rows.every(({ status, completedAt }) => status === 'completed' && completedAt !== null))
  }
})

test('who is enrolled anew with everything done has completed the course when they look', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const course = await makeCourse(app, mentor, { Satu: ['A', 'B'] })
  await enrol(sari, course)
  await complete(sari, course, 'A')
  await setEnrolment(app, course, sari, { status: 'cancelled' })
  await changeLesson(app, course, 'B', { status: 'archived' })
  assert.equal(await standing(sari, course), '1/1 100 cancelled', 'whoever left is not completed behind their back')
  await setEnrolment(app, course, sari, { status: 'active' })
  assert.equal(await standing(sari, course), '1/1 100 completed')
  const { body } = await sari.get('/api/notifications')
  assert.equal(body.data.filter(({ title }: { title: string }) => title === 'Course completed').length, 1)
  assert.equal(await standing(sari, course), '1/1 100 completed', 'and is told once')
})

test('two thousand learners are rechecked at once', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const names = Array.from({ length: 60 }, (_, i) => `L${i}`)
  const course = await makeCourse(app, mentor, { Satu: names })
  await insertLearners(app, course, { count: 2_000, lessons: 59 })
  const startedAt = performance.now()
  await changeLesson(app, course, 'L59', { status: 'archived' })
  const tookMs = performance.now() - startedAt
  const { enrolments } = app.database.tables
  assert.equal(await app.database.read.$count(enrolments, eq(enrolments.status, 'completed')), 1_000)
  assert.ok(tookMs < 3_000, `${Math.round(tookMs)} ms`)
})
