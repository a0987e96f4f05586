import assert from 'node:assert/strict'
import test from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { assertErrorForm } from '../../support/error-form.js'
import { publishCourse } from '../courses/courses.js'
import { settings } from './certificates.js'

test('a course gives no certificates until its manager says so', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const facilitator = await app.as('facilitator')
  const course = await publishCourse(mentor, { title: 'Merakit robot' })
  const url = `/api/courses/${course.id}/certificate-settings`

  const before = await facilitator.get(url)
  assert.deepEqual(before.body, {
    ...{ courseId: course.id, isEnabled: false, title: 'Merakit robot', description: '', validMonths: null },
    updatedAt: null
  })
  assert.equal(before.headers.etag, '"v0"')

  const saved = await mentor.put(url, { ...settings, title: '  Dasar Robotika ' }, { 'if-match': '"v0"' })
  assert.equal(saved.status, 200, saved.text)
  const { updatedAt, ...rest } = saved.body
  assert.deepEqual(rest, { courseId: course.id, ...settings })
  assert.ok(Math.abs(Date.parse(updatedAt) - app.clock.now().getTime()) < 60_000)
  assert.equal(saved.headers.etag, '"v1"')
  const again = await facilitator.get(url)
  assert.deepEqual(again.body, saved.body)
  assert.equal((await facilitator.get(url, { 'if-none-match': '"v1"' })).status, 304)

  assertErrorForm(await mentor.put(url, settings, { 'if-match': '"v0"' }), { status: 412 })
  assert.equal((await mentor.put(url, { ...settings, validMonths: null })).body.validMonths, null)
  assert.equal((await mentor.get(url)).headers.etag, '"v2"')
})

test('who may not, and what may not be', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const facilitator = await app.as('facilitator')
  const learner = await app.as('learner')
  const course = await publishCourse(mentor)
  const draft = await mentor.post('/api/courses', { title: 'Rahasia' })
  const url = `/api/courses/${course.id}/certificate-settings`

  assertErrorForm(await facilitator.put(url, settings), { status: 403 })
  assertErrorForm(await learner.get(url), { status: 403 })
  assertErrorForm(await learner.get(`/api/courses/${draft.body.id}/certificate-settings`), { status: 404 })

  const bad: [field: string, value: unknown][] = [
    ['title', ''],
    ['title', '  '],
    ['title', 'a\nb'],
    ['title', 'x'.repeat(201)],
    ['description', 'x'.repeat(1_001)],
    ['description', 'a\u0007b'],
    ['validMonths', 0],
    ['validMonths', 1_201],
    ['validMonths', 1.5],
    ['isEnabled', 'true']
  ]
  for (const [field, value] of bad) {
    assertErrorForm(await mentor.put(url, { ...settings, [field]: value }), { status: 400, field })
  }
  assert.equal((await mentor.get(url)).body.updatedAt, null, 'nothing was written')
})
