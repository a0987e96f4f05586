import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildTestApp, type TestApp } from '../support/app.js'
import type { Client } from '../support/client.js'
import { nextFrame, openStream } from '../support/stream.js'

/** A thousand of them in the long run (`npm run test:chaos`): the system holds megabytes for each. */
const readers = Number(process.env.NEVER_READERS ?? 100)
const usersOfThem = Math.ceil(readers / 5)
/** Together more than what the system takes in for a socket that nobody reads, by far. */
const notificationsEach = 6_000
const message = 'Kabar yang panjang sekali. '.repeat(70)
const mostBytesEach = 128 * 1024

/** What thousands of days at school would leave, past the product: the same notifications for each of these users. */
async function fillLists(app: TestApp, userIds: readonly string[]): Promise<void> {
  const { notifications, notificationDeliveries, notificationCounters } = app.database.tables
  const now = app.clock.now()
  const ids = Array.from({ length: notificationsEach }, (_, i) => `notif_${String(i).padStart(8, '0')}`)
  const rest = { link: null, createdBy: null, titleId: null, messageId: null, createdAt: now }
  await app.database.transaction(async (tx) => {
    for (let i = 0; i < ids.length; i += 1_000) {
      const some = ids.slice(i, i + 1_000)
      await tx.insert(notifications).values(some.map((id) => ({ id, type: 'note', title: id, message, ...rest })))
    }
  })
  for (const userId of userIds) {
    await app.database.transaction(async (tx) => {
      for (let i = 0; i < ids.length; i += 1_000) {
        await tx
          .insert(notificationDeliveries)
          .values(
            ids
              .slice(i, i + 1_000)
              .map((notificationId, j) => ({ userId, seq: i + j + 1, notificationId, readAt: null }))
          )
      }
      const counts = { seq: ids.length, prunedSeq: 0, unread: ids.length, lastNotificationId: null, version: 1 }
      await tx.insert(notificationCounters).values({ userId, ...counts, changedAt: now })
    })
  }
}

/** Asks for a stream from the beginning and never takes a byte of it. */
function openAndNeverRead(address: string, client: Client, position: string): () => void {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname).pause()
  socket.on('error', () => {})
  const lines = [
    'GET /api/notifications/stream HTTP/1.1',
    `host: ${hostname}`,
    'accept: text/event-stream',
    `cookie: ${client.cookieHeader().cookie}`,
    `last-event-id: ${position}`
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  return () => socket.destroy()
}

describe('streams that are never read', () => {
  test('hold a bounded piece of memory each, and others do not notice', async (t) => {
    const app = await buildTestApp(t)
    const address = await app.listen()
    const admin = await app.as('admin')
    const healthy = await app.signInAs({ username: 'sehat' })
    const clients = await Promise.all(
      Array.from({ length: usersOfThem }, (_, i) => app.signInAs({ username: `diam${i}` }))
    )
    await fillLists(
      app,
      clients.map(({ userId }) => userId)
    )
    const { body } = await healthy.get('/api/notifications')
    const start = String(body.streamPosition).replace(/\.\d+$/, '.0')
    const stream = await openStream(t, address, healthy)
    await nextFrame(stream)
    for (let i = 0; i < readers; i++) {
      t.after(openAndNeverRead(address, clients[i % usersOfThem] as Client, start))
    }

    while (app.streams.count() < readers + 1) await sleep(50)

    let most = 0
    for (let i = 0; i < 20; i++) {
      const title = `Kabar ${i}`
      await admin.post('/api/notifications', { type: 'note', title, message: 'Isi.', userIds: [healthy.userId] })
      assert.deepEqual((await nextFrame(stream, 5_000)).titles, [title])
      most = Math.max(most, app.streams.stats().bufferedBytes / readers)
      await sleep(100)
    }
    assert.ok(most > 0, 'the system has taken it all in: this shows nothing')
    assert.ok(most <= mostBytesEach, `${Math.round(most / 1024)} KiB for each`)
  })
})
