import { keepPreviousData, useInfiniteQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../../api/client.js'
import { byCursor, rowsOf } from '../../../api/lists.js'
import { formatRelative } from '../../../messages/format.js'
import { Badge, type Tone } from '../../../ui/Badge.js'
import { LinkButton } from '../../../ui/Button.js'
import { FilterSelect } from '../../../ui/FilterSelect.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { SearchField } from '../../../ui/SearchField.js'
import { useFilters } from '../../../ui/useFilters.js'
import { AdminPage } from '../AdminHead.js'
import { OrganizationFilter } from '../OrganizationFilter.js'
import { useOrganizations } from '../queries.js'
import './courses.css'
import { t } from './messages.js'

type Course = Schema<'CourseSummary'>

const tones: Readonly<Record<Course['status'], Tone>> = { draft: 'warn', published: 'good', archived: 'neutral' }
const statuses = ['draft', 'published', 'archived'] as const

/** Whoever may change any course finds it here, whoever mentors it. */
export default function CoursesPage() {
  const [{ q = '', status = '', organization = '' }, setFilters] = useFilters()
  const wantedStatus = statuses.find((each) => each === status)
  const query = {
    ...(q && { q }),
    ...(wantedStatus && { status: wantedStatus }),
    ...(organization && { organization })
  }
  const courses = useInfiniteQuery({
    queryKey: ['/api/courses', 'administered', query],
    queryFn: ({ pageParam: cursor }) =>
      take(api.GET('/api/courses', { params: { query: { ...query, sort: '-updatedAt', total: true, cursor } } })),
    ...byCursor,
    placeholderData: keepPreviousData
  })
  const total = courses.data?.pages[0]?.total
  return (
    <AdminPage title={t('title')} lead={t('lead')}>
      <div class="row">
        <SearchField label={t('search')} value={q} onSearch={(text) => setFilters({ q: text })} />
        <FilterSelect
          label={t('status.label')}
          value={status}
          onChange={(value) => setFilters({ status: value })}
          options={[
            { value: '', label: t('status.any') },
            ...statuses.map((value) => ({ value, label: t(`status.${value}`) }))
          ]}
        />
        <OrganizationFilter value={organization} onChange={(id) => setFilters({ organization: id })} />
      </div>
      <p class="muted" role="status">
        {total !== undefined && t('count', { count: total })}
      </p>
      <Loaded query={courses}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length > 0) return <CourseRows courses={rows} />
          if (Object.keys(query).length > 0) return <EmptyState title={t('noneFit')} />
          return <EmptyState title={t('none')} action={<LinkButton href="/app/teach">{t('toTeach')}</LinkButton>} />
        }}
      </Loaded>
      <MoreButton query={courses} />
    </AdminPage>
  )
}

function CourseRows({ courses }: { courses: readonly Course[] }) {
  const { data: organizations = [] } = useOrganizations()
  return (
    <ul class="rows">
      {courses.map(({ id, title, status, visibility, organizationId, updatedAt }) => (
        <li key={id} class="admin-course">
          <p>
            <a href={`/app/teach/courses/${id}`}>
              <strong>{title}</strong>
            </a>
          </p>
          <p class="muted small">{organizations.find((each) => each.id === organizationId)?.name}</p>
          <p class="row small">
            <Badge tone={tones[status]}>{t(`status.${status}`)}</Badge>
            <span class="muted">{t(`visibility.${visibility}`)}</span>
          </p>
          <p class="muted small">{t('updated', { when: formatRelative(updatedAt) })}</p>
        </li>
      ))}
    </ul>
  )
}
