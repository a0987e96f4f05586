import { setTimeout as sleep } from 'node:timers/promises'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { unavailable } from '../lib/errors.js'
import { postgresqlColumns } from './columns.js'
import { type Database, type DatabaseOptions, type Queries, type Run, type Tx, withEffects } from './database.js'
import { isRetryable } from './errors.js'
import { createMeter, type Meter } from './meter.js'
import { createPostgresSignals } from './postgres-signals.js'
import { defineTables } from './schema/index.js'

const maxTries = 20
/**
 * No transaction that took longer commits. The net under the notification stream reads what changed within this time
 * before its last look, and so cannot miss a commit that came late.
 */
export const maxTransactionMs = 20_000
/**
 * How long a request waits for a connection, or for a lock. PostgreSQL looks for a deadlock after a second of waiting: whoever
 * waits behind two of them, one after the other, is served still.
 */
const patienceMs = 4_000
const writes = new Set(['INSERT', 'UPDATE', 'DELETE'])

export function openPostgres({ url, poolSize = 10, onEffectError }: DatabaseOptions): Database {
  const meter = createMeter()
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    Client: namingClient(meter),
    application_name: 'naik-kelas',
    connectionTimeoutMillis: patienceMs,
    statement_timeout: 5_000,
    lock_timeout: patienceMs,
    idle_in_transaction_session_timeout: 10_000
  })
  pool.on('error', () => {}) // an idle connection was lost: without a listener that ends the process
  const db = drizzle(pool)

  const runOnce: Run = async (body, { serializable, isWatched }) => {
    const askedAt = performance.now()
    const client = await pool.connect()
    const startedAt = performance.now()
    const { tx, hasWritten, end } = createTx(client, isWatched)
    let reusable = false
    try {
      await client.query(serializable ? 'begin isolation level serializable' : 'begin')
      const result = await body(tx, hasWritten)
      if (performance.now() - startedAt > maxTransactionMs) throw unavailable(2, 'That took too long')
      end()
      const { command } = await client.query('commit')
      // After a refused statement the server answers COMMIT with ROLLBACK, and no error.
      if (command !== 'COMMIT') throw new Error('a statement of the transaction failed and its error was swallowed')
      reusable = true
      return result
    } catch (error) {
      reusable = await rollBack(client)
      throw error
    } finally {
      end()
      client.release(!reusable)
      meter.transaction({ askedAt, startedAt })
    }
  }

  const run: Run = async (body, options) => {
    for (let tries = 1; ; tries++) {
      try {
        return await runOnce(body, options)
      } catch (error) {
        if (!isRetryable(error) || tries === maxTries) throw error
        await sleep(Math.random() * 4 * tries)
      }
    }
  }

  return {
    dialect: 'postgresql',
    tables: defineTables(postgresqlColumns),
    read: db as unknown as Queries,
    ...withEffects(run, onEffectError),
    changeMark: () => undefined,
    prepareForTx: (build) => (tx) => build(tx), // a statement belongs to the connection of its transaction
    // Every select builder of PostgreSQL has it; the type of the parameter cannot say so for both dialects. Plain `update`
    // would also hold up every insert that refers to the row (a delivery to a locked user), and deadlock with it.
    lock: (query, { skipLocked = false, shared = false } = {}) => {
      const { for: lockFor } = query as { for(strength: string, config: { skipLocked?: true }): typeof query }
      return lockFor.call(query, shared ? 'share' : 'no key update', skipLocked ? { skipLocked } : {})
    },
    times: meter.times,
    signals: createPostgresSignals(url, pool),
    close: async () => {
      if (!pool.ending) await pool.end()
    }
  }
}

/** The queries of one transaction. Once it ends they are refused: the connection is in other hands. */
function createTx(client: pg.PoolClient, isWatched: boolean): { tx: Tx; hasWritten(): boolean; end(): void } {
  let ended = false
  let written = false
  const query = client.query.bind(client) as (...args: unknown[]) => Promise<pg.QueryResult>
  const watched = async (...args: unknown[]) => {
    const result = await query(...args)
    if (writes.has(result.command) && (result.rowCount ?? 0) > 0) written = true
    return result
  }
  const guarded = {
    query: (...args: unknown[]) => {
      if (ended) throw new Error('tx used outside its transaction')
      return isWatched ? watched(...args) : query(...args)
    }
  }
  const tx = drizzle({ client: guarded as unknown as pg.PoolClient }) as unknown as Tx
  return {
    tx,
    hasWritten: () => written,
    end: () => {
      ended = true
    }
  }
}

/** Whether the connection is still good for others. */
async function rollBack(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('rollback')
    return true
  } catch {
    return false // what went wrong before is what the caller should hear
  }
}

const statementNames = new Map<string, string>()
const maxNames = 500

/**
 * Names every statement that has parameters, so that each connection parses and plans it once, and measures it. Not for a
 * pooler in transaction mode older than PgBouncer 1.21.
 */
function namingClient(meter: Meter): typeof pg.Client {
  return class NamingClient extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      super(config)
      // The pool listens only while it has the client: one lost during a transaction would end the process.
      this.on('error', () => {})
    }

    // biome-ignore lint/suspicious/noExplicitAny: pg's own overloads of query() are not expressible as one signature
    override query(...args: any[]): any {
      const [config, values] = args
      if (typeof config?.text === 'string' && !config.name && values?.length > 0) {
        let name = statementNames.get(config.text)
        if (!name && statementNames.size < maxNames) {
          name = `q${statementNames.size}`
          statementNames.set(config.text, name)
        }
        if (name) args[0] = { ...config, name }
      }
      const startedAt = performance.now()
      const measure = () => meter.statement(startedAt)
      const callback = args.at(-1) // the pool's own queries have one
      if (typeof callback === 'function') {
        args[args.length - 1] = (...answer: unknown[]) => {
          measure()
          callback(...answer)
        }
      }
      const answer = (super.query as (...args: unknown[]) => unknown)(...args)
      if (answer instanceof Promise) answer.then(measure, measure)
      return answer
    }
  }
}
