import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq, inArray, like, sql } from 'drizzle-orm'
import pg from 'pg'
import { type Database, type DatabaseOptions, openDatabase, type Queries, type Tx } from '../../src/db/database.js'
import { sqliteFile } from '../../src/db/dialect.js'
import { explainDatabaseError, isUniqueViolation } from '../../src/db/errors.js'
import { createTestDatabase, testDialect } from '../support/database.js'
import { holdSqlite } from '../support/hold-sqlite.js'

const isSqlite = testDialect() === 'sqlite'

async function open(t: TestContext, options: Partial<DatabaseOptions> = {}): Promise<Database & { url: string }> {
  const { url } = await createTestDatabase(t)
  const database = await openDatabase({ url, refuseNesting: true, ...options })
  t.after(() => database.close())
  return Object.assign(database, { url })
}

async function keys(queries: Queries, { tables: { systemValues } }: Database, prefix: string): Promise<string[]> {
  const rows = await queries
    .select({ key: systemValues.key })
    .from(systemValues)
    .where(like(systemValues.key, `${prefix}%`))
  return rows.map((row) => row.key).sort()
}

async function put(tx: Tx, { tables: { systemValues } }: Database, key: string, value = ''): Promise<void> {
  await tx.insert(systemValues).values({ key, value })
}

const pause = () => sleep(Math.random() * 4)

describe('a transaction', () => {
  it('rolls back its own writes and nobody else’s, however many are interleaved', async (t) => {
    const database = await open(t)
    const kept: string[] = []
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, i) =>
        database.transaction(async (tx) => {
          await pause()
          await put(tx, database, `row-${i}-a`)
          await pause()
          await put(tx, database, `row-${i}-b`)
          await pause()
          if (i % 3 === 0) throw new Error(`fault ${i}`)
          kept.push(`row-${i}-a`, `row-${i}-b`)
          return i
        })
      )
    )
    for (const [i, outcome] of outcomes.entries()) {
      if (i % 3 === 0) assert.equal(outcome.status === 'rejected' && outcome.reason.message, `fault ${i}`)
      else assert.deepEqual(outcome, { status: 'fulfilled', value: i })
    }
    assert.deepEqual(await keys(database.read, database, 'row-'), kept.sort())
  })

  it('tells only its own caller of a constraint that refused it', async (t) => {
    const database = await open(t)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        database.transaction(async (tx) => {
          await put(tx, database, `own-${i}`)
          await pause()
          if (i % 2 === 0) await put(tx, database, 'shared')
        })
      )
    )
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    assert.equal(refused.length, 9)
    for (const { reason } of refused) assert.ok(isUniqueViolation(reason))
    assert.equal((await keys(database.read, database, 'own-')).length, 11)
  })

  it('shows readers nothing before its commit, and all of it once its promise resolves', async (t) => {
    const database = await open(t)
    await Promise.all(
      Array.from({ length: 5 }, async (_, i) => {
        await database.transaction(async (tx) => {
          await put(tx, database, `seen-${i}-a`)
          await put(tx, database, `seen-${i}-b`)
          await pause()
          assert.deepEqual(await keys(database.read, database, `seen-${i}-`), [])
          assert.equal((await keys(tx, database, `seen-${i}-`)).length, 2)
        })
        assert.equal((await keys(database.read, database, `seen-${i}-`)).length, 2)
      })
    )
  })

  it('loses no increment of a row that was read through lock', async (t) => {
    const database = await open(t)
    const { systemValues } = database.tables
    await database.transaction((tx) => put(tx, database, 'count', '0'))
    await Promise.all(
      Array.from({ length: 40 }, () =>
        database.transaction(async (tx) => {
          const [row] = await database.lock(tx.select().from(systemValues).where(eq(systemValues.key, 'count')))
          await pause()
          await tx
            .update(systemValues)
            .set({ value: String(Number(row?.value) + 1) })
            .where(eq(systemValues.key, 'count'))
        })
      )
    )
    const [row] = await database.read.select().from(systemValues).where(eq(systemValues.key, 'count'))
    assert.equal(row?.value, '40')
  })

  it('resolves with what its body returns, also when that is a bare query', async (t) => {
    const database = await open(t)
    const { systemValues } = database.tables
    const rows = await database.transaction((tx) =>
      tx.insert(systemValues).values({ key: 'bare', value: '1' }).returning()
    )
    assert.deepEqual(rows, [{ key: 'bare', value: '1' }])
  })

  it('runs in the asynchronous context of its caller', async (t) => {
    const database = await open(t)
    const storage = new AsyncLocalStorage<number>()
    const seen = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        storage.run(i, () =>
          database.transaction(async (tx) => {
            await put(tx, database, `ctx-${i}`)
            return storage.getStore()
          })
        )
      )
    )
    assert.deepEqual(seen, [0, 1, 2, 3, 4, 5, 6, 7])
  })

  it('refuses its tx once it is over', async (t) => {
    const database = await open(t)
    const refused = (error: unknown) => /outside its transaction/.test(String((error as Error).cause ?? error))
    const leaked = await database.transaction(async (tx) => ({ tx }))
    await assert.rejects(() => put(leaked.tx, database, 'late'), refused)

    const underWay = barrier(2)
    const other = database.transaction(async (tx) => {
      await put(tx, database, 'other')
      await underWay()
    })
    await sleep(20)
    await assert.rejects(() => put(leaked.tx, database, 'late'), refused, 'in the transaction of somebody else')
    await underWay()
    await other
    assert.deepEqual(await keys(database.read, database, 'late'), [])
  })

  it('is refused when it cannot be durable because an error inside it was swallowed', async (t) => {
    const database = await open(t)
    const work = database.transaction(async (tx) => {
      await put(tx, database, 'first')
      await put(tx, database, 'first').catch(() => {}) // against the rules of the house
    })
    if (isSqlite) await work
    else await assert.rejects(work, /swallowed/)
    assert.equal((await keys(database.read, database, 'first')).length, isSqlite ? 1 : 0)
  })
})

describe('an effect after the commit', () => {
  it('runs once and in order, when the rows can be read, and not after a rollback', async (t) => {
    const database = await open(t)
    const seen: string[] = []
    await database.transaction(async (tx, afterCommit) => {
      afterCommit(() => seen.push('first'))
      await put(tx, database, 'effect')
      afterCommit(() => {
        seen.push('second')
        void keys(database.read, database, 'effect').then((found) => seen.push(...found))
      })
      await pause()
      assert.deepEqual(seen, [])
    })
    assert.deepEqual(seen.slice(0, 2), ['first', 'second'])
    await sleep(20)
    assert.deepEqual(seen, ['first', 'second', 'effect'])

    const failed = database.transaction(async (_tx, afterCommit) => {
      afterCommit(() => seen.push('never'))
      throw new Error('rolled back')
    })
    await assert.rejects(failed, /rolled back/)
    assert.equal(seen.includes('never'), false)
  })

  it('does not fail the caller when it throws, at once or later, nor keep the next from running', async (t) => {
    const told: unknown[] = []
    const database = await open(t, { onEffectError: (error) => told.push(error) })
    let after = false
    const result = await database.transaction(async (tx, afterCommit) => {
      await put(tx, database, 'kept')
      afterCommit(() => {
        throw new Error('at once')
      })
      afterCommit(async () => {
        await pause()
        throw new Error('later')
      })
      afterCommit(() => {
        after = true
      })
      return 'done'
    })
    assert.equal(result, 'done')
    assert.equal(after, true)
    await sleep(20)
    assert.deepEqual(told.map(String), ['Error: at once', 'Error: later'])
    assert.deepEqual(await keys(database.read, database, 'kept'), ['kept'])
  })

  it('may itself start a transaction', async (t) => {
    const database = await open(t)
    let next: Promise<void> | undefined
    await database.transaction(async (tx, afterCommit) => {
      await put(tx, database, 'chain-1')
      afterCommit(() => {
        next = database.transaction((tx) => put(tx, database, 'chain-2'))
      })
    })
    await next
    assert.deepEqual(await keys(database.read, database, 'chain-'), ['chain-1', 'chain-2'])
  })

  it('runs once also when the transaction had to be run again', async (t) => {
    const database = await open(t)
    const { systemValues } = database.tables
    await database.transaction(async (tx) => {
      await put(tx, database, 'doctor-1', 'on call')
      await put(tx, database, 'doctor-2', 'on call')
    })
    const bothHaveRead = barrier(isSqlite ? 1 : 2)
    let runs = 0
    const effects: string[] = []
    const leave = (key: string) =>
      database.transaction(
        async (tx, afterCommit) => {
          runs += 1
          afterCommit(() => effects.push(key))
          const onCall = await tx.select().from(systemValues).where(eq(systemValues.value, 'on call'))
          await bothHaveRead()
          if (onCall.length < 2) return false
          await tx.update(systemValues).set({ value: 'away' }).where(eq(systemValues.key, key))
          return true
        },
        { serializable: true }
      )
    const left = await Promise.all([leave('doctor-1'), leave('doctor-2')])
    assert.deepEqual(left.sort(), [false, true], 'one of the two has to stay')
    assert.deepEqual(effects.sort(), ['doctor-1', 'doctor-2'])
    assert.ok(isSqlite ? runs === 2 : runs > 2)
  })

  it('runs once also after a deadlock', async (t) => {
    const database = await open(t)
    const { systemValues } = database.tables
    await database.transaction(async (tx) => {
      await put(tx, database, 'fork-1', '0')
      await put(tx, database, 'fork-2', '0')
    })
    const bothHoldOne = barrier(isSqlite ? 1 : 2)
    const effects: string[] = []
    const take = (name: string, order: string[]) =>
      database.transaction(async (tx, afterCommit) => {
        afterCommit(() => effects.push(name))
        for (const key of order) {
          await tx
            .update(systemValues)
            .set({ value: sql`${systemValues.value} || ${name}` })
            .where(eq(systemValues.key, key))
          await bothHoldOne()
        }
      })
    await Promise.all([take('x', ['fork-1', 'fork-2']), take('y', ['fork-2', 'fork-1'])])
    assert.deepEqual(effects.sort(), ['x', 'y'])
    const rows = await database.read
      .select()
      .from(systemValues)
      .where(inArray(systemValues.key, ['fork-1', 'fork-2']))
    for (const row of rows) assert.match(row.value, /^0(xy|yx)$/)
  })
})

if (isSqlite) {
  describe('on SQLite', () => {
    it('a transaction within a transaction is refused instead of waiting for itself', async (t) => {
      const database = await open(t)
      await assert.rejects(
        database.transaction(() => database.transaction((tx) => put(tx, database, 'inner'))),
        /inside transaction/
      )
      await database.transaction((tx) => put(tx, database, 'next'))
      assert.deepEqual(await keys(database.read, database, 'inner'), [])
    })

    it('a body that never settles fails after its time and lets the others go on', async (t) => {
      const database = await open(t, { refuseNesting: false, sqliteMaxTransactionMs: 200 })
      const stuck = database.transaction(async (tx) => {
        await put(tx, database, 'stuck')
        await database.transaction((inner) => put(inner, database, 'inner')) // waits for the one that it is in
      })
      await assert.rejects(stuck, /took too long/)
      await database.transaction((tx) => put(tx, database, 'next'))
      assert.deepEqual(await keys(database.read, database, 'stuck'), [])
      assert.equal((await keys(database.read, database, 'next')).length, 1)
    })

    it('read refuses to write', async (t) => {
      const database = await open(t)
      const { systemValues } = database.tables
      const refused = (error: unknown) => /readonly/.test(String((error as Error).cause ?? error))
      await assert.rejects(async () => database.read.insert(systemValues).values({ key: 'x', value: '' }), refused)
      await assert.rejects(async () => database.read.delete(systemValues), refused)
    })

    it('commits are on the disk before they are acknowledged: synchronous is FULL unless asked otherwise', async (t) => {
      const { url } = await createTestDatabase(t)
      const { default: Sqlite } = await import('better-sqlite3')
      const levels: unknown[] = []
      const pragma = Sqlite.prototype.pragma
      t.mock.method(Sqlite.prototype, 'pragma', function (this: unknown, ...args: Parameters<typeof pragma>) {
        const result: unknown = pragma.apply(this as never, args)
        if (String(args[0]).startsWith('synchronous'))
          levels.push(pragma.call(this as never, 'synchronous', { simple: true }))
        return result
      })
      await (await openDatabase({ url })).close()
      assert.deepEqual(levels, [2, 2])
      await (await openDatabase({ url, sqliteSynchronous: 'NORMAL' })).close()
      assert.deepEqual(levels.slice(2), [1, 1])
    })

    it('waits for another process that holds the file, without stopping the event loop', async (t) => {
      const database = await open(t)
      const foreign = await holdSqlite(t, sqliteFile(database.url))
      let ticks = 0
      const timer = setInterval(() => ticks++, 5)
      setTimeout(foreign.release, 400)
      const startedAt = performance.now()
      await Promise.all(
        Array.from({ length: 5 }, (_, i) => database.transaction((tx) => put(tx, database, `late-${i}`)))
      )
      clearInterval(timer)
      assert.ok(performance.now() - startedAt > 350)
      assert.ok(ticks > 20, `${ticks} turns of the event loop while it waited`)
      assert.equal((await keys(database.read, database, 'late-')).length, 5)
    })

    it('gives all that wait a 503 when the other process holds the file too long, and goes on afterwards', async (t) => {
      const database = await open(t, { sqliteLockWaitMs: 200 })
      const foreign = await holdSqlite(t, sqliteFile(database.url))
      const startedAt = performance.now()
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, (_, i) => database.transaction((tx) => put(tx, database, `never-${i}`)))
      )
      assert.ok(performance.now() - startedAt < 1_000, 'their waits must not add up')
      for (const outcome of outcomes) {
        const error = explainDatabaseError((outcome as PromiseRejectedResult).reason)
        assert.equal(error?.statusCode, 503)
        assert.ok(error?.headers?.['retry-after'])
      }
      foreign.release()
      await database.transaction((tx) => put(tx, database, 'after'))
      assert.deepEqual(await keys(database.read, database, 'never-'), [])
    })

    it('can be opened while another process is closing the file', async (t) => {
      const { url } = await createTestDatabase(t)
      await holdSqlite(t, sqliteFile(url), 300)
      const database = await openDatabase({ url })
      t.after(() => database.close())
      await database.transaction((tx) => put(tx, database, 'opened'))
    })

    it('close waits for the transactions that were asked for', async (t) => {
      const { url } = await createTestDatabase(t)
      const database = await openDatabase({ url })
      const work = Array.from({ length: 100 }, (_, i) => database.transaction((tx) => put(tx, database, `last-${i}`)))
      await database.close()
      await Promise.all(work)
    })
  })
} else {
  describe('on PostgreSQL', () => {
    it('a connection that is lost in the middle of a transaction is a 503 and does not end the process', async (t) => {
      const database = await open(t, { poolSize: 2 })
      const { systemValues } = database.tables
      for (let round = 0; round < 4; round++) {
        const work = database.transaction(async (tx) => {
          await put(tx, database, 'lost')
          const [row] = await tx.select({ pid: sql<number>`pg_backend_pid()` }).from(systemValues).limit(1)
          await terminate(database.url, Number(row?.pid))
          await sleep(20)
          await put(tx, database, 'lost-2')
        })
        const error = await work.catch(explainDatabaseError)
        assert.equal(error?.statusCode, 503)
      }
      await database.transaction((tx) => put(tx, database, 'found'))
      assert.deepEqual(await keys(database.read, database, 'lost'), [])
    })

    it('connections that break before the transaction begins are given back to the pool', async (t) => {
      const database = await open(t, { poolSize: 2 })
      for (let round = 0; round < 4; round++) {
        await Promise.all([1, 2].map(() => database.read.$count(database.tables.systemValues)))
        t.mock.method(pg.Client.prototype, 'query', failOnce(pg.Client.prototype.query))
        const error = await database.transaction((tx) => put(tx, database, 'none')).catch(explainDatabaseError)
        assert.equal(error?.statusCode, 503)
        t.mock.restoreAll()
      }
      await database.transaction((tx) => put(tx, database, 'found'))
    })
  })
}

/** Resolves for the first `count` callers when all of them have come; for later ones at once. */
function barrier(count: number): () => Promise<void> {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  let waiting = 0
  return () => {
    waiting += 1
    if (waiting === count) open()
    return opened
  }
}

async function terminate(url: string, pid: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('select pg_terminate_backend($1, 1000)', [pid])
  await client.end()
}

function failOnce(query: typeof pg.Client.prototype.query) {
  let failed = false
  return function (this: pg.Client, ...args: unknown[]): unknown {
    if (failed) return (query as (...args: unknown[]) => unknown).apply(this, args)
    failed = true
    return Promise.reject(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))
  }
}
