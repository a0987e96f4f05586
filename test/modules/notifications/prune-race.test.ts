import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { dayMs } from '../../../src/lib/clock.js'
import { buildTestApp } from '../../support/app.js'
import { holdRow } from '../../support/hold-row.js'

test('what is read in the moment in which it becomes too old is taken off the badge once', async (t) => {
  const app = await buildTestApp(t)
  const { clock, database, jobs } = app
  const learner = await app.as('learner')
  const admin = await app.as('admin')
  const announcement = { type: 'announcement', title: 'Kabar', message: 'Isi.', userIds: [learner.userId] }
  const { body } = await admin.post('/api/notifications', announcement)
  clock.advance(20 * dayMs)
  const other = await app.signInAs({ username: 'lain', role: 'admin' })
  await other.post('/api/notifications', { ...announcement, title: 'Baru' })
  clock.advance(11 * dayMs)
  const again = await app.signIn('a.learner')

  const { notificationCounters: counters } = database.tables
  const free = await holdRow(app, (tx) =>
    tx.select({ userId: counters.userId }).from(counters).where(eq(counters.userId, learner.userId))
  )
  const reading = again.post(`/api/notifications/${body.id}/read`)
  await new Promise((resolve) => setTimeout(resolve, 300))
  const pruning = jobs.find(({ name }) => name === 'prune-notifications')?.run()
  await new Promise((resolve) => setTimeout(resolve, 300))
  await free()
  assert.equal((await reading).status, 204)
  await pruning
  const list = (await again.get('/api/notifications')).body
  assert.deepEqual([list.data.length, list.unreadCount], [1, 1])
})
