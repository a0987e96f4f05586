import { keepPreviousData, useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, take } from '../../../api/client.js'
import { LineChart } from '../../../charts/LineChart.js'
import { formatDate, formatNumber } from '../../../messages/format.js'
import { FilterSelect } from '../../../ui/FilterSelect.js'
import { Loaded } from '../../../ui/Loaded.js'
import { Skeleton } from '../../../ui/Skeleton.js'
import { t } from './messages.js'
import type { Place } from './place.js'

const metrics = ['active_learners', 'enrolments', 'completions', 'submissions', 'review_hours'] as const
const intervals = ['day', 'week', 'month'] as const

/** One figure over time. */
export function TrendPart({ place }: { place: Place }) {
  const [metric, setMetric] = useState<(typeof metrics)[number]>('active_learners')
  const [interval, setInterval] = useState<(typeof intervals)[number]>('day')
  const query = { ...place, metric, interval }
  const trend = useQuery({
    queryKey: ['/api/dashboard/trend', query],
    queryFn: () => take(api.GET('/api/dashboard/trend', { params: { query } })),
    placeholderData: keepPreviousData
  })
  return (
    <section class="stack" aria-labelledby="dashboard-trend">
      <h2 id="dashboard-trend">{t('trend.title')}</h2>
      <div class="row">
        <FilterSelect
          label={t('trend.metric')}
          value={metric}
          onChange={(value) => setMetric(metrics.find((each) => each === value) ?? metric)}
          options={metrics.map((value) => ({ value, label: t(`trend.${value}`) }))}
        />
        <FilterSelect
          label={t('trend.interval')}
          value={interval}
          onChange={(value) => setInterval(intervals.find((each) => each === value) ?? interval)}
          options={intervals.map((value) => ({ value, label: t(`trend.${value}`) }))}
        />
      </div>
      <Loaded query={trend} skeleton={<Skeleton lines={6} />}>
        {({ points, metric: shown, interval: by }) => (
          <LineChart
            title={t(`trend.${shown}`)}
            labelTitle={t('trend.when')}
            labels={points.map(({ date }) => dayText(date, by))}
            series={[{ name: t(`trend.${shown}`), values: points.map(({ value }) => value) }]}
            format={(value) => formatNumber(value, { maximumFractionDigits: 1 })}
          />
        )}
      </Loaded>
    </section>
  )
}

/** @param date a day of the calendar, which is the same everywhere */
function dayText(date: string, by: (typeof intervals)[number]): string {
  const parts =
    by === 'month' ? ({ month: 'short', year: 'numeric' } as const) : ({ day: 'numeric', month: 'short' } as const)
  return formatDate(`${date}T00:00:00Z`, { ...parts, timeZone: 'UTC' })
}
