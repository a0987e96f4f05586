import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createAudienceRules } from '../../../src/modules/broadcasts/audience.rules.js'
import { createRunning } from '../../../src/modules/broadcasts/running.service.js'
import { buildTestApp, type TestApp } from '../../support/app.js'
import { testDialect } from '../../support/database.js'
import { codeOf } from '../cohorts/cohorts.js'
import { create, createDue, find, insertUsers, titlesOf, toldBy, until } from './broadcasts.js'

const everybody = { audience: { all: true } }

/** `count` users, two of whom can sign in. */
async function setUp(t: TestContext, count: number) {
  const app = await buildTestApp(t)
  const [admin, learner] = [await app.as('admin'), await app.as('learner')]
  await insertUsers(app, count - 2)
  return { ...app, admin, learner }
}

/** Whether all that say that they were served have been told, each once. */
async function assertEachOnce(app: TestApp, id: string): Promise<number> {
  // One after another: what is told after the row was read must not count.
  const told = await toldBy(app, (await find(app, id)).eventId)
  assert.equal(new Set(told).size, told.length, 'somebody was told twice')
  assert.ok(told.length <= (await find(app, id)).served)
  return told.length
}

describe('a broadcast to many', () => {
  test('is served slice by slice, while others write and read', async (t) => {
    const app = await setUp(t, 3_000)
    const { id } = await createDue(app, app.admin, everybody)
    let isDone = false
    const served = app.look().finally(() => {
      isDone = true
    })
    const steps = new Set<number>()
    let reads = 0
    while (!isDone) {
      const headers = { host: 'localhost', ...app.admin.cookieHeader() }
      const { statusCode } = await app.app.inject({ url: `/api/broadcasts/${id}`, headers })
      assert.equal(statusCode, 200)
      steps.add((await find(app, id)).served)
      reads += 1
      await new Promise((resolve) => setImmediate(resolve)) // all of the above happens between two turns
    }
    await served
    assert.ok(steps.size >= 4 && reads >= 4, `others had a turn ${reads} times and saw ${[...steps]}`)
    assert.equal(await assertEachOnce(app, id), 3_000)
    assert.deepEqual(await titlesOf(app.learner), ['Libur besok'])
  })

  test('is stopped in the middle: who was told stays told, and nobody else is', async (t) => {
    const app = await setUp(t, 6_000)
    const { id } = await createDue(app, app.admin, everybody)
    const looking = app.look()
    await until('some are served', async () => (await find(app, id)).served > 0)
    const { status, body } = await app.admin.post(`/api/broadcasts/${id}/cancel`)
    await looking
    assert.deepEqual([status, body.state], [200, 'cancelled'])
    const { served, total } = body.progress
    assert.ok(served > 0 && served < total, `${served} of ${total}`)
    await app.look()
    assert.equal(await assertEachOnce(app, id), served)
    assert.equal((await find(app, id)).served, served)
  })

  test('takes turns with others', async (t) => {
    const app = await setUp(t, 2_200)
    const ids: string[] = []
    for (const title of ['Satu', 'Dua']) ids.push((await createDue(app, app.admin, { ...everybody, title })).id)
    const looking = app.look()
    const [one = '', two = ''] = ids
    await until('the second has begun', async () => (await find(app, two)).served > 0)
    assert.equal((await find(app, one)).state, 'running')
    await looking
    for (const id of ids) assert.equal(await assertEachOnce(app, id), 2_200)
  })

  test('is tried again after a failure, given up after eight, and resumed by hand', async (t) => {
    const app = await setUp(t, 1_200)
    const { id } = await createDue(app, app.admin, everybody)
    const { events, database, clock } = app
    let slices = 0
    const tell: typeof events.tell = async (tx, afterCommit, told) => {
      await events.tell(tx, afterCommit, told)
      slices += 1
      if (slices > 1) throw new Error('the disk is full')
    }
    const cohorts = { mayRun: () => false }
    const running = createRunning({
      ...{ database, clock, roles: app.roles, onError: () => {} },
      events: { ...events, tell },
      rules: createAudienceRules({ database, cohorts })
    })
    const untilNothing = async () => {
      while (await running.run());
    }
    await untilNothing()
    const failed = await find(app, id)
    const { served } = failed
    assert.deepEqual([failed.state, failed.attempts], ['running', 1])
    assert.ok(served > 0 && served < 1_200)
    assert.ok(failed.nextAttemptAt > clock.now(), 'it waits')
    await untilNothing()
    assert.equal(slices, 2, 'nothing is tried before its time')
    for (let attempt = 2; attempt <= 8; attempt++) {
      clock.advance(600_000)
      await untilNothing()
      assert.equal((await find(app, id)).attempts, attempt)
    }
    const { body } = await app.admin.get(`/api/broadcasts/${id}`)
    assert.deepEqual([body.state, body.lastError], ['failed', 'Error: the disk is full'])
    assert.equal(await assertEachOnce(app, id), served, 'a slice that failed told nobody')
    clock.advance(600_000)
    await untilNothing()
    assert.equal(slices, 9)
    const resumed = await app.admin.post(`/api/broadcasts/${id}/resume`)
    assert.deepEqual([resumed.status, resumed.body.state], [200, 'running'])
    assert.equal(await assertEachOnce(app, id), 1_200)
    const done = await find(app, id)
    assert.deepEqual([done.state, done.served, done.attempts, done.lastError], ['done', 1_200, 0, null])
    assert.deepEqual(codeOf(await app.admin.post(`/api/broadcasts/${id}/resume`)), [409, 'ILLEGAL_TRANSITION'])
  })

  test('hides from its writer what went wrong in the machine', async (t) => {
    const app = await buildTestApp(t)
    const facilitator = await app.as('facilitator')
    const { id } = await create(facilitator, { audience: { organizationId: app.organizationId } })
    const { broadcasts } = app.database.tables
    await app.database.transaction(async (tx) => {
      await tx.update(broadcasts).set({ state: 'failed', lastError: 'Error: disk I/O error in /var/lib/x' })
    })
    assert.equal((await facilitator.get(`/api/broadcasts/${id}`)).body.lastError, null)
    assert.equal((await facilitator.get('/api/broadcasts')).body.data[0].lastError, null)
    const admin = await app.as('admin')
    assert.match((await admin.get(`/api/broadcasts/${id}`)).body.lastError, /disk/)
  })

  test('is shared by two instances, and nobody is told twice', async (t) => {
    const app = await setUp(t, 3_000)
    const other = await buildTestApp(t, { databaseUrl: app.databaseUrl })
    const ids: string[] = []
    for (const title of ['Satu', 'Dua', 'Tiga']) {
      const broadcast = await createDue(app, app.admin, { ...everybody, title })
      other.clock.advance(3_600_001)
      ids.push(broadcast.id)
    }
    const isDone = async () => {
      for (const id of ids) if ((await find(app, id)).state !== 'done') return false
      return true
    }
    while (!(await isDone())) await Promise.all([app.look(), other.look()])
    for (const id of ids) assert.equal(await assertEachOnce(app, id), 3_000)
    const { notificationCounters: counters } = app.database.tables
    const rows = await app.database.read.select({ seq: counters.seq, unread: counters.unread }).from(counters)
    assert.equal(rows.length, 3_000)
    assert.ok(rows.every(({ seq, unread }) => seq === 3 && unread === 3))
  })

  test('goes on behind the last who was told when the process is killed', async (t) => {
    const app = await setUp(t, 8_000)
    const { id } = await create(app.admin, {
      ...everybody,
      sendAt: new Date(app.clock.now().getTime() + 200).toISOString()
    })
    const script = fileURLToPath(new URL('../../support/broadcast-until-killed.ts', import.meta.url))
    const kills = [1, 4_000]
    for (const atLeast of kills) {
      const args = ['--import', 'tsx', script, app.databaseUrl, app.config.dataDir]
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
      t.after(() => child.kill('SIGKILL'))
      await until(`${atLeast} are served`, async () => (await find(app, id)).served >= atLeast, 180_000)
      child.kill('SIGKILL')
      await once(child, 'close')
      assert.equal(child.signalCode, 'SIGKILL')
      const { state, served } = await find(app, id)
      assert.equal(await assertEachOnce(app, id), served, 'all or nothing of a slice')
      if (atLeast === kills[0]) assert.equal(state, 'running', 'killed in the middle')
    }
    if (testDialect() === 'postgres') await new Promise((resolve) => setTimeout(resolve, 500)) // its locks are let go
    await app.look()
    const { state, served, total } = await find(app, id)
    assert.deepEqual([state, served, total], ['done', 8_000, 8_000])
    assert.equal(await assertEachOnce(app, id), 8_000)
  })
})
