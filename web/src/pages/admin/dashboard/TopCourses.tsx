import { keepPreviousData, useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../../api/client.js'
import { formatNumber, formatPercent } from '../../../messages/format.js'
import { type Column, DataTable } from '../../../ui/DataTable.js'
import { FilterSelect } from '../../../ui/FilterSelect.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { t } from './messages.js'
import type { Place } from './place.js'

type Row = Schema<'DashboardTopCourses'>['data'][number]

const orders = ['active_learners', 'enrolments', 'completions'] as const

export function TopCourses({ place }: { place: Place }) {
  const [by, setBy] = useState<(typeof orders)[number]>('active_learners')
  const query = { ...place, by }
  const top = useQuery({
    queryKey: ['/api/dashboard/top-courses', query],
    queryFn: () => take(api.GET('/api/dashboard/top-courses', { params: { query } })),
    placeholderData: keepPreviousData
  })
  return (
    <section class="stack" aria-labelledby="dashboard-top">
      <div class="row-apart">
        <h2 id="dashboard-top">{t('top.title')}</h2>
        <FilterSelect
          label={t('top.by')}
          value={by}
          onChange={(value) => setBy(orders.find((each) => each === value) ?? by)}
          options={orders.map((value) => ({ value, label: t(`top.${value}`) }))}
        />
      </div>
      <p class="muted">{t('top.lead')}</p>
      <Loaded query={top}>
        {({ data }) =>
          data.length > 0 ? (
            <DataTable caption={t('top.caption')} columns={columns()} rows={data} rowKey={({ course }) => course.id} />
          ) : (
            <EmptyState title={t('top.none')}>{t('top.noneText')}</EmptyState>
          )
        }
      </Loaded>
    </section>
  )
}

function columns(): Column<Row>[] {
  const number = (key: string, title: string, cell: (row: Row) => number): Column<Row> => ({
    key,
    title,
    cell: (row) => formatNumber(cell(row)),
    isNumber: true
  })
  return [
    {
      key: 'course',
      title: t('top.course'),
      cell: ({ course }) => <a href={`/app/courses/${course.id}`}>{course.title}</a>,
      isHeader: true
    },
    number('active', t('top.active_learners'), ({ activeLearners }) => activeLearners),
    number('enrolments', t('top.enrolments'), ({ enrolments }) => enrolments),
    number('completions', t('top.completions'), ({ completions }) => completions),
    number('learners', t('top.learners'), ({ learnersEnrolled }) => learnersEnrolled),
    {
      key: 'percent',
      title: t('top.percent'),
      cell: ({ completionPercent }) =>
        completionPercent === null ? t('top.percent.none') : formatPercent(completionPercent / 100),
      isNumber: true
    }
  ]
}
