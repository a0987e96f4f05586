import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { asc, eq } from 'drizzle-orm'
import { dayMs } from '../../../src/lib/clock.js'
import { buildTestApp } from '../../support/app.js'
import { countHeld, createReader, mailsOf, setClock, tell, titlesOf, waitUntil } from './world.js'

const night = { quietHours: { from: '21:00', until: '05:30' } }
const daily = { types: [{ type: 'announcement', inApp: 'daily', mail: 'daily' }] }

describe('much that is held', () => {
  test('comes to all when it is due, however much waits for each of them', async (t) => {
    const app = await buildTestApp(t)
    setClock(app, '2030-01-08T10:00:00+07:00')
    const users = []
    for (let i = 0; i < 12; i++) users.push(await createReader(app, `pembaca${i}`, daily))
    const titles = Array.from({ length: 12 }, (_, i) => `Kabar ${i + 1}`)
    for (const title of titles) await tell(app, title, { users })
    assert.equal(await countHeld(app), 12 * 12 * 2)
    await waitUntil(app, '2030-01-09T07:00:00+07:00')
    assert.equal(await countHeld(app), 0)
    for (const user of users) {
      assert.deepEqual(await titlesOf(user), titles)
      assert.deepEqual(await mailsOf(app, user), [`digest: ${titles.join(', ')}`])
    }
  })

  test('goes past those who were told of the same at once', async (t) => {
    const app = await buildTestApp(t)
    setClock(app, '2030-01-07T22:00:00+07:00')
    const readers = []
    for (const name of ['ani', 'budi', 'citra']) readers.push(await createReader(app, name))
    const [first, middle, last] = readers.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))
    assert.ok(first && middle && last)
    for (const sleeper of [first, last]) await sleeper.put('/api/me/notification-preferences', night)
    await tell(app, 'Malam', { users: readers })
    assert.deepEqual(await titlesOf(middle), ['Malam'])
    const failures = t.mock.method(app.app.log, 'error')
    await waitUntil(app, '2030-01-08T05:30:00+07:00')
    for (const reader of readers) assert.deepEqual(await titlesOf(reader), ['Malam'])
    assert.equal(failures.mock.callCount(), 0, String(failures.mock.calls[0]?.arguments[0]))
  })

  test('takes nothing newer along when it is too old to keep', async (t) => {
    const app = await buildTestApp(t)
    const { database, clock, jobs } = app
    setClock(app, '2030-01-08T10:00:00+07:00')
    const reader = await createReader(app, 'harian', daily)
    await tell(app, 'Ditahan', { users: [reader] })
    clock.advance(dayMs / 2)
    // At once, and so before what is held: of a type that is told at once.
    await database.transaction((tx, afterCommit) =>
      app.events.emit(tx, afterCommit, {
        type: 'role_changed',
        data: {
          userId: reader.userId,
          added: [{ key: 'mentor', title: 'Mentor', organizationId: null, organizationName: null }],
          removed: []
        },
        audience: { userIds: [reader.userId] },
        actorId: null
      })
    )
    await app.settled()
    await waitUntil(app, '2030-01-09T07:00:00+07:00')
    const { notificationCounters, notificationDeliveries } = database.tables
    const readOf = async () => {
      const rows = await database.read
        .select()
        .from(notificationDeliveries)
        .where(eq(notificationDeliveries.userId, reader.userId))
        .orderBy(asc(notificationDeliveries.seq))
      const [counter] = await database.read
        .select()
        .from(notificationCounters)
        .where(eq(notificationCounters.userId, reader.userId))
      return { seqs: rows.map(({ seq }) => seq), unread: counter?.unread }
    }
    assert.deepEqual(await readOf(), { seqs: [1, 2], unread: 2 })
    setClock(app, '2030-02-07T11:00:00+07:00')
    await jobs.find(({ name }) => name === 'prune-notifications')?.run()
    assert.deepEqual(await readOf(), { seqs: [1], unread: 1 })
  })
})
