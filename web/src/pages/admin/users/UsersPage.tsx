import { keepPreviousData, useInfiniteQuery } from '@tanstack/preact-query'
import { UserPlus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../../api/client.js'
import { byCursor, rowsOf } from '../../../api/lists.js'
import { formatDate } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { may, useMe } from '../../../session/session.js'
import { Badge } from '../../../ui/Badge.js'
import { Button } from '../../../ui/Button.js'
import { FilterSelect } from '../../../ui/FilterSelect.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { SearchField } from '../../../ui/SearchField.js'
import { useFilters } from '../../../ui/useFilters.js'
import { AdminPage } from '../AdminHead.js'
import { OrganizationFilter } from '../OrganizationFilter.js'
import { t } from './messages.js'
import { NewUser } from './NewUser.js'
import './users.css'

const statuses = ['active', 'disabled'] as const

export default function UsersPage() {
  const { data: me } = useMe()
  const [{ q = '', status = '', organizationId = '' }, setFilters] = useFilters()
  const [isCreating, setCreating] = useState(false)
  const wantedStatus = statuses.find((each) => each === status)
  const query = {
    ...(q && { q }),
    ...(wantedStatus && { status: wantedStatus }),
    ...(organizationId && { organizationId })
  }
  const users = useInfiniteQuery({
    queryKey: ['/api/users', query],
    queryFn: ({ pageParam: cursor }) =>
      take(api.GET('/api/users', { params: { query: { ...query, total: true, cursor } } })),
    ...byCursor,
    placeholderData: keepPreviousData
  })
  const total = users.data?.pages[0]?.total
  const create = may(me, 'user.create') && (
    <Button look="primary" onClick={() => setCreating(true)}>
      <UserPlus aria-hidden="true" />
      {t('create.action')}
    </Button>
  )
  return (
    <AdminPage title={t('title')} actions={create}>
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
        <OrganizationFilter value={organizationId} onChange={(id) => setFilters({ organizationId: id })} />
      </div>
      <p class="muted" role="status">
        {total !== undefined && t('count', { count: total })}
      </p>
      <Loaded query={users}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length > 0) return <UserRows users={rows} />
          return <EmptyState title={t(Object.keys(query).length > 0 ? 'noneFit' : 'none')} action={create} />
        }}
      </Loaded>
      <MoreButton query={users} />
      {isCreating && <NewUser onClose={() => setCreating(false)} />}
    </AdminPage>
  )
}

function UserRows({ users }: { users: readonly Schema<'User'>[] }) {
  return (
    <ul class="rows">
      {users.map((user) => (
        <li key={user.id} class="users-row">
          <p>
            <a href={`/app/users/${user.id}`}>
              <strong>{nameOf(user)}</strong>
            </a>{' '}
            <span class="muted small">{user.username}</span>
          </p>
          <p class="muted small">{user.email ?? t('noEmail')}</p>
          <p class="row users-state">
            <span class="muted small">{t('since', { date: formatDate(user.createdAt) })}</span>
            {user.status === 'disabled' && <Badge tone="warn">{t('status.disabled')}</Badge>}
          </p>
        </li>
      ))}
    </ul>
  )
}
