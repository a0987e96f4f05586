import { randomUUID } from 'node:crypto'
import type { Database } from '../../db/database.js'
import type { Clock } from '../../lib/clock.js'
import type { WakeHub } from '../../lib/wake-hub.js'
import type { StreamRegistry } from './stream-registry.js'

const channel = 'naik_kelas_wake'
const everybody = '*'
/** NOTIFY inside the transaction halves the throughput: it is sent after the commit, for all commits of this time. */
const coalesceMs = 5
/** PostgreSQL takes 8,000 bytes; with more to say, all look. */
const maxPayloadLength = 7_500
/**
 * How far back a look goes beyond the last one. A row is stamped when its transaction starts to write and seen when it
 * commits: no transaction may live as long (db/postgres.ts), and the clocks of two instances may differ by the rest.
 */
const overlapMs = 30_000

export interface WakeChannelDeps {
  database: Pick<Database, 'signals'>
  clock: Clock
  hub: WakeHub
  registry: StreamRegistry
  readChanges: (since: Date) => Promise<{ userId: string; version: number }[]>
  pollMs: number
  onError: (error: unknown) => void
}

export type WakeChannel = ReturnType<typeof createWakeChannel>

/**
 * Brings the word that a user has news to all who follow them: in this process at once, on the other instances by
 * NOTIFY. Under both lies a net: one look at what has changed, for all streams of the process.
 */
export function createWakeChannel({ database, clock, hub, registry, readChanges, pollMs, onError }: WakeChannelDeps) {
  const instance = randomUUID().slice(0, 8)
  const pending = new Set<string>()
  let flushTimer: NodeJS.Timeout | undefined
  let lookedAt = clock.now()
  let looking: Promise<void> | undefined

  async function flush(): Promise<void> {
    flushTimer = undefined
    const list = [...pending].join(',')
    pending.clear()
    try {
      await database.signals.send(channel, `${instance}:${list.length > maxPayloadLength ? everybody : list}`)
    } catch (error) {
      onError(error) // the others find it at their next look
    }
  }

  async function look(): Promise<void> {
    const startedAt = clock.now()
    try {
      const changes = await readChanges(new Date(lookedAt.getTime() - overlapMs))
      lookedAt = startedAt
      hub.wake(changes.filter(({ userId, version }) => registry.isBehind(userId, version)).map(({ userId }) => userId))
    } catch (error) {
      onError(error) // the next look covers this one's time too
    }
  }

  function lookOnce(): void {
    if (registry.size() === 0) return
    looking ??= look().finally(() => {
      looking = undefined
    })
  }

  const timer = setInterval(lookOnce, pollMs).unref()
  const stopListening = database.signals.listen(channel, (payload) => {
    if (payload === null) return lookOnce() // connected (again): what was sent before is lost
    const [sender, list = ''] = payload.split(':', 2)
    if (sender === instance) return
    if (list === everybody) lookOnce()
    else hub.wake(list.split(','))
  })

  return {
    wake(userIds: readonly string[]): void {
      hub.wake(userIds)
      for (const userId of userIds) pending.add(userId)
      flushTimer ??= setTimeout(() => void flush(), coalesceMs).unref()
    },
    async close(): Promise<void> {
      clearInterval(timer)
      if (flushTimer) {
        clearTimeout(flushTimer)
        await flush()
      }
      await stopListening()
      await looking
    }
  }
}
