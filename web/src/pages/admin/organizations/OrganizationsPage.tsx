import { useInfiniteQuery } from '@tanstack/preact-query'
import { Plus } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, take } from '../../../api/client.js'
import { byCursor, rowsOf } from '../../../api/lists.js'
import { may, useMe } from '../../../session/session.js'
import { Badge } from '../../../ui/Badge.js'
import { Button } from '../../../ui/Button.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Form } from '../../../ui/Form.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { toast } from '../../../ui/toast.js'
import { AdminPage } from '../AdminHead.js'
import { refresh } from '../queries.js'
import { t } from './messages.js'
import { OrganizationFields, organizationOf } from './OrganizationFields.js'

export default function OrganizationsPage() {
  const { data: me } = useMe()
  const [isCreating, setCreating] = useState(false)
  const organizations = useInfiniteQuery({
    queryKey: ['/api/organizations', 'list'],
    queryFn: ({ pageParam: cursor }) => take(api.GET('/api/organizations', { params: { query: { cursor } } })),
    ...byCursor
  })
  const create = may(me, 'organization.create') && (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden="true" />
      {t('create.action')}
    </Button>
  )
  return (
    <AdminPage title={t('title')} actions={create}>
      <Loaded query={organizations}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0) return <EmptyState title={t('none')} action={create} />
          return (
            <ul class="rows">
              {rows.map(({ id, name, kind, isDefault, description }) => (
                <li key={id} class="stack-tight">
                  <div class="row-apart">
                    <a href={`/app/admin/organizations/${id}`}>
                      <strong>{name}</strong>
                    </a>
                    <span class="row">
                      {isDefault && <Badge tone="info">{t('default')}</Badge>}
                      <span class="muted small">{t(`kind.${kind}`)}</span>
                    </span>
                  </div>
                  {description && <p class="muted small">{description}</p>}
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
      <MoreButton query={organizations} />
      {isCreating && <NewOrganization onClose={() => setCreating(false)} />}
    </AdminPage>
  )
}

function NewOrganization({ onClose }: { onClose: () => void }) {
  const { route } = useLocation()
  const create = async (data: FormData) => {
    const { id, name } = await take(api.POST('/api/organizations', { body: organizationOf(data) }))
    await refresh('/api/organizations', '/api/auth/session')
    onClose()
    toast(t('create.done', { name }))
    route(`/app/admin/organizations/${id}`)
  }
  return (
    <Dialog title={t('create.title')} onClose={onClose}>
      <Form submit={t('create.submit')} onSubmit={create}>
        <p class="muted">{t('create.hint')}</p>
        <OrganizationFields />
      </Form>
    </Dialog>
  )
}
