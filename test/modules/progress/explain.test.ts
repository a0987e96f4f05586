import assert from 'node:assert/strict'
import test from 'node:test'
import { hourMs } from '../../../src/lib/clock.js'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import {
  addQuiz,
  changeLesson,
  complete,
  enrol,
  type MadeCourse,
  makeCourse,
  passQuiz,
  report,
  setEnrolment
} from './world.js'

interface Lesson {
  title: string
  notCounted: string | null
  completedBy: string | null
  missing: string | null
  lock: Record<string, string[]> | null
}
interface Module {
  title: string
  completed: number
  required: number
  lessons: Lesson[]
}

async function explain(client: Client, { id }: MadeCourse, userId?: string) {
  const { status, body, text } = await client.get(
    `/api/courses/${id}/progress/explain${userId ? `?userId=${userId}` : ''}`
  )
  assert.equal(status, 200, text)
  const modules: Module[] = body.modules
  const sum = (of: 'completed' | 'required') => modules.reduce((all, module) => all + module[of], 0)
  assert.deepEqual([sum('completed'), sum('required')], [body.completed, body.required], 'the parts add up')
  assert.equal(body.required - body.completed, body.missing)
  assert.equal(body.percent, body.required === 0 ? null : Math.floor((100 * body.completed) / body.required))
  const lessons = modules.flatMap((module) =>
    module.lessons.map(({ title, notCounted, completedBy, missing, lock }) =>
      [title, notCounted, completedBy, missing, lock?.reason?.[0]].filter(Boolean).join(' ')
    )
  )
  return { body, lessons }
}

test('the percentage says what each part contributes, and what is missing', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const opensAt = new Date(app.clock.now().getTime() + hourMs)
  const names = ['Read', 'Begun', 'New', 'Passed', 'Failed', 'Extra', 'Draft', 'Gone', 'Dated']
  const course = await makeCourse(app, mentor, { Satu: names, Dua: ['After'] }, (name) => ({
    isRequired: name !== 'Extra',
    ...(name === 'Draft' && { status: 'draft' as const }),
    ...(name === 'Dated' && { releaseKind: 'date' as const, releaseAt: opensAt })
  }))
  await changeLesson(app, course, 'After', { releaseKind: 'after_lesson', releaseLessonId: course.lessons.New ?? '' })
  await enrol(sari, course)
  for (const name of ['Read', 'Gone', 'Extra']) await complete(sari, course, name)
  await report(sari, course, 'Begun', { positionMs: 5 })
  const quizId = await addQuiz(app, course, 'Passed')
  await passQuiz(app, quizId, sari.userId)
  const lesson = { userId: sari.userId, lessonId: course.lessons.Passed ?? '', courseId: course.id }
  await app.database.transaction((tx, afterCommit) => app.progress.completeLesson(tx, afterCommit, lesson))
  await addQuiz(app, course, 'Failed')
  await changeLesson(app, course, 'Gone', { status: 'archived' })

  const own = await explain(sari, course)
  assert.deepEqual(own.lessons, [
    'Read word',
    'Begun in_progress',
    'New not_started',
    'Passed quiz',
    'Failed quiz_not_passed',
    'Extra optional word',
    'Dated locked date',
    'After locked after_lesson'
  ])
  const { completed, required, percent, missing, withdrawn } = own.body
  assert.deepEqual(
    { completed, required, percent, missing, withdrawn },
    {
      ...{ completed: 2, required: 7, percent: 28, missing: 5 },
      withdrawn: 1
    }
  )
  const locks = own.body.modules.flatMap((module: Module) => module.lessons.flatMap(({ lock }) => (lock ? [lock] : [])))
  assert.deepEqual(locks, [
    { reason: ['date'], opensAt: [opensAt.toISOString()] },
    { reason: ['after_lesson'], lessonId: [course.lessons.New] }
  ])

  const seen = await explain(mentor, course, sari.userId)
  assert.deepEqual(
    seen.lessons.filter((text) => /draft|archived/.test(text)),
    ['Draft draft', 'Gone archived word'],
    'who manages the course sees what does not count'
  )
  assert.equal(seen.body.percent, 28)
  assert.deepEqual((await explain(await app.as('facilitator'), course, sari.userId)).lessons, own.lessons)
})

test('one’s own, and that of others for staff alone', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari, joko] = [
    await app.as('mentor'),
    await app.signInAs({ username: 'sari' }),
    await app.signInAs({ username: 'joko' })
  ]
  const course = await makeCourse(app, mentor, { Satu: ['A'] })
  await enrol(sari, course)
  const url = `/api/courses/${course.id}/progress/explain`
  assert.equal((await joko.get(url)).body.code, 'NOT_ENROLLED')
  assert.equal((await joko.get(`${url}?userId=${sari.userId}`)).status, 403)
  assert.equal((await mentor.get(`${url}?userId=${joko.userId}`)).status, 404)
  assert.equal((await sari.get(`${url}?userId=${sari.userId}`)).status, 200)
  await setEnrolment(app, course, sari, { status: 'cancelled' })
  assert.deepEqual((await explain(sari, course)).lessons, ['A no_access'])
})
