// Runs once: no answer here depends on the database.
import assert from 'node:assert/strict'
import test from 'node:test'
import { buildTestApp } from '../support/app.js'
import { assertErrorForm } from '../support/error-form.js'

const preferences = '/api/me/notification-preferences'
const text = { title: 'Libur', message: 'Besok.' }

test('an error names the field and says what it must look like', async (t) => {
  const admin = await (await buildTestApp(t)).as('admin')
  const refused = [
    ['PUT', preferences, { digest: { at: '7:00', weekday: 1 } }, 'digest.at must be a time of the day like 07:30'],
    ['PUT', preferences, { digest: { at: '07:00', weekday: 8 } }, 'digest.weekday must be at most 7'],
    ['PUT', preferences, { digest: { at: '07:00', weekday: 0 } }, 'digest.weekday must be at least 1'],
    ['POST', '/api/broadcasts', { ...text, audience: {} }, 'audience must not be empty'],
    ['POST', '/api/broadcasts', { ...text, title: '', audience: { all: true } }, 'title must not be empty'],
    [
      'POST',
      '/api/broadcasts',
      { ...text, audience: { all: true }, sendAt: 'besok' },
      'sendAt must be a moment like 2026-11-20T08:00:00Z'
    ],
    ['GET', '/api/audit-log?actorId=sari', undefined, 'actorId must be an id, which begins with usr_'],
    ['PUT', '/api/me/muted-courses/web', undefined, 'courseId must be an id, which begins with crs_']
  ] as const
  for (const [method, url, body, message] of refused) {
    const payload = body && { payload: body }
    const answer = await admin.request(method, url, { ...payload })
    assertErrorForm(answer, { status: 400, code: 'VALIDATION_FAILED' })
    assert.equal(answer.body.message, message)
  }
})
