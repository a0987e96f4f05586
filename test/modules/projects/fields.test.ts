import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newNumbers } from '../../../src/modules/projects/projects.numbers.js'
import { insertContent } from '../content/content.js'
import { publishCourse } from '../courses/courses.js'
import { addProject, fields, makeWorld } from './projects.js'

test('what a project cannot be is refused, and the answer names the field', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, courseId, lessonId } = world
  const foreignCourse = (await publishCourse(mentor, { title: 'Lain' })).id
  const foreign = await insertContent(app, foreignCourse, [{ lessons: [{ title: 'Asing' }] }])
  const own = await insertContent(app, courseId, [{ lessons: [{ title: 'Lama', status: 'archived' }] }])
  const project = await addProject(world)
  const before = (await mentor.get(`/api/projects/${project.id}`)).body
  const deliverable = { title: 'Kode', kind: 'repository' }
  const dueAt = '2126-12-14T16:59:00.000Z'
  const bad: [body: object, status: number, field: string][] = [
    [{ title: ' ' }, 400, 'title'],
    [{ title: 'a\nb' }, 400, 'title'],
    [{ title: 'x'.repeat(201) }, 400, 'title'],
    [{ brief: 'x'.repeat(50_001) }, 400, 'brief'],
    [{ brief: 'a\u0001b' }, 400, 'brief'],
    [{ brief: '[x](javascript:alert(1))' }, 422, 'brief'],
    [{ brief: '![x](/api/files/file_01jd3w8q2k0000abcdefghjkmn)' }, 422, 'brief'],
    [{ deliverables: [{ ...deliverable, kind: 'video' }] }, 400, 'deliverables.0.kind'],
    [{ deliverables: [{ kind: 'link' }] }, 400, 'deliverables.0.title'],
    [{ deliverables: [{ ...deliverable, points: 1 }] }, 400, 'deliverables.0.points'],
    [{ deliverables: Array(21).fill(deliverable) }, 400, 'deliverables'],
    [{ deliverables: [{ ...deliverable, id: 'dlv_0' }] }, 422, 'deliverables.0.id'],
    [{ checklist: [{ text: '' }] }, 400, 'checklist.0.text'],
    [{ checklist: [{ text: 'x', id: 'cli_0' }] }, 422, 'checklist.0.id'],
    [{ lessonId: 'les_0' }, 422, 'lessonId'],
    [{ lessonId: foreign.Asing }, 422, 'lessonId'],
    [{ lessonId: own.Lama }, 422, 'lessonId'],
    [{ rubricVersionId: 'rbv_0' }, 422, 'rubricVersionId'],
    [{ rubricId: 'rub_0' }, 422, 'rubricId'],
    [{ rubricId: 'rub_0', rubricVersionId: 'rbv_0' }, 400, 'rubricId'],
    [{ dueAt: '2126-12-14' }, 400, 'dueAt'],
    [{ dueAt: '2126-02-30T00:00:00Z' }, 400, 'dueAt'],
    [{ dueAt: '9999-12-14T00:00:00Z' }, 400, 'dueAt'],
    [{ dueAt, lateRule: 'forgive' }, 400, 'lateRule'],
    [{ dueAt, lateRule: 'deduct' }, 422, 'latePercentPerDay'],
    [{ dueAt, lateRule: 'deduct', latePercentPerDay: null }, 422, 'latePercentPerDay'],
    [{ dueAt, lateRule: 'deduct', latePercentPerDay: 0 }, 400, 'latePercentPerDay'],
    [{ dueAt, lateRule: 'deduct', latePercentPerDay: 101 }, 400, 'latePercentPerDay'],
    [{ dueAt, lateRule: 'deduct', latePercentPerDay: 2.5 }, 400, 'latePercentPerDay'],
    [{ dueAt, latePercentPerDay: 10 }, 422, 'latePercentPerDay'],
    [{ dueAt, lateRule: 'refuse', lateDays: 3 }, 422, 'lateDays'],
    [{ dueAt, lateDays: 0 }, 400, 'lateDays'],
    [{ dueAt, lateDays: 366 }, 400, 'lateDays'],
    [{ maxAttempts: 0 }, 400, 'maxAttempts'],
    [{ maxAttempts: '3' }, 400, 'maxAttempts'],
    [{ reviewHours: null }, 400, 'reviewHours'],
    [{ isRequired: 1 }, 400, 'isRequired'],
    [{ number: 'PRJ-202611-0001' }, 400, 'number']
  ]
  for (const [body, status, field] of bad) {
    const answers = [
      await mentor.patch(`/api/projects/${project.id}`, body),
      await mentor.post(`/api/courses/${courseId}/projects`, { ...fields, ...body })
    ]
    for (const answer of answers) {
      assert.deepEqual([answer.status, Object.keys(answer.body.details)], [status, [field]], JSON.stringify(body))
    }
  }
  for (const body of [{ position: -1 }, { position: 1.5 }, { status: 'open' }, {}]) {
    assert.equal((await mentor.patch(`/api/projects/${project.id}`, body)).status, 400, JSON.stringify(body))
  }
  assert.deepEqual((await mentor.get(`/api/projects/${project.id}`)).body, before, 'nothing changed')
  assert.equal((await mentor.get(`/api/courses/${courseId}/projects?total=true`)).body.total, 1)
  const whole = await mentor.patch(`/api/projects/${project.id}`, {
    ...{ lessonId, dueAt, lateRule: 'deduct', latePercentPerDay: 100, lateDays: 365, maxAttempts: 100 }
  })
  assert.equal(whole.status, 200, whole.text)
  const refused = await mentor.patch(`/api/projects/${project.id}`, { lateRule: 'accept' })
  assert.deepEqual([refused.status, refused.body.code], [422, 'INVALID_LATE_RULE'], 'with what it has already')
  const neither = { lateRule: 'refuse', latePercentPerDay: null, lateDays: null, dueAt: null }
  assert.equal((await mentor.patch(`/api/projects/${project.id}`, neither)).body.dueAt, null)
})

test('every project has a number of its own, however many are made at once', async (t) => {
  const world = await makeWorld(t)
  const { mentor } = world
  const other = { mentor, courseId: (await publishCourse(mentor, { title: 'Lain' })).id }
  const made = await Promise.all(
    Array.from({ length: 20 }, (_, i) => addProject(i % 2 ? world : other, {}, { isOpen: false }))
  )
  const numbers = made.map(({ number }) => number).sort()
  assert.deepEqual(
    numbers.map((number) => number.slice(-4)),
    Array.from({ length: 20 }, (_, i) => String(i + 1).padStart(4, '0'))
  )
  const positions = made.filter((_, i) => i % 2).map(({ position }) => position)
  assert.deepEqual(
    positions.sort((x, y) => x - y),
    Array.from({ length: 10 }, (_, i) => i)
  )
})

test('numbers are counted within the month that it is in the course', async (t) => {
  const { app } = await makeWorld(t)
  const now = new Date('2026-11-30T20:00:00Z')
  const take = (timeZone: string, count: number) =>
    app.database.transaction((tx) => newNumbers(app.database, tx, { now, timeZone, count }))
  assert.deepEqual(await take('UTC', 2), ['PRJ-202611-0001', 'PRJ-202611-0002'])
  assert.deepEqual(await take('Asia/Jakarta', 1), ['PRJ-202612-0001'])
  assert.deepEqual(await take('UTC', 0), [])
  await assert.rejects(
    app.database.transaction(async (tx) => {
      await newNumbers(app.database, tx, { now, timeZone: 'UTC', count: 5 })
      throw new Error('rolled back')
    })
  )
  await app.database.transaction((tx) => tx.update(app.database.tables.projectNumbers).set({ last: 9_999 }))
  assert.deepEqual(await take('UTC', 1), ['PRJ-202611-10000'])
})
