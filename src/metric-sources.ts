import type { Database } from './db/database.js'
import type { Features } from './features.js'
import type { MetricSource } from './http/metrics.js'
import type { SseStreams } from './http/sse.js'
import type { Clock } from './lib/clock.js'

export interface MetricSourcesDeps extends Pick<Features, 'events'> {
  clock: Clock
  database: Database
  streams: SseStreams
}

/** What the parts of the product count by themselves, by the names that Prometheus knows it by. */
export function metricSources({ clock, database, streams, events }: MetricSourcesDeps): MetricSource[] {
  const seconds = (ms: number) => ms / 1000
  return [
    {
      name: 'streams_open',
      help: 'Event streams that hold a socket now',
      kind: 'gauge',
      read: () => [{ value: streams.count() }]
    },
    {
      name: 'streams_buffered_bytes',
      help: 'What is held for streams that have not read it yet',
      kind: 'gauge',
      read: () => [{ value: streams.stats().bufferedBytes }]
    },
    {
      name: 'streams_total',
      help: 'Event streams since the start: opened, and what became of them',
      kind: 'counter',
      label: 'what',
      read: () => {
        const { open: _, bufferedBytes: __, ...since } = streams.stats()
        return Object.entries(since).map(([of, value]) => ({ of, value }))
      }
    },
    {
      name: 'outbox_events',
      help: 'Events that are not told to all yet, and events that were given up',
      kind: 'gauge',
      label: 'state',
      read: async () => {
        const { pending, dead } = await events.backlog()
        return [
          { of: 'pending', value: pending },
          { of: 'dead', value: dead }
        ]
      }
    },
    {
      name: 'outbox_oldest_seconds',
      help: 'How long ago the first of the events happened that are not told to all yet',
      kind: 'gauge',
      read: async () => {
        const { oldestAt } = await events.backlog()
        return [{ value: oldestAt ? Math.max(0, seconds(clock.now().getTime() - oldestAt.getTime())) : 0 }]
      }
    },
    {
      name: 'database_statements_total',
      help: 'Statements that the database was asked',
      kind: 'counter',
      read: () => [{ value: database.times().statements }]
    },
    {
      name: 'database_seconds_total',
      help: 'Time that statements took, that transactions took, and that these waited to begin',
      kind: 'counter',
      label: 'for',
      read: () => {
        const { statementMs, transactionMs, waitMs } = database.times()
        return [
          { of: 'statements', value: seconds(statementMs) },
          { of: 'transactions', value: seconds(transactionMs) },
          { of: 'waiting', value: seconds(waitMs) }
        ]
      }
    },
    {
      name: 'database_transactions_total',
      help: 'Transactions that ended',
      kind: 'counter',
      read: () => [{ value: database.times().transactions }]
    }
  ]
}
