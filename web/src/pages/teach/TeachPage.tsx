import { useInfiniteQuery } from '@tanstack/preact-query'
import { Plus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../api/client.js'
import { formatRelative } from '../../messages/format.js'
import { type Me, may, useMe } from '../../session/session.js'
import { Button, LinkButton } from '../../ui/Button.js'
import { FilterSelect } from '../../ui/FilterSelect.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { MoreButton } from '../../ui/MoreButton.js'
import { Page } from '../../ui/Page.js'
import { SearchField } from '../../ui/SearchField.js'
import { useFilters } from '../../ui/useFilters.js'
import { t } from './messages.js'
import { NewCourse } from './NewCourse.js'
import { type Status, StatusBadge } from './StatusBadge.js'

const statuses: readonly Status[] = ['draft', 'published', 'archived']

export default function TeachPage() {
  const { data: me } = useMe()
  const [isCreating, setCreating] = useState(false)
  const create = may(me, 'course.create') && (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden="true" />
      {t('list.create')}
    </Button>
  )
  const actions = (
    <>
      <LinkButton href="/app/teach/rubrics">{t('list.rubrics')}</LinkButton>
      {may(me, 'notification.send') && <LinkButton href="/app/teach/broadcasts">{t('list.broadcasts')}</LinkButton>}
      {create}
    </>
  )
  return (
    <Page title={t('list.title')} actions={actions}>
      {me && <Courses me={me} create={create} />}
      {isCreating && <NewCourse onClose={() => setCreating(false)} />}
    </Page>
  )
}

function Courses({ me, create }: { me: Me; create: preact.ComponentChildren }) {
  const [{ q = '', status = '', mentor = '' }, filter] = useFilters()
  const managesAll = may(me, 'course.update')
  const wanted = {
    ...(q && { q }),
    ...(isStatus(status) && { status }),
    ...((!managesAll || mentor === 'me') && { mentor: me.user.id })
  }
  const courses = useInfiniteQuery({
    queryKey: ['/api/courses', 'managed', wanted],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/courses', { params: { query: { ...wanted, sort: '-updatedAt', cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined
  })
  const isNarrowed = q !== '' || status !== ''
  return (
    <div class="stack">
      <div class="row">
        <SearchField label={t('list.search')} value={q} onSearch={(text) => filter({ q: text })} />
        <FilterSelect
          label={t('list.status')}
          value={status}
          onChange={(value) => filter({ status: value })}
          options={[
            { value: '', label: t('list.anyStatus') },
            ...statuses.map((value) => ({ value, label: t(`status.${value}`) }))
          ]}
        />
        {managesAll && (
          <FilterSelect
            label={t('list.whose')}
            value={mentor}
            onChange={(value) => filter({ mentor: value })}
            options={[
              { value: '', label: t('list.all') },
              { value: 'me', label: t('list.mine') }
            ]}
          />
        )}
      </div>
      <Loaded query={courses}>
        {({ pages }) => {
          const rows = pages.flatMap(({ data }) => data)
          if (rows.length > 0) return <CourseRows rows={rows} />
          if (isNarrowed) return <EmptyState title={t('list.noneFits')} />
          return (
            <EmptyState title={t('list.none')} action={create}>
              {t('list.noneText')}
            </EmptyState>
          )
        }}
      </Loaded>
      <MoreButton query={courses} />
    </div>
  )
}

function CourseRows({ rows }: { rows: readonly Schema<'CourseSummary'>[] }) {
  return (
    <ul class="rows">
      {rows.map(({ id, title, status, updatedAt }) => (
        <li key={id} class="stack-tight">
          <div class="row-apart">
            <a href={`/app/teach/courses/${id}`}>
              <strong>{title}</strong>
            </a>
            <StatusBadge status={status} />
          </div>
          <p class="muted small">{t('list.updated', { when: formatRelative(updatedAt) })}</p>
        </li>
      ))}
    </ul>
  )
}

function isStatus(value: string): value is Status {
  return statuses.some((status) => status === value)
}
