import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildCourse, patch, post } from './authoring.js'

test('what somebody writes who may not write there is not looked at', async (t) => {
  const { app, mentor, addModule, addLesson, openLesson } = await buildCourse(t)
  const unsafe = '[x](javascript:alert)'
  const open = await openLesson()
  const draft = await addLesson(await addModule('Naskah'), 'Rahasia')
  const stranger = await app.signInAs({ username: 'joko' })
  for (const [lesson, code] of [
    [open, 'FORBIDDEN'],
    [draft, 'NOT_FOUND']
  ]) {
    const text = { kind: 'text', title: 'Catatan', body: unsafe }
    const { id } = await post(mentor, `/api/lessons/${lesson.id}/materials`, { ...text, body: 'Halo' })
    for (const answer of [
      await stranger.patch(`/api/lessons/${lesson.id}`, { content: unsafe }),
      await stranger.post(`/api/lessons/${lesson.id}/materials`, text),
      await stranger.post(`/api/lessons/${lesson.id}/materials`, { kind: 'video', title: 'Tanpa alamat' }),
      await stranger.patch(`/api/materials/${id}`, { body: unsafe })
    ]) {
      assert.equal(answer.body.code, code, answer.text)
    }
    assert.equal((await mentor.patch(`/api/materials/${id}`, { body: unsafe })).body.code, 'UNSAFE_LINK')
    await patch(mentor, `/api/materials/${id}`, { body: 'Halo lagi' })
  }
})
