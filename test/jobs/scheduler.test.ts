import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { type Database, openDatabase } from '../../src/db/database.js'
import { createScheduler, type Job } from '../../src/jobs/scheduler.js'
import { systemClock } from '../../src/lib/clock.js'
import { createTestDatabase } from '../support/database.js'

interface Told {
  job: string
  error: unknown
}

/** As many instances over one database, all started. */
async function start(t: TestContext, instances: number, job: Omit<Job, 'name'>) {
  const { url } = await createTestDatabase(t)
  const told: Told[] = []
  const databases: Database[] = []
  for (let i = 0; i < instances; i++) databases.push(await openDatabase({ url }))
  const schedulers = databases.map((database) =>
    createScheduler({
      database,
      clock: systemClock,
      jobs: [{ name: 'tidy', ...job }],
      onError: (name, error) => told.push({ job: name, error })
    })
  )
  const stop = () => Promise.all(schedulers.map((scheduler) => scheduler.stop()))
  t.after(async () => {
    await stop()
    await Promise.all(databases.map((database) => database.close()))
  })
  for (const scheduler of schedulers) scheduler.start()
  const [database] = databases as [Database]
  const { jobLeases } = database.tables
  const lease = async () => (await database.read.select().from(jobLeases).where(eq(jobLeases.job, 'tidy')))[0]
  return { told, stop, lease }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 500; i++) {
    if (await condition()) return
    await sleep(20)
  }
  assert.fail('it did not happen within ten seconds')
}

describe('the scheduler', { concurrency: true }, () => {
  it('runs a job at the start and then once per interval, whoever has the turn', async (t) => {
    const runs: number[] = []
    const { stop, told } = await start(t, 3, {
      everyMs: 1_000,
      run: async () => {
        runs.push(performance.now())
      }
    })
    const startedAt = performance.now()
    await until(() => runs.length >= 3)
    await stop()
    const elapsed = performance.now() - startedAt
    assert.ok(runs.length <= Math.ceil(elapsed / 900) + 1, `${runs.length} runs in ${elapsed} ms`)
    assert.deepEqual(told, [])
    const count = runs.length
    await sleep(1_200)
    assert.equal(runs.length, count, 'none after stop')
  })

  it('never runs a job twice at the same time, also when it takes longer than its interval', async (t) => {
    let running = 0
    let most = 0
    let ended = 0
    const { stop } = await start(t, 2, {
      everyMs: 1_000,
      run: async () => {
        running += 1
        most = Math.max(most, running)
        await sleep(2_300)
        running -= 1
        ended += 1
      }
    })
    await until(() => ended >= 2)
    await stop()
    assert.equal(most, 1)
  })

  it('tells of an error, records it, and runs the job again', async (t) => {
    let runs = 0
    const { told, lease } = await start(t, 1, {
      everyMs: 1_000,
      run: async () => {
        runs += 1
        if (runs === 1) throw new Error(`the disk is full ${'x'.repeat(1_000)}`)
      }
    })
    await until(async () => ((await lease())?.lastError ?? '') !== '')
    const failed = await lease()
    assert.match(failed?.lastError ?? '', /^Error: the disk is full x{400,}$/)
    assert.ok((failed?.lastError?.length ?? 0) <= 500)
    assert.equal(told.length, 1)
    assert.equal(told[0]?.job, 'tidy')
    await until(async () => runs >= 2 && (await lease())?.lastError === null)
    assert.ok(((await lease())?.lastRunAt?.getTime() ?? 0) > (failed?.lastRunAt?.getTime() ?? 0))
    assert.equal(told.length, 1)
  })

  it('stop waits for the run that is under way', async (t) => {
    let begun = false
    let ended = false
    const { stop, lease } = await start(t, 1, {
      everyMs: 60_000,
      run: async () => {
        begun = true
        await sleep(300)
        ended = true
      }
    })
    await until(() => begun)
    assert.equal(ended, false)
    await stop()
    assert.equal(ended, true)
    assert.ok((await lease())?.lastRunAt)
  })
})
