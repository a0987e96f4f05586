import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertAttempt } from '../../support/project-rows.js'
import { changeLesson, completeLesson, insertContent, setEnrolment } from '../content/content.js'
import { publishCourse } from '../courses/courses.js'
import { addProject, codeOf, inOneWeek, makeWorld } from './projects.js'

type Item = Record<string, unknown> & { title: string; own: Record<string, unknown> | null }

test('learners see the published projects, each with how they stand to it and why it is locked', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, courseId, lessonId } = world
  const opensAt = new Date(app.clock.now().getTime() + inOneWeek)
  const ids = await insertContent(app, courseId, [
    {
      title: 'Lanjutan',
      lessons: [
        { title: 'Nanti', releaseKind: 'date', releaseAt: opensAt },
        { title: 'Sesudah', releaseKind: 'after_lesson', releaseLessonId: lessonId },
        { title: 'Draf', status: 'draft' }
      ]
    }
  ])
  const dueAt = new Date(app.clock.now().getTime() + 2 * inOneWeek).toISOString()
  const common = { dueAt, lateRule: 'refuse', maxAttempts: 2 }
  const made: Record<string, { id: string }> = {}
  for (const [title, lesson] of [
    ['Bebas', null],
    ['Pertama', lessonId],
    ['Nanti', ids.Nanti],
    ['Sesudah', ids.Sesudah],
    ['Tersembunyi', ids.Draf]
  ] as const) {
    made[title] = await addProject(world, { title, lessonId: lesson, ...common })
  }
  await addProject(world, { title: 'Belum terbit' }, { isOpen: false })
  const gone = await addProject(world, { title: 'Dulu' })
  await mentor.delete(`/api/projects/${gone.id}`)
  const idOf = (title: string) => made[title]?.id ?? ''

  const url = `/api/courses/${courseId}/projects`
  const list = async (client = learner, query = ''): Promise<Item[]> => (await client.get(`${url}${query}`)).body.data
  const titles = async (...args: Parameters<typeof list>) => (await list(...args)).map(({ title }) => title)
  const seen = await list()
  assert.deepEqual(
    seen.map(({ title, lock }) => [title, lock]),
    [
      ['Bebas', null],
      ['Pertama', null],
      ['Nanti', { reason: 'date', opensAt: opensAt.toISOString(), lessonId: null }],
      ['Sesudah', { reason: 'after_lesson', opensAt: null, lessonId }]
    ]
  )
  const own = { submissionId: null, status: null, attemptsUsed: 0, attemptsLeft: 2 }
  assert.deepEqual(seen[0]?.own, { ...own, dueAt, closesAt: dueAt, isExtended: false })
  assert.deepEqual([seen[0]?.maxPoints, seen[0]?.maxAttempts, 'brief' in (seen[0] ?? {})], [100, 2, false])
  assert.deepEqual([seen[2]?.maxPoints, seen[2]?.maxAttempts, seen[2]?.dueAt], [undefined, undefined, dueAt])

  const locked = await learner.get(`/api/projects/${idOf('Nanti')}`)
  assert.deepEqual(
    [locked.status, locked.body.code, locked.body.details],
    [409, 'LESSON_LOCKED', { reason: ['date'], opensAt: [opensAt.toISOString()] }]
  )
  assert.deepEqual(codeOf(await learner.get(`/api/projects/${idOf('Tersembunyi')}`)), [404, 'NOT_FOUND'])
  await completeLesson(app, { userId: learner.userId, lessonId, courseId })
  assert.equal((await learner.get(`/api/projects/${idOf('Sesudah')}`)).status, 200)

  const extended = new Date(Date.parse(dueAt) + inOneWeek).toISOString()
  const reason = { dueAt: extended, reason: 'Sakit.' }
  await mentor.put(`/api/projects/${idOf('Pertama')}/extensions/${learner.userId}`, reason)
  const { submissionId } = await insertAttempt(app, { projectId: idOf('Pertama'), userId: learner.userId })
  const started = (await list())[1]?.own
  assert.deepEqual(started, {
    ...{ submissionId, status: 'submitted', attemptsUsed: 1, attemptsLeft: 1 },
    ...{ dueAt: extended, closesAt: extended, isExtended: true }
  })
  const other = await app.signInAs({ username: 'budi' })
  await setEnrolment(app, { courseId, userId: other.userId, status: 'completed' })
  assert.equal((await list(other))[1]?.own?.isExtended, false)

  // What one has handed in stays readable, even when the lesson is locked again.
  await changeLesson(app, { id: ids.Sesudah ?? '', courseId, changes: { releaseKind: 'date', releaseAt: opensAt } })
  assert.deepEqual(codeOf(await learner.get(`/api/projects/${idOf('Sesudah')}`)), [409, 'LESSON_LOCKED'])
  await insertAttempt(app, { projectId: idOf('Sesudah'), userId: learner.userId })
  assert.equal((await learner.get(`/api/projects/${idOf('Sesudah')}`)).status, 200)
  assert.deepEqual(
    (await list()).map(({ lock }) => lock !== null),
    [false, false, true, false]
  )

  const all = ['Bebas', 'Pertama', 'Nanti', 'Sesudah', 'Tersembunyi']
  assert.deepEqual(await titles(mentor), [...all, 'Belum terbit', 'Dulu'])
  assert.deepEqual(await titles(await app.as('facilitator')), [...all, 'Dulu'])
  assert.deepEqual(await titles(mentor, '?status=draft'), ['Belum terbit'])
  assert.deepEqual(await titles(learner, '?status=draft'), [])
  assert.deepEqual(await titles(learner, '?status=archived'), [])

  const page = (await learner.get(`${url}?limit=3&total=true`)).body
  assert.deepEqual([page.data.length, page.total], [3, 4])
  assert.deepEqual(await titles(learner, `?limit=3&cursor=${page.nextCursor}`), ['Sesudah'])
  assert.equal((await mentor.get(`${url}?total=true&limit=1`)).body.total, 7)
})

test('projects are for who learns in the course and who works on it', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, courseId } = world
  const { id } = await addProject(world)
  const list = `/api/courses/${courseId}/projects`
  const one = `/api/projects/${id}`
  const other = await app.signInAs({ username: 'budi' })
  for (const url of [list, one]) {
    assert.deepEqual(codeOf(await app.anonymous().get(url)), [401, 'UNAUTHENTICATED'])
    assert.deepEqual(codeOf(await other.get(url)), [403, 'NOT_ENROLLED'])
    for (const status of ['pending', 'expired', 'cancelled'] as const) {
      await setEnrolment(app, { courseId, userId: other.userId, status })
      assert.deepEqual(codeOf(await other.get(url)), [403, 'NOT_ENROLLED'], status)
    }
    const expiresAt = new Date(app.clock.now().getTime() - 1)
    await setEnrolment(app, { courseId, userId: other.userId, status: 'active', expiresAt })
    assert.deepEqual(codeOf(await other.get(url)), [403, 'NOT_ENROLLED'], 'by the clock')
    assert.equal((await learner.get(url)).status, 200)
  }
  const hidden = await publishCourse(mentor, { title: 'Rahasia', visibility: 'invite_only' })
  const secret = await addProject({ mentor, courseId: hidden.id })
  for (const url of [`/api/courses/${hidden.id}/projects`, `/api/projects/${secret.id}`]) {
    assert.deepEqual(codeOf(await learner.get(url)), [404, 'NOT_FOUND'])
    assert.equal((await (await app.as('facilitator')).get(url)).status, 200)
  }
  // Who reviews a course need not see it otherwise.
  const reviewer = await app.signInAs({ username: 'other.mentor', role: 'mentor' })
  assert.deepEqual(codeOf(await reviewer.get(`/api/projects/${secret.id}`)), [404, 'NOT_FOUND'])
  const listing = { courseId: hidden.id, userId: reviewer.userId, createdAt: app.clock.now() }
  await app.database.transaction((tx) => tx.insert(app.database.tables.courseReviewers).values(listing))
  assert.equal((await reviewer.get(`/api/projects/${secret.id}`)).status, 200)
  assert.equal((await reviewer.get(`/api/courses/${hidden.id}/projects`)).body.data.length, 1)
  assert.deepEqual(codeOf(await reviewer.patch(`/api/projects/${secret.id}`, { title: 'x' })), [403, 'FORBIDDEN'])
})
