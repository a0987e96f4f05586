import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { currentRequest, outsideRequest, type RequestContext } from '../lib/request-context.js'
import { type Dialect, dialectOf, sqliteFile } from './dialect.js'
import type { DatabaseTimes } from './meter.js'
import type { Tables } from './schema/index.js'

/** What both dialects can do; `execute`, `transaction` and the relational queries differ and are not there. */
export type Queries = Pick<
  PgDatabase<PgQueryResultHKT, Record<string, never>>,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'with' | '$with' | '$count'
>

declare const insideTransaction: unique symbol
/** Queries inside a transaction: what a function that writes takes first, and cannot be given by mistake. */
export type Tx = Queries & { readonly [insideTransaction]: true }

/** Queues an effect (a wake-up, a mail) that runs once, and only when the transaction has become durable. */
export type AfterCommit = (effect: () => void) => void

export type TransactionBody<T> = (tx: Tx, afterCommit: AfterCommit) => Promise<T>

/** A transaction whose body is done and that is about to be committed. */
export interface Ending {
  /** The request that called for it, where that is one which is recorded. */
  request: RequestContext | undefined
  /** Whether it has changed a row; asked where all that a request writes is recorded. */
  hasWritten: () => boolean
  afterCommit: AfterCommit
}

/** What is done last in a transaction; undefined where there is nothing to do. */
export type Conclude = (tx: Tx, ending: Ending) => Promise<void> | undefined

export interface TransactionOptions {
  /** For an invariant that spans rows which no lock covers. Not for hot counters: they would starve. */
  serializable?: boolean
}

export interface Database {
  readonly dialect: Dialect
  readonly tables: Tables
  /** For reading only: on SQLite a handle that cannot write. */
  readonly read: Queries
  /**
   * One after another on SQLite; READ COMMITTED on PostgreSQL, where a deadlock or a serialisation failure runs `body`
   * again. So: nothing in it but database work, and a row that is read to be written is read through `lock`.
   * The promise resolves when the transaction is durable and its effects have been started.
   * @throws what `body` throws, after rolling back; 503 when the database stays locked or cannot be reached
   */
  transaction<T>(body: TransactionBody<T>, options?: TransactionOptions): Promise<T>
  /** What is done last in every transaction from now on: one for the database, given at the composition. */
  concludeWith(conclude: Conclude): void
  /**
   * A number that is another one as soon as anything in the database has changed, by whomever: what was read under the
   * same number is still true. Undefined where asking for it costs as much as reading again (PostgreSQL).
   */
  changeMark(): number | undefined
  /**
   * A statement for many transactions, made once where that is possible: on SQLite, where to build one costs more than to
   * run it. Values come in by placeholders; one of a `time` column must not be null.
   */
  prepareForTx<T>(build: (queries: Queries) => T): (tx: Tx) => T
  /**
   * `select … for no key update` where the dialect needs it: until the commit nobody else changes or locks the rows. With
   * `skipLocked` those that somebody else has locked are passed over: of a queue each takes what nobody else is taking. With
   * `shared` others may hold them in the same way at the same time, and nobody changes them.
   */
  lock<Q>(query: Q, options?: { skipLocked?: boolean; shared?: boolean }): Q
  /** What it has been asked since it was opened. */
  times(): DatabaseTimes
  /** Tells the other instances; nobody is there to be told on SQLite. Carries no data that matters. */
  readonly signals: Signals
  close(): Promise<void>
}

export interface Signals {
  send(channel: string, payload: string): Promise<void>
  /** `onSignal` gets null after every (re)connection: whatever was sent before may have been missed. */
  listen(channel: string, onSignal: (payload: string | null) => void): () => Promise<void>
}

export interface DatabaseOptions {
  url: string
  /** NORMAL can lose the last commits at a power cut; it never corrupts. */
  sqliteSynchronous?: 'FULL' | 'NORMAL'
  /** How long a transaction waits for another process that holds the SQLite file; then it is a 503. */
  sqliteLockWaitMs?: number
  /** How long a body may take before it fails, on SQLite, where all others wait for it. */
  sqliteMaxTransactionMs?: number
  /** Whether SQLite refuses a transaction inside another at once. It has its price: not for production. */
  refuseNesting?: boolean
  poolSize?: number
  onEffectError?: (error: unknown) => void
}

/** Opens a migrated database. The PostgreSQL driver is loaded only by those who use it. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (dialectOf(options.url) === 'postgresql') {
    const { openPostgres } = await import('./postgres.js')
    return openPostgres(options)
  }
  const { openSqlite } = await import('./sqlite.js')
  return openSqlite({ ...options, file: sqliteFile(options.url) })
}

/** A dialect's own way to run a transaction. */
export type Run = <T>(
  body: (tx: Tx, hasWritten: () => boolean) => Promise<T>,
  options: TransactionOptions & { isWatched: boolean }
) => Promise<T>

/** Adds to it what is done last and the effects after the commit. */
export function withEffects(
  run: Run,
  onEffectError: (error: unknown) => void = console.error
): Pick<Database, 'transaction' | 'concludeWith'> {
  let conclude: Conclude | undefined

  function start(effect: () => void): void {
    try {
      // An async function is a `() => void` too, and its rejection would end the process.
      Promise.resolve(outsideRequest(effect) as unknown).catch(onEffectError)
    } catch (error) {
      onEffectError(error) // the transaction has happened: its caller must not be told otherwise
    }
  }

  return {
    concludeWith: (given) => {
      conclude = given
    },
    transaction: async (body, options = {}) => {
      const request = currentRequest() // now: SQLite runs the body from a queue, in whose context it happens to be
      let effects: (() => void)[] = []
      const runBody = async (tx: Tx, hasWritten: () => boolean) => {
        const ofThisTry: typeof effects = [] // a transaction that is tried again starts without those of its first try
        effects = ofThisTry
        const afterCommit: AfterCommit = (effect) => ofThisTry.push(effect)
        const result = await body(tx, afterCommit)
        const last = conclude?.(tx, { request, hasWritten, afterCommit })
        if (last) await last
        return result
      }
      const result = await run(runBody, { ...options, isWatched: request?.isRecorded ?? false })
      for (const effect of effects) start(effect)
      return result
    }
  }
}
