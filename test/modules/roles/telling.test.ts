import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { buildTestApp, type TestApp } from '../../support/app.js'

/** The changes of roles: whose webhooks hear of them, who is told, and what. */
async function changesOf({ database }: TestApp) {
  const { events } = database.tables
  const rows = await database.read.select().from(events).where(eq(events.type, 'role_changed')).orderBy(events.id)
  return rows.map(({ organizationId, audience, data }) => ({
    organizationId,
    audience,
    added: (data.added as { key: string }[]).map(({ key }) => key),
    removed: (data.removed as { key: string }[]).map(({ key }) => key)
  }))
}

test('a change of roles in several organisations is told once, and to each of them what happens there', async (t) => {
  const app = await buildTestApp(t)
  const [admin, learner] = [await app.as('admin'), await app.as('learner')]
  const here = app.organizationId
  const { id: there } = (await admin.post('/api/organizations', { name: 'Sekolah lain' })).body
  const assignments = [
    { role: 'mentor', organizationId: here },
    { role: 'facilitator', organizationId: there }
  ]
  const { status, text } = await admin.put(`/api/users/${learner.userId}/roles`, { assignments })
  assert.equal(status, 200, text)

  const told = { audience: { userIds: [learner.userId] }, organizationId: null }
  const [personal, ...ofPlaces] = await changesOf(app)
  assert.deepEqual(personal, { ...told, added: ['mentor', 'facilitator'], removed: ['learner'] })
  assert.deepEqual(
    ofPlaces.sort((a, b) => a.added.join().localeCompare(b.added.join())),
    [
      { organizationId: there, audience: null, added: ['facilitator'], removed: [] },
      { organizationId: here, audience: null, added: ['mentor'], removed: ['learner'] }
    ]
  )
  assert.equal((await learner.get('/api/notifications?total=true')).body.total, 1)
})

test('who leaves an organisation is not told of it, and its other systems are', async (t) => {
  const app = await buildTestApp(t)
  const learner = await app.as('learner')
  const url = `/api/organizations/${app.organizationId}/members/${learner.userId}`
  assert.equal((await learner.delete(url)).status, 204)
  assert.deepEqual(await changesOf(app), [
    { organizationId: app.organizationId, audience: null, added: [], removed: ['learner'] }
  ])
})
