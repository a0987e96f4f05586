import { useInfiniteQuery, useQuery } from '@tanstack/preact-query'
import type { ComponentChildren } from 'preact'
import { api, type Schema, take } from '../../api/client.js'
import { byCursor, rowsOf } from '../../api/lists.js'
import { formatRelative } from '../../messages/format.js'
import { type Me, may } from '../../session/session.js'
import { mayAny } from '../../session/standing.js'
import { FilterSelect } from '../../ui/FilterSelect.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { MoreButton } from '../../ui/MoreButton.js'
import { SearchField } from '../../ui/SearchField.js'
import { useFilters } from '../../ui/useFilters.js'
import { placeIn } from './course-tabs.js'
import { t } from './messages.js'
import { type Status, StatusBadge } from './StatusBadge.js'

const statuses: readonly Status[] = ['draft', 'published', 'archived']

interface CourseListProps {
  me: Me
  /** The way to a first course, for who may make one. */
  create: ComponentChildren
}

/** All courses of the organisations that one works for; for who only mentors, those that they mentor. */
export function CourseList({ me, create }: CourseListProps) {
  const [{ q = '', status = '', mentor = '', organization = '' }, filter] = useFilters()
  const seesAll = mayAny(me, [
    'course.update',
    'enrolment.read',
    'enrolment.manage',
    'cohort.manage',
    'notification.send'
  ])
  const isOwn = !seesAll || mentor === 'me'
  const places = placesOf(me)
  const place = isOwn ? undefined : (places.find((id) => id === organization) ?? places[0])
  const wanted = {
    ...(q && { q }),
    ...(isStatus(status) && { status }),
    ...(isOwn && { mentor: me.user.id }),
    ...(place && { organization: place })
  }
  const courses = useInfiniteQuery({
    queryKey: ['/api/courses', 'managed', wanted],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/courses', { params: { query: { ...wanted, sort: '-updatedAt', cursor: pageParam } } })),
    ...byCursor
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
        {seesAll && may(me, 'course.create') && (
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
        {place && places.length > 1 && (
          <OrganizationChoice places={places} value={place} onChange={(id) => filter({ organization: id })} />
        )}
      </div>
      <Loaded query={courses}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length > 0) return <CourseRows me={me} rows={rows} />
          if (isNarrowed) return <EmptyState title={t('list.noneFits')} />
          return (
            <EmptyState title={t('list.none')} action={create}>
              {t(create ? 'list.noneText' : 'list.noneYet')}
            </EmptyState>
          )
        }}
      </Loaded>
      <MoreButton query={courses} />
    </div>
  )
}

interface OrganizationChoiceProps {
  places: readonly string[]
  value: string
  onChange: (id: string) => void
}

function OrganizationChoice({ places, value, onChange }: OrganizationChoiceProps) {
  const { data } = useQuery({
    queryKey: ['/api/organizations', 'all'],
    queryFn: () => take(api.GET('/api/organizations', { params: { query: { limit: 100 } } }))
  })
  const options = (data?.data ?? []).filter(({ id }) => places.includes(id))
  if (options.length === 0) return null
  return (
    <FilterSelect
      label={t('list.organization')}
      value={value}
      onChange={onChange}
      options={options.map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}

function CourseRows({ me, rows }: { me: Me; rows: readonly Schema<'CourseSummary'>[] }) {
  return (
    <ul class="rows">
      {rows.map((course) => (
        <li key={course.id} class="stack-tight">
          <div class="row-apart">
            <a href={placeIn(me, course)}>
              <strong>{course.title}</strong>
            </a>
            <StatusBadge status={course.status} />
          </div>
          <p class="muted small">{t('list.updated', { when: formatRelative(course.updatedAt) })}</p>
        </li>
      ))}
    </ul>
  )
}

/** Where they work, and not only learn; none for who works everywhere. */
function placesOf({ roles }: Me): string[] {
  const places = roles.filter(({ role }) => role !== 'learner').map(({ organizationId }) => organizationId)
  if (places.includes(null)) return []
  return [...new Set(places.filter((id) => id !== null))]
}

function isStatus(value: string): value is Status {
  return statuses.some((status) => status === value)
}
