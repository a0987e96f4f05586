import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, it, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { like } from 'drizzle-orm'
import { type Database, openDatabase } from '../../src/db/database.js'
import { migrateDatabase } from '../../src/db/migrate.js'
import { createTestDatabase, testDialect } from '../support/database.js'

const acknowledgedAtLeast = 400

function startWriter(t: TestContext, url: string): ChildProcess {
  const script = fileURLToPath(new URL('../support/write-until-killed.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, url], { stdio: ['ignore', 'pipe', 'ignore'] })
  t.after(() => child.kill('SIGKILL'))
  return child
}

/** Runs `kill` when enough was acknowledged; resolves with all that was when the writer is dead. */
async function acknowledgedBefore(writer: ChildProcess, kill: () => void): Promise<string[]> {
  let text = ''
  let lines = 0
  writer.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    const before = lines
    lines += chunk.split('\n').length - 1
    if (before < acknowledgedAtLeast && lines >= acknowledgedAtLeast) kill()
  })
  await once(writer, 'close')
  assert.ok(lines >= acknowledgedAtLeast, 'the writer ended before it was killed')
  return text.split('\n').slice(0, -1)
}

async function assertKept({ read, tables: { systemValues } }: Database, acknowledged: string[]): Promise<void> {
  const keysLike = async (prefix: string) =>
    new Set(
      (
        await read
          .select({ key: systemValues.key })
          .from(systemValues)
          .where(like(systemValues.key, `${prefix}-%`))
      ).map(({ key }) => key.slice(2))
    )
  const [a, b] = [await keysLike('a'), await keysLike('b')]
  assert.deepEqual(
    acknowledged.filter((key) => !a.has(key)),
    [],
    'acknowledged and lost'
  )
  assert.deepEqual(a, b, 'half a transaction')
}

describe('kill -9 during writes', () => {
  it('of the product loses nothing that was acknowledged, and leaves no transaction half done', async (t) => {
    const { url } = await createTestDatabase(t)
    const writer = startWriter(t, url)
    const acknowledged = await acknowledgedBefore(writer, () => writer.kill('SIGKILL'))
    assert.equal(writer.signalCode, 'SIGKILL')
    const database = await openDatabase({ url })
    t.after(() => database.close())
    await assertKept(database, acknowledged)
    await database.transaction(async (tx) => {
      await tx.insert(database.tables.systemValues).values({ key: 'c-next', value: '' })
    })
  })

  if (testDialect() === 'postgres') {
    it('of the PostgreSQL server loses nothing either, and the pool comes back with the server', async (t) => {
      const { startPostgresServer } = await import('../support/postgres-server.js')
      const server = await startPostgresServer()
      t.after(() => server.stop())
      await server.createDatabase('killed')
      const url = server.url('killed')
      await migrateDatabase(url)
      const database = await openDatabase({ url })
      t.after(() => database.close())
      await assertKept(database, [])

      let down: Promise<void> | undefined
      const acknowledged = await acknowledgedBefore(startWriter(t, url), () => {
        down = server.kill9()
      })
      await down
      await server.restart()
      await assertKept(database, acknowledged)
    })
  }
})
