import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createId } from '../../../src/lib/ids.js'
import { assertErrorForm } from '../../support/error-form.js'
import { createCourse } from '../courses/courses.js'
import { buildCourse, messagesOf, patch, post } from './authoring.js'
import { insertContent } from './content.js'

test('a module begins as a draft behind all others, is changed, withdrawn and brought back', async (t) => {
  const { mentor, courseId, addModule, titles } = await buildCourse(t)
  const first = await addModule(' Minggu pertama ')
  assert.deepEqual(first.release, { kind: 'immediately' })
  assert.deepEqual([first.title, first.status, first.courseId, first.version], ['Minggu pertama', 'draft', courseId, 1])
  const second = await addModule('Minggu kedua', { summary: 'Rute', isFree: true })
  assert.deepEqual(await titles(), [['Minggu pertama'], ['Minggu kedua']])

  const url = `/api/modules/${first.id}`
  const changed = await patch(mentor, url, { title: 'Pengantar', status: 'published' })
  assert.deepEqual([changed.title, changed.status, changed.version], ['Pengantar', 'published', 2])
  const same = await mentor.patch(url, { title: 'Pengantar' })
  assert.equal(same.headers.etag, '"v2"')
  assertErrorForm(await mentor.patch(url, { title: 'Lama' }, { 'if-match': '"v1"' }), { status: 412 })
  assertErrorForm(await mentor.delete(url, { 'if-match': '"v1"' }), { status: 412 })
  assert.equal((await mentor.get(url, { 'if-none-match': '"v2"' })).status, 304)

  assert.equal((await mentor.delete(url, { 'if-match': '"v2"' })).status, 204)
  assert.equal((await mentor.delete(url)).status, 204)
  assert.deepEqual(await titles(), [['Minggu kedua']])
  const back = await patch(mentor, url, { status: 'published' })
  assert.equal(back.version, 4)
  assert.deepEqual(await titles(), [['Minggu kedua'], ['Pengantar']])
  assert.equal((await mentor.get(`/api/modules/${second.id}`)).body.summary, 'Rute')
})

test('the location of a new module is where it is', async (t) => {
  const { mentor, courseId } = await buildCourse(t)
  const made = await mentor.post(`/api/courses/${courseId}/modules`, { title: 'Satu' })
  const there = await mentor.get(String(made.headers.location))
  assert.deepEqual(there.body, made.body)
  assert.equal(there.headers.etag, made.headers.etag)
})

test('ten who add a module at once get ten places', async (t) => {
  const { courseId, addModule, titles, app } = await buildCourse(t)
  const names = Array.from({ length: 10 }, (_, i) => `Modul ${i}`)
  await Promise.all(names.map((name) => addModule(name)))
  assert.deepEqual((await titles()).flat().sort(), names)
  const { modules } = app.database.tables
  const rows = await app.database.read.select({ position: modules.position, courseId: modules.courseId }).from(modules)
  const positions = rows.filter((row) => row.courseId === courseId).map(({ position }) => position)
  assert.deepEqual(
    positions.sort((a, b) => a - b),
    names.map((_, i) => i)
  )
})

test('every rule of release comes back as it was given, and a fault in it is named', async (t) => {
  const { mentor, addModule, addLesson, courseId } = await buildCourse(t)
  const lesson = await addLesson(await addModule('Satu'), 'A')
  const module = await addModule('Dua')
  const url = `/api/modules/${module.id}`
  const rules = [
    { kind: 'date', at: '2026-12-01T17:00:00.000Z' },
    { kind: 'after_enrolment', days: 0 },
    { kind: 'after_enrolment', days: 3_650 },
    { kind: 'cohort_week', week: 520 },
    { kind: 'after_lesson', lessonId: lesson.id },
    { kind: 'immediately' }
  ]
  for (const release of rules) assert.deepEqual((await patch(mentor, url, { release })).release, release)
  const offset = await patch(mentor, url, { release: { kind: 'date', at: '2026-12-02T00:00:00+07:00' } })
  assert.equal(offset.release.at, '2026-12-01T17:00:00.000Z')

  const faults: [release: unknown, field: string][] = [
    [{}, 'release.kind'],
    [{ kind: 'someday' }, 'release.kind'],
    [{ kind: 'date' }, 'release.at'],
    [{ kind: 'date', at: '2026-02-30T00:00:00Z' }, 'release.at'],
    [{ kind: 'date', at: '1066-10-14T00:00:00Z' }, 'release.at'],
    [{ kind: 'date', at: '2026-12-01T17:00:00Z', days: 1 }, 'release.days'],
    [{ kind: 'immediately', at: '2026-12-01T17:00:00Z' }, 'release.at'],
    [{ kind: 'after_enrolment', days: -1 }, 'release.days'],
    [{ kind: 'after_enrolment', days: 3_651 }, 'release.days'],
    [{ kind: 'after_enrolment', days: 1.5 }, 'release.days'],
    [{ kind: 'cohort_week', week: 0 }, 'release.week'],
    [{ kind: 'cohort_week', week: 521 }, 'release.week'],
    [{ kind: 'after_lesson', lessonId: courseId }, 'release.lessonId'],
    ['immediately', 'release'],
    [null, 'release']
  ]
  for (const [release, field] of faults) {
    assertErrorForm(await mentor.patch(url, { release }), { status: 400, code: 'VALIDATION_FAILED', field })
    const created = await mentor.post(`/api/courses/${courseId}/modules`, { title: 'X', release })
    assertErrorForm(created, { status: 400, code: 'VALIDATION_FAILED', field })
  }
})

test('what waits for a lesson waits for one of its course that is there, and never in a circle', async (t) => {
  const { app, mentor, addModule, addLesson, titles } = await buildCourse(t)
  const [one, two] = [await addModule('Satu'), await addModule('Dua')]
  const [a, b, gone] = [await addLesson(one, 'A'), await addLesson(two, 'B'), await addLesson(one, 'C')]
  await mentor.delete(`/api/lessons/${gone.id}`)
  const { id: otherId } = await createCourse(mentor, { title: 'Menulis' })
  const foreign = (await insertContent(app, otherId, [{ lessons: [{ title: 'X' }] }])).X ?? ''
  const after = (lessonId: string) => ({ release: { kind: 'after_lesson', lessonId } })
  const url = { one: `/api/modules/${one.id}`, two: `/api/modules/${two.id}`, a: `/api/lessons/${a.id}` }

  for (const lessonId of [foreign, gone.id, createId('lesson')]) {
    const answer = await mentor.patch(url.two, after(lessonId))
    assertErrorForm(answer, { status: 422, code: 'UNKNOWN_LESSON', field: 'release.lessonId' })
    const created = await mentor.post(`/api/modules/${two.id}/lessons`, { title: 'D', ...after(lessonId) })
    assertErrorForm(created, { status: 422, code: 'UNKNOWN_LESSON', field: 'release.lessonId' })
  }
  const circle = { status: 422, code: 'RELEASE_CYCLE', field: 'release' }
  assertErrorForm(await mentor.patch(url.two, after(b.id)), circle)
  await patch(mentor, url.two, after(a.id))
  assertErrorForm(await mentor.patch(url.a, after(a.id)), circle)
  assertErrorForm(await mentor.patch(url.a, after(b.id)), circle)
  assertErrorForm(await mentor.patch(url.one, after(b.id)), circle)
  const moved = await mentor.patch(url.a, { moduleId: two.id })
  assertErrorForm(moved, { status: 422, code: 'RELEASE_CYCLE', field: 'moduleId' })
  assert.deepEqual(await titles(), [
    ['Satu', 'A'],
    ['Dua', 'B']
  ])

  await mentor.delete(url.a)
  await patch(mentor, `/api/lessons/${b.id}`, after((await addLesson(one, 'E')).id))
  await patch(mentor, url.two, { release: { kind: 'immediately' } })
  const withdrawn = await mentor.patch(url.two, after(a.id))
  assertErrorForm(withdrawn, { status: 422, code: 'UNKNOWN_LESSON', field: 'release.lessonId' })
})

test('a circle that a withdrawn lesson would close again is found when it is brought back', async (t) => {
  const { mentor, addModule, addLesson } = await buildCourse(t)
  const module = await addModule('Satu')
  const a = await addLesson(module, 'A')
  const b = await addLesson(module, 'B', { release: { kind: 'after_lesson', lessonId: a.id } })
  const c = await addLesson(module, 'C', { release: { kind: 'after_lesson', lessonId: b.id } })
  await mentor.delete(`/api/lessons/${b.id}`)
  await patch(mentor, `/api/lessons/${a.id}`, { release: { kind: 'after_lesson', lessonId: c.id } })
  const back = await mentor.patch(`/api/lessons/${b.id}`, { status: 'draft' })
  assertErrorForm(back, { status: 422, code: 'RELEASE_CYCLE', field: 'status' })
})

test('a course has 200 modules and 500 lessons at most, also when many are added at once', async (t) => {
  const { app, mentor, courseId, addModule } = await buildCourse(t)
  const module = await addModule('Satu')
  const lessons = Array.from({ length: 499 }, (_, i) => ({ title: `L${i}` }))
  const filler = Array.from({ length: 197 }, (_, i) => ({ title: `M${i}` }))
  await insertContent(app, courseId, [{ title: 'Penuh', lessons }, ...filler])
  const addMany = (url: string) =>
    Promise.all(Array.from({ length: 4 }, (_, i) => mentor.post(url, { title: `Baru ${i}` })))

  const addedModules = await addMany(`/api/courses/${courseId}/modules`)
  assert.deepEqual(addedModules.map(({ status }) => status).sort(), [201, 422, 422, 422])
  const addedLessons = await addMany(`/api/modules/${module.id}/lessons`)
  assert.deepEqual(addedLessons.map(({ status }) => status).sort(), [201, 422, 422, 422])
  for (const [answers, field] of [
    [addedModules, 'modules'],
    [addedLessons, 'lessons']
  ] as const) {
    const refused = answers.find(({ status }) => status === 422)
    assert.ok(refused)
    assertErrorForm(refused, { status: 422, code: 'TOO_MANY', field })
  }

  const lesson = addedLessons.find(({ status }) => status === 201)?.body
  const lessonUrl = `/api/lessons/${lesson.id}`
  await mentor.delete(lessonUrl)
  await post(mentor, `/api/modules/${module.id}/lessons`, { title: 'Ganti' })
  assertErrorForm(await mentor.patch(lessonUrl, { status: 'draft' }), {
    status: 422,
    code: 'TOO_MANY',
    field: 'lessons'
  })
})

test('the learners of a published course are told of a module that opens, once', async (t) => {
  const { app, mentor, addModule, publish, enrol } = await buildCourse(t)
  const learner = await enrol(await app.as('learner'))
  const told = async () =>
    (await messagesOf(learner)).filter(({ type }) => type === 'module_released').map(({ message }) => message)
  const wait = { release: { kind: 'after_enrolment', days: 7 } }

  const open = await addModule('Satu')
  const [timed, free] = [await addModule('Dua', wait), await addModule('Tiga', { ...wait, isFree: true })]
  const passed = await addModule('Empat', { release: { kind: 'date', at: '2020-01-01T00:00:00Z' } })
  assert.deepEqual(await told(), [])
  for (const module of [open, timed, free, passed]) await publish('modules', module)
  const of = 'of “Dasar pemrograman web” is open.'
  assert.deepEqual(await told(), [`“Empat” ${of}`, `“Tiga” ${of}`, `“Satu” ${of}`])
  await mentor.delete(`/api/modules/${open.id}`)
  await publish('modules', open)
  assert.equal((await told()).length, 3)
  await patch(mentor, `/api/modules/${timed.id}`, { release: { kind: 'immediately' } })
  assert.equal((await told())[0], `“Dua” ${of}`)
})

test('a module that opens at a date is told once, whether it is published before the date or after', async (t) => {
  const { app, mentor, addModule, publish, enrol } = await buildCourse(t)
  const learner = await enrol(await app.as('learner'))
  const told = async () => (await messagesOf(learner)).filter(({ type }) => type === 'module_released').length
  const job = app.jobs.find(({ name }) => name === 'announce-releases')
  const at = new Date(app.clock.now().getTime() + 60_000).toISOString()
  const [early, late] = [
    await addModule('Satu', { release: { kind: 'date', at } }),
    await addModule('Dua', { release: { kind: 'date', at } })
  ]
  await publish('modules', early)
  await job?.run()
  app.clock.advance(90_000)
  assert.equal(await told(), 0)
  await publish('modules', late)
  assert.equal(await told(), 1)
  await job?.run()
  await app.settled()
  assert.equal(await told(), 2)
  for (const module of [early, late]) {
    await mentor.delete(`/api/modules/${module.id}`)
    await publish('modules', module)
  }
  assert.equal(await told(), 2)
})

test('nobody is told of the modules of a course that is not published', async (t) => {
  const { app, mentor, enrol } = await buildCourse(t)
  const learner = await enrol(await app.as('learner'))
  const { id } = await createCourse(mentor)
  await post(mentor, `/api/courses/${id}/enrolments`, { userIds: [learner.userId] })
  const module = await post(mentor, `/api/courses/${id}/modules`, { title: 'Satu' })
  await patch(mentor, `/api/modules/${module.id}`, { status: 'published' })
  assert.ok((await messagesOf(learner)).every(({ type }) => type !== 'module_released'))
})
