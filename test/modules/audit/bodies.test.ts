import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { recordedBy } from '../../support/audit.js'
import { publishCourse } from '../courses/courses.js'

describe('what an administrator sends', () => {
  test('as a table of learners is not copied into the log byte by byte', async (t) => {
    const app = await buildTestApp(t)
    const admin = await app.as('admin')
    const course = await publishCourse(await app.as('mentor'))
    await app.createUser({ username: 'sari.dewi' })
    const rows = await recordedBy(app, async () => {
      const payload = 'username\r\nsari.dewi\r\n'
      const url = `/api/courses/${course.id}/enrolments/import`
      const answer = await admin.request('POST', url, { payload, headers: { 'content-type': 'text/csv' } })
      assert.equal(answer.status, 200, answer.text)
    })
    assert.deepEqual(
      rows.map(({ action, after }) => [action, after]),
      [['importEnrolments', null]]
    )
  })

  test('as a note of their own is for nobody else, in whose organisation it may be', async (t) => {
    const app = await buildTestApp(t)
    const admin = await app.as('admin')
    const mentor = await app.as('mentor')
    const course = await publishCourse(mentor)
    const { body: module } = await mentor.post(`/api/courses/${course.id}/modules`, { title: 'Satu' })
    const lesson = { title: 'Bacaan', isFree: true }
    const { body: made, text } = await mentor.post(`/api/modules/${module.id}/lessons`, lesson)
    assert.ok(made.id, text)
    const rows = await recordedBy(app, async () => {
      const note = await admin.post(`/api/lessons/${made.id}/notes`, { text: 'Milikku sendiri' })
      assert.equal(note.status, 201, note.text)
      const url = `/api/notes/${note.body.id}`
      assert.equal((await admin.patch(url, { text: 'Tetap milikku' })).status, 200)
      assert.equal((await admin.delete(url)).status, 204)
    })
    assert.deepEqual(rows, [])
  })
})
