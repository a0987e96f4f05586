import assert from 'node:assert/strict'
import { cp, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { streamEpochKey } from '../../src/db/base-data.js'
import { openDataSet } from '../../src/db/data-set.js'
import { openDatabase } from '../../src/db/database.js'
import { sqliteFile } from '../../src/db/dialect.js'
import { migrateDatabase } from '../../src/db/migrate.js'
import { createTestDatabase, testDialect } from '../support/database.js'
import { startPostgresServer } from '../support/postgres-server.js'

interface Run {
  epoch: string
}

/** One run of the product, as far as the data are concerned: it starts, things happen, it ends or is killed. */
async function run(url: string, { events = [] as string[], isKilled = false } = {}): Promise<Run> {
  const database = await openDatabase({ url })
  const dataSet = await openDataSet(database, url)
  const { systemValues, events: table } = database.tables
  const [row] = await database.read.select().from(systemValues).where(eq(systemValues.key, streamEpochKey))
  for (const id of events) {
    const now = new Date()
    const event = { id, type: 'announcement', data: {}, audience: null, actorId: null, courseId: null }
    const told = { state: 'done' as const, attempts: 0, nextAttemptAt: now, servedUpTo: null, lastError: null }
    await database.transaction(async (tx) => {
      await tx.insert(table).values({ ...event, ...told, organizationId: null, occurredAt: now })
    })
  }
  if (!isKilled) await dataSet.note()
  await database.close()
  return { epoch: row?.value ?? '' }
}

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'naik-kelas-data-set-'))
  t.after(() => rm(path, { recursive: true, force: true }))
  return path
}

describe('the epoch of the data', () => {
  test('stays when the product is started again, also after a kill', async (t) => {
    const { url } = await createTestDatabase(t)
    const { epoch } = await run(url, { events: ['evt_1'] })
    assert.equal((await run(url, { events: ['evt_2'], isKilled: true })).epoch, epoch)
    assert.equal((await run(url)).epoch, epoch)
    assert.equal((await run(url)).epoch, epoch)
  })

  if (testDialect() === 'postgres') {
    test('is another one in a copy of the database', async (t) => {
      const server = await startPostgresServer()
      t.after(() => server.stop())
      await server.createDatabase('origin')
      const [url, copy] = [server.url('origin'), server.url('copy')]
      await migrateDatabase(url)
      const { epoch } = await run(url)
      await server.createDatabase('copy', 'origin')
      const restored = await run(copy)
      assert.notEqual(restored.epoch, epoch)
      assert.equal((await run(copy)).epoch, restored.epoch)
      assert.equal((await run(url)).epoch, epoch)
    })
    return
  }

  test('is another one when an older copy is put into the same file', async (t) => {
    const { url } = await createTestDatabase(t)
    const { epoch } = await run(url, { events: ['evt_1'] })
    const backup = join(await folder(t), 'backup.db')
    await cp(sqliteFile(url), backup)
    await run(url, { events: ['evt_2'] })
    await cp(backup, sqliteFile(url))
    const restored = await run(url)
    assert.notEqual(restored.epoch, epoch)
    assert.equal((await run(url)).epoch, restored.epoch)
  })

  test('is another one when the whole folder comes from a backup', async (t) => {
    const home = await folder(t)
    const { url: origin } = await createTestDatabase(t)
    const file = join(home, 'data', 'naik-kelas.db')
    await cp(sqliteFile(origin), file)
    const url = `sqlite:${file}`
    const { epoch } = await run(url, { events: ['evt_1'] })
    await cp(dirname(file), join(home, 'backup'), { recursive: true })
    await rename(dirname(file), join(home, 'broken'))
    await cp(join(home, 'backup'), dirname(file), { recursive: true })
    assert.notEqual((await run(url)).epoch, epoch)
  })
})
