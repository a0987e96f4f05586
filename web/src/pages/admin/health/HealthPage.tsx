import { useQuery } from '@tanstack/preact-query'
import { api, take } from '../../../api/client.js'
import { formatNumber, formatRelative } from '../../../messages/format.js'
import { Badge } from '../../../ui/Badge.js'
import { Loaded } from '../../../ui/Loaded.js'
import { AdminPage } from '../AdminHead.js'
import './health.css'
import { t } from './messages.js'
import { type Metric, parseMetrics, sumOf } from './metrics.js'

const lookEveryMs = 10_000

/** How the process that answers is doing, in figures that one understands; all of them are at /api/metrics. */
export default function HealthPage() {
  const ready = useQuery({
    queryKey: ['/api/health/ready'],
    queryFn: () => take(api.GET('/api/health/ready')),
    refetchInterval: lookEveryMs
  })
  const metrics = useQuery({
    queryKey: ['/api/metrics'],
    queryFn: async () => parseMetrics((await take(api.GET('/api/metrics', { parseAs: 'text' }))) as string),
    refetchInterval: lookEveryMs
  })
  const isWell = ready.data !== undefined && !ready.error
  return (
    <AdminPage title={t('title')} lead={t('lead')}>
      <p role="status">
        {(ready.data || ready.error) && (
          <Badge tone={isWell ? 'good' : 'bad'}>{t(isWell ? 'ready' : 'notReady')}</Badge>
        )}
      </p>
      <Loaded query={metrics}>{(known) => <Figures metrics={known} />}</Loaded>
    </AdminPage>
  )
}

function Figures({ metrics }: { metrics: readonly Metric[] }) {
  return (
    <dl class="health-figures">
      {figuresOf(metrics).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function figuresOf(metrics: readonly Metric[]): (readonly [string, string])[] {
  const read = (name: string, labels?: Record<string, string>) => sumOf(metrics, name, labels) ?? 0
  const ms = (seconds: number) => t('ms', { ms: formatNumber(seconds * 1_000, { maximumFractionDigits: 1 }) })
  const megabytes = (bytes: number) =>
    t('megabytes', { count: formatNumber(bytes / 1e6, { maximumFractionDigits: 0 }) })
  const mean = (sum: number, count: number) => (count > 0 ? ms(sum / count) : '–')
  return [
    [t('since'), formatRelative(new Date(read('process_start_time_seconds') * 1_000))],
    [t('streams'), formatNumber(read('streams_open'))],
    [t('waiting'), formatNumber(read('outbox_events', { state: 'pending' }))],
    [t('dead'), formatNumber(read('outbox_events', { state: 'dead' }))],
    [t('oldest'), t('seconds', { count: formatNumber(read('outbox_oldest_seconds'), { maximumFractionDigits: 0 }) })],
    [t('requests'), formatNumber(read('http_request_duration_seconds_count'))],
    [t('answer'), mean(read('http_request_duration_seconds_sum'), read('http_request_duration_seconds_count'))],
    [t('statement'), mean(read('database_seconds_total', { for: 'statements' }), read('database_statements_total'))],
    [t('loop'), ms(read('nodejs_eventloop_lag_p99_seconds'))],
    [t('memory'), megabytes(read('process_resident_memory_bytes'))]
  ]
}
