import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, seen, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { changeSeen } from '../../../ui/changed-meanwhile.js'
import { toast } from '../../../ui/toast.js'
import { type Organization, refresh } from '../queries.js'
import { t } from './messages.js'

export function DeleteOrganization({ organization }: { organization: Organization }) {
  const [isAsking, setAsking] = useState(false)
  const { route } = useLocation()
  const { id, name } = organization
  const remove = async () => {
    const params = { path: { id } }
    await changeSeen(
      () => take(api.DELETE('/api/organizations/{id}', { params, headers: seen(organization) })),
      () => refresh('/api/organizations/{id}')
    )
    toast(t('delete.done', { name }))
    route('/app/admin/organizations')
    queryClient.removeQueries({ queryKey: ['/api/organizations/{id}', id] })
    await refresh('/api/organizations', '/api/auth/session')
  }
  return (
    <section class="stack-tight" aria-labelledby="organizations-delete">
      <h2 id="organizations-delete">{t('delete.title')}</h2>
      <p class="muted">{t('delete.lead')}</p>
      <p>
        <Button look="danger" onClick={() => setAsking(true)}>
          {t('delete.action')}
        </Button>
      </p>
      {isAsking && (
        <Confirm
          title={t('delete.ask', { name })}
          action={t('delete.submit')}
          isDanger
          onConfirm={remove}
          onClose={() => setAsking(false)}
        >
          <p>{t('delete.text')}</p>
        </Confirm>
      )}
    </section>
  )
}
