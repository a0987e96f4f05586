import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { assertErrorForm } from '../../support/error-form.js'

test('a text is shown as it will be, and refused as it would be', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const preview = (source: string) => mentor.post('/api/markdown/preview', { source })
  const { status, body } = await preview('# Halo\n\n<script>alert(1)</script>')
  assert.equal(status, 200)
  assert.deepEqual(body, { html: '<h1>Halo</h1>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n' })
  assertErrorForm(await preview('[klik](javascript:alert(1))'), {
    status: 422,
    code: 'UNSAFE_LINK',
    field: 'source'
  })
  assertErrorForm(await preview('a'.repeat(200_001)), { status: 400, field: 'source' })
  // To render takes its time: nobody has it done who writes no lessons.
  const learner = await app.as('learner')
  assertErrorForm(await learner.post('/api/markdown/preview', { source: 'Halo' }), { status: 403 })
})
