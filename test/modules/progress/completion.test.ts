import assert from 'node:assert/strict'
import test from 'node:test'
import { eq } from 'drizzle-orm'
import { dayMs } from '../../../src/lib/clock.js'
import { createId } from '../../../src/lib/ids.js'
import { buildTestApp } from '../../support/app.js'
import { assertErrorForm } from '../../support/error-form.js'
import { insertProject } from '../../support/project-rows.js'
import { toldTo } from '../courses/courses.js'
import { missing, nothing, setRule, setSubmission } from './completion.js'
import {
  addQuiz,
  changeLesson,
  complete,
  enrol,
  insertLearners,
  makeCourse,
  passQuiz,
  setEnrolment,
  standing
} from './world.js'

test('a course is completed by its lessons and projects, unless somebody says otherwise', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const course = await makeCourse(app, mentor, { Satu: ['A'] })
  await enrol(sari, course)
  const url = `/api/courses/${course.id}/completion-rule`
  const first = await sari.get(url)
  assert.equal(first.headers.etag, '"v0"')
  assert.deepEqual(first.body, {
    courseId: course.id,
    ...{ needsLessons: true, needsQuizzes: false, needsProjects: true, needsPassMark: false },
    updatedAt: null
  })
  const robot = await insertProject(app, course.id, { title: 'Robot', position: 1 })
  const house = await insertProject(app, course.id, { title: 'Rumah', position: 0 })
  await insertProject(app, course.id, { title: 'Tambahan', isRequired: false })
  await insertProject(app, course.id, { title: 'Rencana', status: 'draft' })
  await insertProject(app, course.id, { title: 'Lama', status: 'archived' })

  assert.deepEqual(await missing(sari, course.id), ['lessons 1', 'project Rumah', 'project Robot'])
  await complete(sari, course, 'A')
  assert.equal(await standing(sari, course), '1/1 100 active', 'the percentage is of lessons')
  const place = { courseId: course.id, userId: sari.userId }
  for (const status of ['draft', 'submitted', 'in_review', 'changes_requested', 'rejected', 'withdrawn'] as const) {
    await setSubmission(app, { ...place, projectId: robot }, status)
    assert.equal(await standing(sari, course), '1/1 100 active', status)
  }
  await setSubmission(app, { ...place, projectId: robot }, 'accepted')
  assert.deepEqual(await missing(sari, course.id), ['project Rumah'])
  await setSubmission(app, { ...place, projectId: house }, 'accepted')
  assert.equal(await standing(sari, course), '1/1 100 completed')
  assert.equal((await toldTo(sari)).filter(({ title }) => title === 'Course completed').length, 1)

  await insertProject(app, course.id, { title: 'Baru' })
  await setSubmission(app, { ...place, projectId: house }, 'submitted')
  assert.equal(await standing(sari, course), '1/1 100 completed', 'what completed once stays completed')
  assert.deepEqual(await missing(sari, course.id), [])
  const { body } = await sari.get(`/api/courses/${course.id}/progress/explain`)
  assert.deepEqual(
    body.projects.map(({ title, isRequired, status }: Record<string, unknown>) => [title, isRequired, status]),
    [
      ['Rumah', true, 'submitted'],
      ['Tambahan', false, null],
      ['Baru', true, null],
      ['Robot', true, 'accepted']
    ]
  )
})

test('a change of the rule completes those who lack nothing by it, once', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari, joko] = [
    await app.as('mentor'),
    await app.signInAs({ username: 'sari' }),
    await app.signInAs({ username: 'joko' })
  ]
  const course = await makeCourse(app, mentor, { Satu: ['A', 'B'] })
  for (const learner of [sari, joko]) await enrol(learner, course)
  const projectId = await insertProject(app, course.id)
  const place = { courseId: course.id, projectId }
  await setSubmission(app, { ...place, userId: sari.userId }, 'accepted')
  await complete(joko, course, 'A')
  await complete(joko, course, 'B')
  const url = `/api/courses/${course.id}/completion-rule`

  const changed = await mentor.put(url, { ...nothing, needsProjects: true }, { 'if-match': '"v0"' })
  assert.deepEqual([changed.status, changed.headers.etag], [200, '"v1"'])
  assert.equal(await standing(sari, course), '0/2 0 completed', 'by projects alone')
  assert.equal(await standing(joko, course), '2/2 100 active')
  assertErrorForm(await mentor.put(url, nothing, { 'if-match': '"v0"' }), { status: 412 })
  assert.equal((await mentor.put(url, { ...nothing, needsProjects: true })).headers.etag, '"v1"', 'nothing has changed')
  assert.equal((await mentor.get(url, { 'if-none-match': '"v1"' })).status, 304)

  await setRule(mentor, course.id, {})
  assert.equal(await standing(joko, course), '2/2 100 active', 'where nothing is needed nobody completes it')
  assert.deepEqual(await missing(joko, course.id), [])
  await setRule(mentor, course.id, { needsLessons: true })
  assert.equal(await standing(joko, course), '2/2 100 completed')
  assert.equal(await standing(sari, course), '0/2 0 completed')
})

test('every quiz is passed where the rule needs quizzes, those of optional lessons too', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const course = await makeCourse(app, mentor, { Satu: ['A', 'Quiz', 'Extra', 'Gone'] }, (name) => ({
    isRequired: name === 'A' || name === 'Quiz'
  }))
  await enrol(sari, course)
  const [quiz, extra] = [await addQuiz(app, course, 'Quiz'), await addQuiz(app, course, 'Extra')]
  await addQuiz(app, course, 'Gone')
  await setRule(mentor, course.id, { needsLessons: true, needsQuizzes: true, needsProjects: true })
  const pass = async (quizId: string, name: string) => {
    await passQuiz(app, quizId, sari.userId)
    const lesson = { userId: sari.userId, lessonId: course.lessons[name] ?? '', courseId: course.id }
    await app.database.transaction((tx, afterCommit) => app.progress.completeLesson(tx, afterCommit, lesson))
  }
  await complete(sari, course, 'A')
  await pass(quiz, 'Quiz')
  assert.equal(await standing(sari, course), '2/2 100 active')
  assert.deepEqual(await missing(sari, course.id), ['quiz Extra', 'quiz Gone'])
  await pass(extra, 'Extra')
  assert.equal(await standing(sari, course), '2/2 100 active')
  await changeLesson(app, course, 'Gone', { status: 'archived' })
  assert.equal(await standing(sari, course), '2/2 100 completed', 'a quiz goes with its lesson')
})

test('a project goes with its lesson', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const course = await makeCourse(app, mentor, { Satu: ['A', 'Gone'] })
  await enrol(sari, course)
  await insertProject(app, course.id, { lessonId: course.lessons.Gone ?? '' })
  await complete(sari, course, 'A')
  await complete(sari, course, 'Gone')
  assert.equal(await standing(sari, course), '2/2 100 active')
  await changeLesson(app, course, 'Gone', { status: 'draft' })
  assert.equal(await standing(sari, course), '1/1 100 completed')
})

test('who is enrolled anew with everything accepted completes the course when they look', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const course = await makeCourse(app, mentor, { Satu: [] })
  await enrol(sari, course)
  const projectId = await insertProject(app, course.id)
  await setEnrolment(app, course, sari, { status: 'cancelled' })
  await setSubmission(app, { courseId: course.id, projectId, userId: sari.userId }, 'accepted')
  assert.equal(await standing(sari, course), '0/0 null cancelled')
  await setEnrolment(app, course, sari, { status: 'active', expiresAt: app.clock.now() })
  assert.equal(await standing(sari, course), '0/0 null expired')
  await setEnrolment(app, course, sari, { expiresAt: new Date(app.clock.now().getTime() + dayMs) })
  assert.equal(await standing(sari, course), '0/0 null completed', 'of a course of projects alone')
})

test('learners come to the project that is next once their lessons are done', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, sari] = [await app.as('mentor'), await app.signInAs({ username: 'sari' })]
  const opensAt = new Date(app.clock.now().getTime() + dayMs)
  const course = await makeCourse(app, mentor, { Satu: ['A', 'Later'] }, (name) =>
    name === 'Later' ? { isRequired: false, releaseKind: 'date', releaseAt: opensAt } : {}
  )
  await enrol(sari, course)
  await insertProject(app, course.id, { title: 'Nanti', position: 0, lessonId: course.lessons.Later ?? '' })
  const dueAt = new Date('2030-01-01T00:00:00Z')
  const robot = await insertProject(app, course.id, { title: 'Robot', position: 1, dueAt })
  const house = await insertProject(app, course.id, { title: 'Rumah', position: 2 })
  await insertProject(app, course.id, { title: 'Tambahan', position: 3, isRequired: false })
  const next = async () => {
    const { body, text } = await sari.get('/api/me/continue')
    assert.equal(body.data.length, 1, text)
    const { nextProject } = body.data[0]
    return nextProject && [nextProject.title, nextProject.status, nextProject.dueAt]
  }
  assert.equal(await next(), null)
  await complete(sari, course, 'A')
  assert.deepEqual(await next(), ['Robot', null, dueAt.toISOString()], 'never one that is locked')
  const place = { courseId: course.id, userId: sari.userId }
  await setSubmission(app, { ...place, projectId: robot }, 'submitted')
  assert.deepEqual(await next(), ['Rumah', null, null], 'what they can work on comes first')
  await setSubmission(app, { ...place, projectId: house }, 'accepted')
  assert.deepEqual(await next(), ['Robot', 'submitted', dueAt.toISOString()])
  await setSubmission(app, { ...place, projectId: robot }, 'changes_requested')
  const extendedTo = new Date(dueAt.getTime() + dayMs)
  const { projectExtensions } = app.database.tables
  await app.database.transaction((tx) =>
    tx.insert(projectExtensions).values({
      ...{ projectId: robot, userId: sari.userId, dueAt: extendedTo, reason: 'Sakit', createdAt: app.clock.now() }
    })
  )
  assert.deepEqual(await next(), ['Robot', 'changes_requested', extendedTo.toISOString()])
  await setSubmission(app, { ...place, projectId: robot }, 'accepted')
  assert.equal(await next(), null)
  app.clock.advance(dayMs)
  assert.equal((await next())?.[0], 'Nanti')
})

test('a thousand learners of five projects are rechecked at once', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const course = await makeCourse(app, mentor, { Satu: Array.from({ length: 20 }, (_, i) => `L${i}`) })
  const userIds = await insertLearners(app, course, { count: 1_000, lessons: 20 })
  await setRule(mentor, course.id, { needsLessons: true, needsQuizzes: true, needsProjects: true })
  const { submissions, enrolments } = app.database.tables
  const projectIds: string[] = []
  for (let i = 0; i < 5; i++) projectIds.push(await insertProject(app, course.id, { position: i }))
  const now = app.clock.now()
  for (const projectId of projectIds) {
    await app.database.transaction((tx) =>
      tx.insert(submissions).values(
        userIds.map((userId) => ({
          ...{ id: createId('submission', now.getTime()), projectId, courseId: course.id, userId },
          ...{ status: 'accepted' as const, attempts: 1, countedAttempts: 1, startedAt: now, updatedAt: now },
          ...{ version: 1, draft: { items: [], checklist: [], note: '' } }
        }))
      )
    )
  }
  const startedAt = performance.now()
  await app.database.transaction((tx, afterCommit) => app.progress.recheckCourse(tx, afterCommit, course.id))
  assert.ok(performance.now() - startedAt < 5_000)
  const completed = await app.database.read.$count(enrolments, eq(enrolments.status, 'completed'))
  assert.equal(completed, 500, 'the other half lacks a lesson')
})
