import { useInfiniteQuery, useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, type Schema, take } from '../../../api/client.js'
import { byCursor, rowsOf } from '../../../api/lists.js'
import { Button } from '../../../ui/Button.js'
import { Select } from '../../../ui/Field.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { useFilters } from '../../../ui/useFilters.js'
import { AdminPage } from '../AdminHead.js'
import { t } from './messages.js'
import { NewSecret } from './NewSecret.js'
import { StateLine } from './StateLine.js'
import { WebhookDialog } from './WebhookDialog.js'
import './webhooks.css'

/** Of one organisation; a choice where the caller manages several. */
export default function WebhooksPage() {
  const organizations = useQuery({
    queryKey: ['/api/organizations', { limit: 100 }],
    queryFn: () => take(api.GET('/api/organizations', { params: { query: { limit: 100 } } }))
  })
  const [{ organization }, setFilters] = useFilters()
  return (
    <AdminPage title={t('title')} lead={t('lead')}>
      <Loaded query={organizations}>
        {({ data }) => {
          const current = data.find(({ id }) => id === organization) ?? data[0]
          if (!current) return <EmptyState title={t('none')} />
          return (
            <>
              {data.length > 1 && (
                <Select
                  name="organization"
                  label={t('organization')}
                  value={current.id}
                  options={data.map(({ id, name }) => ({ value: id, label: name }))}
                  onChange={({ currentTarget: { value } }) => setFilters({ organization: value })}
                />
              )}
              <OfOrganization key={current.id} organizationId={current.id} />
            </>
          )
        }}
      </Loaded>
    </AdminPage>
  )
}

function OfOrganization({ organizationId }: { organizationId: string }) {
  const { route } = useLocation()
  const [isAdding, setAdding] = useState(false)
  const [made, setMade] = useState<Schema<'WebhookWithSecret'>>()
  const webhooks = useInfiniteQuery({
    queryKey: ['/api/organizations/{id}/webhooks', organizationId],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/organizations/{id}/webhooks', {
          params: { path: { id: organizationId }, query: { cursor: pageParam } }
        })
      ),
    ...byCursor
  })
  const add = (
    <Button look="primary" onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <Loaded query={webhooks}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0) {
            return (
              <EmptyState title={t('none')} action={add}>
                {t('noneText')}
              </EmptyState>
            )
          }
          return (
            <>
              <div>{add}</div>
              <ul class="rows">
                {rows.map((webhook) => (
                  <li key={webhook.id} class="stack-tight">
                    <a href={`/app/webhooks/${webhook.id}`}>{webhook.url}</a>
                    {webhook.description && <p>{webhook.description}</p>}
                    <StateLine webhook={webhook} />
                  </li>
                ))}
              </ul>
            </>
          )
        }}
      </Loaded>
      <MoreButton query={webhooks} />
      {isAdding && (
        <WebhookDialog
          organizationId={organizationId}
          onDone={(webhook) => {
            setAdding(false)
            if ('secret' in webhook) setMade(webhook)
          }}
          onClose={() => setAdding(false)}
        />
      )}
      {made && <NewSecret secret={made.secret} onClose={() => route(`/app/webhooks/${made.id}`)} />}
    </>
  )
}
