import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { sqliteColumns } from './columns.js'
import { type Database, type DatabaseOptions, type Queries, type Tx, withEffects } from './database.js'
import { isBusy } from './errors.js'
import { defineTables } from './schema/index.js'
import { cacheStatements } from './sqlite-statements.js'

const defaultLockWaitMs = 4_000
const openWaitMs = 10_000
/** Transactions that share one fsync. */
const groupSize = 64

interface Job {
  queuedAt: number
  run: (tx: Tx) => Promise<unknown>
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

/** One for the process, not one per database: every instance that was ever run taxes every promise (Node 20). */
const runningJob = new AsyncLocalStorage<Job>()

/**
 * Two handles to one file: readers see the last commit (WAL), the writer is reachable through `transaction` alone.
 * @throws when the file cannot be opened
 */
export function openSqlite({ file, sqliteSynchronous, ...options }: DatabaseOptions & { file: string }): Database {
  mkdirSync(dirname(file), { recursive: true })
  const writer = openHandle(file, sqliteSynchronous)
  const reader = openHandle(file, sqliteSynchronous)
  reader.pragma('query_only = ON')
  const queue = createWriteQueue(writer, options.sqliteLockWaitMs ?? defaultLockWaitMs)
  return {
    dialect: 'sqlite',
    tables: defineTables(sqliteColumns),
    // The cast that makes SQLite's builders answer to PostgreSQL's types (see columns.ts).
    read: drizzle(cacheStatements(reader)) as unknown as Queries,
    transaction: withEffects(queue.add, options.onEffectError),
    lock: (query) => query, // transactions run one after another
    signals: { send: async () => {}, listen: () => async () => {} },
    close: async () => {
      await queue.idle()
      reader.close()
      if (!writer.open) return
      try {
        writer.pragma('optimize')
      } catch (error) {
        if (!isBusy(error)) throw error // another process holds the file: it may keep its statistics
      } finally {
        writer.close()
      }
    }
  }
}

function openHandle(file: string, synchronous: 'FULL' | 'NORMAL' = 'FULL'): Sqlite.Database {
  const handle = new Sqlite(file, { timeout: openWaitMs }) // another process may just be closing it, or recovering it
  for (const pragma of [
    'journal_mode = WAL',
    `synchronous = ${synchronous}`,
    'foreign_keys = ON',
    'secure_delete = ON',
    'journal_size_limit = 67108864',
    'cache_size = -32000',
    'temp_store = MEMORY'
  ]) {
    handle.pragma(pragma)
  }
  handle.pragma('busy_timeout = 0') // from here on a wait inside SQLite would stop the event loop
  return handle
}

function createWriteQueue(writer: Sqlite.Database, lockWaitMs: number) {
  const statements = new Map<string, Sqlite.Statement>()
  const execute = (text: string) => {
    const statement = statements.get(text) ?? writer.prepare(text)
    statements.set(text, statement)
    statement.run()
  }
  let current: Job | undefined
  const refuseOutsiders = () => {
    if (!current || runningJob.getStore() !== current) throw new Error('tx used outside its transaction')
  }
  const tx = drizzle(cacheStatements(writer, refuseOutsiders)) as unknown as Tx
  const jobs: Job[] = []
  let working: Promise<void> | undefined

  /** Since when another process holds the file. */
  let lockedSince: number | undefined

  async function begin({ queuedAt }: Job): Promise<void> {
    for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, 50)) {
      try {
        execute('BEGIN IMMEDIATE')
        lockedSince = undefined
        return
      } catch (error) {
        const now = performance.now()
        lockedSince ??= now
        // Each job waits by its own clock: if one began to wait when the one before gave up, their waits would add up.
        if (!isBusy(error) || now - Math.max(lockedSince, queuedAt) > lockWaitMs) throw error
        await sleep(pauseMs)
      }
    }
  }

  /** One transaction of the database for as many jobs as wait, each within a savepoint: they share the fsync. */
  async function runGroup(first: Job): Promise<void> {
    const done: { job: Job; value: unknown }[] = []
    let job: Job | undefined = first
    try {
      await begin(first)
      do {
        const alone = done.length === 0 // nothing before it that its failure could take along
        if (!alone) execute('SAVEPOINT job')
        try {
          current = job
          const value: unknown = await job.run(tx)
          current = undefined
          if (!alone) execute('RELEASE job')
          done.push({ job, value })
        } catch (error) {
          current = undefined
          job.reject(error)
          if (!writer.inTransaction) throw error // a full disk, say: SQLite has rolled back all of it
          if (alone) break
          execute('ROLLBACK TO job')
          execute('RELEASE job')
        }
        job = done.length < groupSize ? jobs.shift() : undefined
      } while (job)
      execute(done.length > 0 ? 'COMMIT' : 'ROLLBACK')
      for (const { job, value } of done) job.resolve(value)
    } catch (error) {
      if (writer.inTransaction) execute('ROLLBACK')
      job?.reject(error)
      for (const { job } of done) job.reject(error)
    }
  }

  async function work(): Promise<void> {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      await runGroup(job)
      await new Promise<void>((resolve) => setImmediate(resolve)) // requests come in, and join the next group
    }
    working = undefined
  }

  return {
    add: <T>(body: (tx: Tx) => Promise<T>): Promise<T> => {
      if (runningJob.getStore() === current && current) {
        return Promise.reject(new Error('transaction() inside transaction(): pass tx on instead'))
      }
      return new Promise<T>((resolve, reject) => {
        const job: Job = {
          queuedAt: performance.now(),
          resolve: resolve as (value: unknown) => void,
          reject,
          // In its caller's context; `async`, because a drizzle query is a thenable that starts only when awaited.
          run: AsyncResource.bind((tx: Tx) => runningJob.run(job, async () => await body(tx)))
        }
        jobs.push(job)
        working ??= work()
      })
    },
    idle: async () => {
      while (working !== undefined) await working
    }
  }
}
