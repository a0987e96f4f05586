import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { runSql } from '../../support/sql.js'

const minuteMs = 60_000

const announce = (title: string, userIds: readonly string[]) => ({
  type: 'announcement',
  title,
  message: 'Isi.',
  userIds
})

async function titlesOf(client: Client): Promise<string[]> {
  const { body } = await client.get('/api/notifications?limit=100')
  return body.data.map(({ title }: { title: string }) => title)
}

async function eventsOf({ database: { read, tables } }: TestApp) {
  return read.select().from(tables.events)
}

/** Makes the database refuse notifications with this title, as a fault of the product would. */
async function refuseTitle(app: TestApp, title: string): Promise<void> {
  const condition = `new.title = '${title}'`
  await runSql(
    app,
    app.database.dialect === 'sqlite'
      ? [
          `create trigger refuse_title before insert on notifications when ${condition} begin select raise(abort, 'refused'); end`
        ]
      : [
          `create function refuse_title() returns trigger language plpgsql as $$ begin if ${condition} then raise exception 'refused'; end if; return new; end $$`,
          'create trigger refuse_title before insert on notifications for each row execute function refuse_title()'
        ]
  )
}

async function refuseNothing(app: TestApp): Promise<void> {
  await runSql(app, [`drop trigger refuse_title${app.database.dialect === 'sqlite' ? '' : ' on notifications'}`])
}

describe('the outbox', () => {
  test('tells what happened after the commit, and nothing of what was rolled back', async (t) => {
    const app = await buildTestApp(t)
    const learner = await app.as('learner')
    const admin = await app.as('admin')
    await admin.post('/api/notifications', announce('Kabar', [learner.userId]))
    assert.deepEqual(await titlesOf(learner), ['Kabar'])
    const before = (await eventsOf(app)).length
    const failed = await admin.post('/api/notifications', announce('Kabar', ['usr_nobody']))
    assert.equal(failed.status, 422)
    assert.equal((await eventsOf(app)).length, before)
    assert.ok((await eventsOf(app)).every(({ state }) => state === 'done'))
  })

  test('tells also of what a database would not take as it came, and fails no change by it', async (t) => {
    const app = await buildTestApp(t)
    const learner = await app.as('learner')
    const title = 'A\u0000B \ud800 \udc00 C\u2028D 😀'
    await app.database.transaction((tx, afterCommit) =>
      app.events.emit(tx, afterCommit, {
        type: 'announcement',
        data: { title, message: 'Isi \\u0000.', link: null },
        audience: { userIds: [learner.userId] },
        actorId: null
      })
    )
    await app.settled()
    assert.deepEqual(await titlesOf(learner), ['AB \ufffd \ufffd C\nD 😀'])
    const { body } = await learner.get('/api/notifications')
    assert.equal(body.data[0].message, 'Isi \\u0000.')
  })

  test('puts off what fails, holds up nothing else, and gives it up after twelve tries', async (t) => {
    const app = await buildTestApp(t)
    const learner = await app.as('learner')
    const admin = await app.as('admin')
    await refuseTitle(app, 'Rusak')
    await Promise.all(
      ['Satu', 'Rusak', 'Dua'].map((title) => admin.post('/api/notifications', announce(title, [learner.userId])))
    )
    assert.deepEqual((await titlesOf(learner)).sort(), ['Dua', 'Satu'])
    for (let tries = 1; tries < 12; tries++) {
      const [event] = (await eventsOf(app)).filter(({ state }) => state === 'pending')
      assert.equal(event?.attempts, tries)
      assert.ok(event.nextAttemptAt > app.clock.now(), 'it waits before the next try')
      app.clock.advance(31 * minuteMs)
      await admin.post('/api/notifications', announce(`Ke-${tries}`, [learner.userId]))
    }
    const { body } = await admin.get('/api/events?total=true')
    assert.equal(body.total, 1)
    const [dead] = body.data
    assert.equal(dead.state, 'dead')
    assert.equal(dead.attempts, 12)
    assert.match(dead.lastError, /refused$/)
    assert.doesNotMatch(dead.lastError, /Rusak/, 'what it carries is about people')

    assert.equal((await admin.post(`/api/events/${dead.id}/replay`)).status, 202)
    assert.equal((await eventsOf(app)).filter(({ state }) => state === 'done').length, 13, 'it fails again')
    await refuseNothing(app)
    app.clock.advance(31 * minuteMs)
    await admin.post('/api/notifications', announce('Akhir', [learner.userId]))
    assert.equal((await titlesOf(learner)).filter((title) => title === 'Rusak').length, 1)
    const again = await admin.post(`/api/events/${dead.id}/replay`)
    assert.equal(again.status, 409)
    assert.equal(again.body.code, 'ILLEGAL_TRANSITION')
  })

  test('keeps the order of what happened to a user, however much of it there is', async (t) => {
    const app = await buildTestApp(t)
    const learner = await app.as('learner')
    const other = await app.signInAs({ username: 'lain' })
    const titles = Array.from({ length: 250 }, (_, i) => `Kabar ${String(i).padStart(3, '0')}`)
    const { events } = app.database.tables
    // One transaction each, none of them told until all are there.
    const sample = await (await app.as('admin')).post('/api/notifications', announce('Contoh', [other.userId]))
    assert.equal(sample.status, 201)
    const [model] = await eventsOf(app)
    assert.ok(model)
    await app.database.transaction(async (tx) => {
      for (const [i, title] of titles.entries()) {
        await tx.insert(events).values({
          ...model,
          id: `evt_zz${String(i).padStart(5, '0')}`,
          data: { title, message: 'Isi.', link: null },
          audience: { userIds: i % 3 === 0 ? [learner.userId, other.userId] : [learner.userId] },
          state: 'pending'
        })
      }
    })
    await (await app.as('admin')).post('/api/notifications', announce('Penutup', [other.userId]))
    const { read, tables } = app.database
    const rows = await read
      .select({ seq: tables.notificationDeliveries.seq, title: tables.notifications.title })
      .from(tables.notificationDeliveries)
      .innerJoin(tables.notifications, eq(tables.notifications.id, tables.notificationDeliveries.notificationId))
      .where(eq(tables.notificationDeliveries.userId, learner.userId))
      .orderBy(tables.notificationDeliveries.seq)
    assert.deepEqual(
      rows.map(({ title }) => title),
      titles
    )
    assert.deepEqual(
      rows.map(({ seq }) => seq),
      titles.map((_, i) => i + 1)
    )
    const [counter] = await read
      .select()
      .from(tables.notificationCounters)
      .where(eq(tables.notificationCounters.userId, learner.userId))
    assert.equal(counter?.unread, titles.length)
  })

  test('serves a large audience slice by slice, everybody once', async (t) => {
    const app = await buildTestApp(t)
    const admin = await app.as('admin')
    const { users } = app.database.tables
    const [model] = await app.database.read.select().from(users).limit(1)
    assert.ok(model)
    await app.database.transaction(async (tx) => {
      for (let i = 0; i < 2_300; i += 100) {
        await tx.insert(users).values(
          Array.from({ length: 100 }, (_, j) => {
            const name = `massal${i + j}`
            return { ...model, id: `usr_${name}`, username: name, usernameKey: name, emailKey: null, email: null }
          })
        )
      }
    })
    const { status } = await admin.post('/api/notifications', {
      type: 'announcement',
      title: 'Untuk semua',
      message: 'Isi.',
      all: true
    })
    assert.equal(status, 201)
    const { notificationCounters: counters } = app.database.tables
    const rows = await app.database.read.select({ seq: counters.seq, unread: counters.unread }).from(counters)
    assert.equal(rows.length, 2_301)
    assert.ok(rows.every(({ seq, unread }) => seq === 1 && unread === 1))
  })

  test('forgets what was told thirty days ago, and keeps what was not', async (t) => {
    const app = await buildTestApp(t)
    const learner = await app.as('learner')
    const admin = await app.as('admin')
    await refuseTitle(app, 'Rusak')
    await admin.post('/api/notifications', announce('Lama', [learner.userId]))
    await admin.post('/api/notifications', announce('Rusak', [learner.userId]))
    app.clock.advance(31 * 24 * 60 * minuteMs)
    await app.jobs.find(({ name }) => name === 'prune-events')?.run()
    const kept = await eventsOf(app)
    assert.deepEqual(
      kept.map(({ state }) => state),
      ['pending']
    )
  })
})
