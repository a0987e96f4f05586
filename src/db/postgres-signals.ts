import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Signals } from './database.js'

const beatMs = 15_000
const firstRetryMs = 25
const maxRetryMs = 2_000

/** LISTEN on a connection of its own that comes back by itself; NOTIFY through the pool, outside any transaction. */
export function createPostgresSignals(url: string, pool: pg.Pool): Signals {
  return {
    send: async (channel, payload) => {
      await pool.query('select pg_notify($1, $2)', [channel, payload])
    },
    listen: (channel, onSignal) => listen(url, channel, onSignal)
  }
}

function listen(url: string, channel: string, onSignal: (payload: string | null) => void): () => Promise<void> {
  const stop = new AbortController()
  let client: pg.Client | undefined

  async function listenOnce(): Promise<void> {
    client = new pg.Client({
      connectionString: url,
      keepAlive: true,
      application_name: `naik-kelas-${channel}`,
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000
    })
    const gone = new Promise<'gone'>((resolve) => {
      client?.once('end', () => resolve('gone')).on('error', () => resolve('gone'))
    })
    await client.connect()
    client.on('notification', ({ payload }) => onSignal(payload ?? ''))
    await client.query(`listen ${pg.escapeIdentifier(channel)}`)
    onSignal(null)
    // A link that is half open says nothing: the query fails where waiting would not.
    while ((await Promise.race([gone, beat(stop.signal)])) === 'beat') await client.query('select 1')
  }

  async function listenOn(): Promise<void> {
    let retryMs = firstRetryMs
    while (!stop.signal.aborted) {
      const startedAt = performance.now()
      try {
        await listenOnce()
      } catch {
        // the server is away: try again below
      }
      await client?.end().catch(() => {})
      retryMs = performance.now() - startedAt > beatMs ? firstRetryMs : Math.min(retryMs * 2, maxRetryMs)
      await sleep(retryMs, undefined, { signal: stop.signal }).catch(() => {})
    }
  }

  const listening = listenOn()
  return async () => {
    stop.abort()
    await client?.end().catch(() => {})
    await listening
  }
}

async function beat(signal: AbortSignal): Promise<'beat' | 'stopped'> {
  try {
    return await sleep(beatMs, 'beat' as const, { ref: false, signal })
  } catch {
    return 'stopped'
  }
}
