import { keepPreviousData, useInfiniteQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../../api/client.js'
import { byCursor, rowsOf } from '../../../api/lists.js'
import { formatDateTime } from '../../../messages/format.js'
import { Button } from '../../../ui/Button.js'
import { type Column, DataTable } from '../../../ui/DataTable.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { useFilters } from '../../../ui/useFilters.js'
import { AdminPage } from '../AdminHead.js'
import { AuditFilters } from './AuditFilters.js'
import { EntryDialog } from './EntryDialog.js'
import { asQuery } from './filters.js'
import { t } from './messages.js'

type Entry = Schema<'AuditEntry'>

const perPage = 50

export default function AuditPage() {
  const [filters] = useFilters()
  const [open, setOpen] = useState<Entry>()
  const query = asQuery(filters)
  const entries = useInfiniteQuery({
    queryKey: ['/api/audit-log', query],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/audit-log', { params: { query: { ...query, limit: perPage, cursor: pageParam } } })),
    ...byCursor,
    placeholderData: keepPreviousData,
    // To read it is recorded: not with each thing that happens elsewhere.
    staleTime: Number.POSITIVE_INFINITY
  })
  const columns: Column<Entry>[] = [
    {
      key: 'at',
      title: t('column.at'),
      isHeader: true,
      cell: ({ at }) => <span class="nowrap">{formatDateTime(at)}</span>
    },
    {
      key: 'actor',
      title: t('column.actor'),
      cell: ({ actor }) => (actor ? (actor.fullName ?? actor.username) : t('system'))
    },
    { key: 'action', title: t('column.action'), cell: ({ action }) => action },
    { key: 'resource', title: t('column.resource'), cell: ({ resource }) => `${resource.type} ${resource.id ?? ''}` },
    {
      key: 'more',
      title: t('column.more'),
      cell: (entry) => (
        <Button isSmall aria-label={t('lookNamed', { seq: String(entry.seq) })} onClick={() => setOpen(entry)}>
          {t('look')}
        </Button>
      )
    }
  ]
  return (
    <AdminPage title={t('title')} lead={t('lead')}>
      <AuditFilters />
      <Loaded query={entries}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0) return <EmptyState title={t(Object.keys(query).length > 0 ? 'noneFit' : 'none')} />
          return <DataTable caption={t('title')} columns={columns} rows={rows} rowKey={({ seq }) => String(seq)} />
        }}
      </Loaded>
      <MoreButton query={entries} />
      {open && <EntryDialog entry={open} onClose={() => setOpen(undefined)} />}
    </AdminPage>
  )
}
