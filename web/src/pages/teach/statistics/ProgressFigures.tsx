import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../../api/client.js'
import { byCursor, everyRow, rowsOf } from '../../../api/lists.js'
import { BarChart } from '../../../charts/BarChart.js'
import { formatNumber, formatPercent, formatRelative } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { DataTable } from '../../../ui/DataTable.js'
import { Select } from '../../../ui/Field.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { SearchField } from '../../../ui/SearchField.js'
import { useFilters } from '../../../ui/useFilters.js'
import { Figures } from './Figures.js'
import { t } from './messages.js'

type LearnerProgress = Schema<'LearnerProgress'>

const path = '/api/courses/{id}/progress'
const sorts = ['progress', '-progress', 'lastActivity', 'name'] as const
const quietDays = 14

/** How far the learners are: all of them at a glance, then each. */
export function ProgressFigures({ courseId }: { courseId: string }) {
  const all = useQuery({
    queryKey: [path, courseId, 'all'],
    queryFn: () =>
      everyRow((cursor) => take(api.GET(path, { params: { path: { id: courseId }, query: { cursor, limit: 100 } } })))
  })
  return (
    <Loaded query={all}>
      {(rows) => {
        const learners = rows.filter(
          ({ enrolmentStatus }) => enrolmentStatus === 'active' || enrolmentStatus === 'completed'
        )
        if (learners.length === 0)
          return <EmptyState title={t('progress.nobody')}>{t('progress.nobodyText')}</EmptyState>
        return (
          <>
            <Overview learners={learners} />
            <Learners courseId={courseId} />
          </>
        )
      }}
    </Loaded>
  )
}

function Overview({ learners }: { learners: readonly LearnerProgress[] }) {
  const quietSince = Date.now() - quietDays * 86_400_000
  const completed = learners.filter(({ enrolmentStatus }) => enrolmentStatus === 'completed').length
  const quiet = learners.filter(
    ({ enrolmentStatus, lastActivityAt }) =>
      enrolmentStatus === 'active' && (!lastActivityAt || new Date(lastActivityAt).getTime() < quietSince)
  ).length
  const mean = learners.reduce((sum, { percent }) => sum + (percent ?? 0), 0) / learners.length
  return (
    <>
      <Figures
        figures={[
          { label: t('progress.learners'), value: formatNumber(learners.length) },
          { label: t('progress.completed'), value: formatNumber(completed) },
          { label: t('progress.mean'), value: formatPercent(mean / 100) },
          { label: t('progress.quiet', { days: quietDays }), value: formatNumber(quiet), isBad: quiet > 0 }
        ]}
      />
      <BarChart
        title={t('progress.chart')}
        labelTitle={t('progress.range')}
        valueTitle={t('progress.learners')}
        figures={ranges.map(([from, to]) => ({
          label: from === to ? formatPercent(from / 100) : t('progress.fromTo', { from, to }),
          value: learners.filter(({ percent }) => (percent ?? 0) >= from && (percent ?? 0) <= to).length
        }))}
      />
    </>
  )
}

const ranges = [
  [0, 0],
  [1, 25],
  [26, 50],
  [51, 75],
  [76, 99],
  [100, 100]
] as const

function Learners({ courseId }: { courseId: string }) {
  const [{ q, sort }, setFilters] = useFilters()
  const query = { ...(q && { q }), sort: sorts.find((each) => each === sort) ?? ('progress' as const) }
  const learners = useInfiniteQuery({
    queryKey: [path, courseId, query],
    queryFn: ({ pageParam }) =>
      take(api.GET(path, { params: { path: { id: courseId }, query: { ...query, cursor: pageParam } } })),
    ...byCursor,
    placeholderData: keepPreviousData
  })
  return (
    <div class="stack">
      <h2>{t('progress.each')}</h2>
      <div class="statistics-filters">
        <SearchField label={t('search')} value={q ?? ''} onSearch={(text) => setFilters({ q: text })} />
        <Select
          name="sort"
          label={t('sort')}
          value={query.sort}
          options={sorts.map((value) => ({ value, label: t(`sort.${value}`) }))}
          onChange={({ currentTarget: { value } }) => setFilters({ sort: value })}
        />
      </div>
      <Loaded query={learners}>
        {(data) => (
          <DataTable
            caption={t('progress.each')}
            rows={rowsOf(data)}
            rowKey={({ user }) => user.id}
            columns={[
              { key: 'name', title: t('learner'), cell: ({ user }) => nameOf(user), isHeader: true },
              { key: 'cohort', title: t('cohort'), cell: ({ cohortName }) => cohortName ?? '–' },
              {
                key: 'last',
                title: t('progress.last'),
                cell: ({ lastActivityAt }) => (lastActivityAt ? formatRelative(lastActivityAt) : t('progress.never'))
              },
              {
                key: 'percent',
                title: t('progress.percent'),
                cell: ({ percent }) => (percent === null ? '–' : formatPercent(percent / 100)),
                isNumber: true
              },
              {
                key: 'done',
                title: t('progress.done'),
                cell: ({ completed, required }) => t('progress.of', { completed, required }),
                isNumber: true
              }
            ]}
          />
        )}
      </Loaded>
      <MoreButton query={learners} />
    </div>
  )
}
