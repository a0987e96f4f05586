import { useInfiniteQuery, useQuery } from '@tanstack/preact-query'
import { Plus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, type Schema, take } from '../../../api/client.js'
import { Badge } from '../../../ui/Badge.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Field, Select, TextArea } from '../../../ui/Field.js'
import { FilterSelect } from '../../../ui/FilterSelect.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { Page } from '../../../ui/Page.js'
import { SearchField } from '../../../ui/SearchField.js'
import { useFilters } from '../../../ui/useFilters.js'
import { t as common } from '../messages.js'
import { t } from './messages.js'
import { keepRubric } from './rubric.js'

export default function RubricsPage() {
  const [{ q = '', archived = '' }, filter] = useFilters()
  const [isCreating, setCreating] = useState(false)
  const wanted = { ...(q && { q }), archived: archived === 'yes' }
  const rubrics = useInfiniteQuery({
    queryKey: ['/api/rubrics', 'list', wanted],
    queryFn: ({ pageParam }) => take(api.GET('/api/rubrics', { params: { query: { ...wanted, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined
  })
  const create = (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden="true" />
      {t('create')}
    </Button>
  )
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      back={{ href: '/app/teach', label: common('head.back') }}
      actions={create}
    >
      <div class="row">
        <SearchField label={t('search')} value={q} onSearch={(text) => filter({ q: text })} />
        <FilterSelect
          label={t('which')}
          value={archived}
          onChange={(value) => filter({ archived: value })}
          options={[
            { value: '', label: t('inUse') },
            { value: 'yes', label: t('withArchived') }
          ]}
        />
      </div>
      <Loaded query={rubrics}>
        {({ pages }) => {
          const rows = pages.flatMap(({ data }) => data)
          if (rows.length > 0) return <Rows rows={rows} />
          if (q !== '') return <EmptyState title={t('noneFits')} />
          return (
            <EmptyState title={t('none')} action={create}>
              {t('noneText')}
            </EmptyState>
          )
        }}
      </Loaded>
      <MoreButton query={rubrics} />
      {isCreating && <NewRubric onClose={() => setCreating(false)} />}
    </Page>
  )
}

function Rows({ rows }: { rows: readonly Schema<'RubricSummary'>[] }) {
  return (
    <ul class="rows">
      {rows.map(({ id, title, description, published, hasDraft, isArchived }) => (
        <li key={id} class="stack-tight">
          <div class="row">
            <a href={`/app/teach/rubrics/${id}`}>
              <strong>{title}</strong>
            </a>
            {published && (
              <Badge tone="good">{t('version', { number: published.number, points: published.maxPoints })}</Badge>
            )}
            {hasDraft && <Badge tone="warn">{t('hasDraft')}</Badge>}
            {isArchived && <Badge>{common('status.archived')}</Badge>}
          </div>
          {description && <p class="small muted">{description}</p>}
        </li>
      ))}
    </ul>
  )
}

function NewRubric({ onClose }: { onClose: () => void }) {
  const { route } = useLocation()
  const organizations = useQuery({
    queryKey: ['/api/organizations', 'all'],
    queryFn: () => take(api.GET('/api/organizations', { params: { query: { limit: 100 } } }))
  })
  const options = organizations.data?.data ?? []
  const create = async (data: FormData) => {
    const organizationId = data.get('organizationId') ?? options[0]?.id
    const body = {
      title: String(data.get('title')),
      description: String(data.get('description')),
      ...(organizationId && { organizationId: String(organizationId) })
    }
    const rubric = await take(api.POST('/api/rubrics', { body }))
    keepRubric(rubric)
    route(`/app/teach/rubrics/${rubric.id}`)
  }
  return (
    <Confirm title={t('create')} action={t('createSubmit')} onConfirm={create} onClose={onClose}>
      <Field name="title" label={t('name')} maxLength={200} required autoComplete="off" />
      <TextArea name="description" label={t('description')} rows={3} maxLength={2000} />
      {options.length > 1 && (
        <Select
          name="organizationId"
          label={common('new.organization')}
          options={options.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
    </Confirm>
  )
}
