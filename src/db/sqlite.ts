import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { sqliteColumns } from './columns.js'
import { type Database, type DatabaseOptions, type Queries, type Run, type Tx, withEffects } from './database.js'
import { isBusy } from './errors.js'
import { createMeter, type Meter } from './meter.js'
import { defineTables } from './schema/index.js'
import { type CachedHandle, cacheStatements } from './sqlite-statements.js'

const defaultLockWaitMs = 4_000
const openWaitMs = 10_000
/** Transactions that share one fsync. */
const groupSize = 64

interface Job {
  queuedAt: number
  startedAt: number
  /** While it runs. */
  tx: Tx | undefined
  run: () => Promise<unknown>
  /** Fails it where it stands. */
  expire: () => void
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

/** A body that waits for what cannot come (another transaction, say) must not hold up all writers for good. */
const defaultMaxTransactionMs = 10_000

/**
 * Knows which transaction a call comes from, so that one inside another is refused at once instead of waiting for itself.
 * One for the process, and not for production: on Node 20 an instance that was ever run taxes every promise by a tenth.
 */
const runningJob = new AsyncLocalStorage<Job>()

/**
 * Two handles to one file: readers see the last commit (WAL), the writer is reachable through `transaction` alone.
 * @throws when the file cannot be opened
 */
export function openSqlite({ file, sqliteSynchronous, ...options }: DatabaseOptions & { file: string }): Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const writer = openHandle(file, sqliteSynchronous)
  const reader = openHandle(file, sqliteSynchronous)
  const meter = createMeter()
  reader.pragma('query_only = ON')
  const dataVersion = reader.prepare('PRAGMA data_version').pluck()
  const queue = createWriteQueue(writer, {
    lockWaitMs: options.sqliteLockWaitMs ?? defaultLockWaitMs,
    maxTransactionMs: options.sqliteMaxTransactionMs ?? defaultMaxTransactionMs,
    refuseNesting: options.refuseNesting ?? false,
    meter
  })
  return {
    dialect: 'sqlite',
    tables: defineTables(sqliteColumns),
    // The cast that makes SQLite's builders answer to PostgreSQL's types (see columns.ts).
    read: drizzle(cacheStatements(reader, meter).borrow().handle) as unknown as Queries,
    ...withEffects(queue.add, options.onEffectError),
    prepareForTx: queue.prepare,
    changeMark: () => dataVersion.get() as number,
    lock: (query) => query, // transactions run one after another
    times: meter.times,
    signals: { send: async () => {}, listen: () => async () => {} },
    close: async () => {
      await queue.close()
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

interface QueueOptions {
  lockWaitMs: number
  maxTransactionMs: number
  refuseNesting: boolean
  meter: Meter
}

function createWriteQueue(writer: Sqlite.Database, options: QueueOptions) {
  const { lockWaitMs, maxTransactionMs, refuseNesting, meter } = options
  const statements = new Map<string, Sqlite.Statement>()
  const execute = (text: string) => {
    const statement = statements.get(text) ?? writer.prepare(text)
    statements.set(text, statement)
    statement.run()
  }
  const cached = cacheStatements(writer, meter)
  const totalChanges = writer.prepare('select total_changes()').pluck()
  /** Whether anything is written from here on. */
  const watchWrites = () => {
    const before = totalChanges.get()
    return () => totalChanges.get() !== before
  }
  const shared = drizzle(cached.borrow().handle) as unknown as Queries
  let current: Job | undefined
  const jobs: Job[] = []
  let working: Promise<void> | undefined
  const watch = setInterval(() => {
    if (current && performance.now() - current.startedAt > maxTransactionMs) current.expire()
  }, maxTransactionMs / 10)

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
          const value: unknown = await job.run()
          current = undefined
          if (!alone) execute('RELEASE job')
          done.push({ job, value })
          meter.transaction({ askedAt: job.queuedAt, startedAt: job.startedAt })
        } catch (error) {
          current = undefined
          meter.transaction({ askedAt: job.queuedAt, startedAt: job.startedAt })
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
    add: ((body, { isWatched }) => {
      if (refuseNesting && current && runningJob.getStore() === current) {
        return Promise.reject(new Error('transaction() inside transaction(): pass tx on instead'))
      }
      return new Promise((resolve, reject) => {
        const start = (tx: Tx) => body(tx, isWatched ? watchWrites() : () => false)
        const job = createJob(cached, start, { resolve: resolve as Job['resolve'], reject, refuseNesting })
        jobs.push(job)
        working ??= work()
      })
    }) satisfies Run as Run,
    prepare: <T>(build: (queries: Queries) => T): ((tx: Tx) => T) => {
      const built = build(shared)
      return (tx) => {
        if (current?.tx !== tx) throw new Error('tx used outside its transaction')
        return built
      }
    },
    close: async () => {
      while (working !== undefined) await working
      clearInterval(watch)
    }
  }
}

function createJob<T>(
  cached: CachedHandle,
  body: (tx: Tx) => Promise<T>,
  { resolve, reject, refuseNesting }: Pick<Job, 'resolve' | 'reject'> & { refuseNesting: boolean }
): Job {
  const run = async (): Promise<T> => {
    job.startedAt = performance.now()
    const { handle, end } = cached.borrow()
    const tx = drizzle(handle) as unknown as Tx
    job.tx = tx
    try {
      return await new Promise<T>((settle, fail) => {
        job.expire = () => fail(new Error('a transaction took too long: does it wait for another one?'))
        const start = async () => await body(tx) // a drizzle query is a thenable that starts only when awaited
        ;(refuseNesting ? runningJob.run(job, start) : start()).then(settle, fail)
      })
    } finally {
      end() // what comes later would land in somebody else's transaction
    }
  }
  const job: Job = {
    queuedAt: performance.now(),
    startedAt: 0,
    tx: undefined,
    resolve,
    reject,
    expire: () => {},
    // In its caller's context, not in that of whoever set the queue going; who does not look pays nothing.
    run: refuseNesting ? AsyncResource.bind(run) : run
  }
  return job
}
