import { keepPreviousData, useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../../api/client.js'
import { BarChart } from '../../../charts/BarChart.js'
import { formatNumber, formatPercent } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { DataTable } from '../../../ui/DataTable.js'
import { Select } from '../../../ui/Field.js'
import { Loaded } from '../../../ui/Loaded.js'
import { useFilters } from '../../../ui/useFilters.js'
import { Figures } from './Figures.js'
import { t } from './messages.js'

type Statistics = Schema<'ReviewStatistics'>
type Counts = Statistics['total']

const periods = [30, 90, 365] as const
const dayMs = 86_400_000

/** How long learners wait for a review, and for whom. */
export function ReviewFigures({ courseId }: { courseId: string }) {
  const [{ days }, setFilters] = useFilters()
  const period = periods.find((each) => String(each) === days) ?? 30
  const statistics = useQuery({
    queryKey: ['/api/reviews/statistics', courseId, period],
    queryFn: () => {
      const from = new Date(Date.now() - period * dayMs).toISOString()
      return take(api.GET('/api/reviews/statistics', { params: { query: { courseId, from } } }))
    },
    placeholderData: keepPreviousData
  })
  return (
    <>
      <div class="statistics-filters">
        <Select
          name="days"
          label={t('reviews.period')}
          value={String(period)}
          options={periods.map((value) => ({ value: String(value), label: t('reviews.days', { count: value }) }))}
          onChange={({ currentTarget: { value } }) => setFilters({ days: value })}
        />
      </div>
      <Loaded query={statistics}>{(known) => <Known statistics={known} />}</Loaded>
    </>
  )
}

function Known({ statistics }: { statistics: Statistics }) {
  const { total, reviewers, cohorts, projects } = statistics
  const rows = [
    ...reviewers.map((row) => ({ ...row, key: row.user.id, name: nameOf(row.user), what: t('reviews.reviewer') })),
    ...projects.map((row) => ({ ...row, key: row.project.id, name: row.project.title, what: t('reviews.project') })),
    ...cohorts.map((row) => ({ ...row, key: row.cohort.id, name: row.cohort.name, what: t('cohort') }))
  ]
  return (
    <div class="stack-wide">
      <Figures
        figures={[
          { label: t('reviews.waiting'), value: formatNumber(total.waiting) },
          { label: t('reviews.overdue'), value: formatNumber(total.overdue), isBad: total.overdue > 0 },
          { label: t('reviews.dueSoon'), value: formatNumber(total.dueSoon) },
          { label: t('reviews.decided'), value: formatNumber(total.decided) },
          { label: t('reviews.median'), value: hours(total.medianHours) },
          { label: t('reviews.p90'), value: hours(total.p90Hours) },
          { label: t('reviews.inTime'), value: percent(total.withinTargetPercent) }
        ]}
      />
      {reviewers.length > 1 && (
        <BarChart
          title={t('reviews.byReviewer')}
          labelTitle={t('reviews.reviewer')}
          valueTitle={t('reviews.decided')}
          figures={reviewers.map(({ user, decided }) => ({ label: nameOf(user), value: decided }))}
        />
      )}
      {projects.length > 1 && (
        <BarChart
          title={t('reviews.byProject')}
          labelTitle={t('reviews.project')}
          valueTitle={t('reviews.waiting')}
          figures={projects.map(({ project, waiting, claimed }) => ({
            label: project.title,
            value: waiting + claimed
          }))}
        />
      )}
      {rows.length > 0 && (
        <DataTable
          caption={t('reviews.table')}
          isCaptionHidden={false}
          rows={rows}
          rowKey={({ key }) => key}
          columns={[
            { key: 'name', title: t('reviews.of'), cell: ({ name }) => name, isHeader: true },
            { key: 'what', title: t('reviews.what'), cell: ({ what }) => what },
            {
              key: 'waiting',
              title: t('reviews.waiting'),
              cell: ({ waiting }) => formatNumber(waiting),
              isNumber: true
            },
            {
              key: 'claimed',
              title: t('reviews.claimed'),
              cell: ({ claimed }) => formatNumber(claimed),
              isNumber: true
            },
            {
              key: 'overdue',
              title: t('reviews.overdue'),
              cell: ({ overdue }) => formatNumber(overdue),
              isNumber: true
            },
            {
              key: 'decided',
              title: t('reviews.decided'),
              cell: ({ decided }) => formatNumber(decided),
              isNumber: true
            },
            {
              key: 'median',
              title: t('reviews.median'),
              cell: ({ medianHours }) => hours(medianHours),
              isNumber: true
            },
            {
              key: 'inTime',
              title: t('reviews.inTime'),
              cell: ({ withinTargetPercent }) => percent(withinTargetPercent),
              isNumber: true
            }
          ]}
        />
      )}
    </div>
  )
}

function hours(value: Counts['medianHours']): string {
  return value === null ? '–' : t('reviews.hours', { hours: formatNumber(value, { maximumFractionDigits: 1 }) })
}

function percent(value: Counts['withinTargetPercent']): string {
  return value === null ? '–' : formatPercent(value / 100)
}
