import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../../api/client.js'
import type { PageParams } from '../../../lazy-page.js'
import { formatDateTime } from '../../../messages/format.js'
import { Loaded } from '../../../ui/Loaded.js'
import { AdminPage } from '../AdminHead.js'
import { Deliveries } from './Deliveries.js'
import { t } from './messages.js'
import { StateLine } from './StateLine.js'
import { WebhookActions } from './WebhookActions.js'
import './webhooks.css'

/** One webhook: what is sent to it, and what became of that. */
export default function WebhookPage({ params }: { params: PageParams }) {
  const id = params.id ?? ''
  const webhook = useQuery({
    queryKey: ['/api/webhooks/{id}', id],
    queryFn: () => take(api.GET('/api/webhooks/{id}', { params: { path: { id } } }))
  })
  return (
    <AdminPage
      title={webhook.data?.url ?? t('title')}
      lead={webhook.data?.description}
      back={{ href: '/app/admin/webhooks', label: t('back') }}
    >
      <Loaded query={webhook}>{(known) => <Known webhook={known} />}</Loaded>
    </AdminPage>
  )
}

function Known({ webhook }: { webhook: Schema<'Webhook'> }) {
  const { id, previousSecretUntil } = webhook
  return (
    <>
      <StateLine webhook={webhook} />
      {previousSecretUntil && <p>{t('oldSecret', { when: formatDateTime(previousSecretUntil) })}</p>}
      <WebhookActions webhook={webhook} />
      <section class="stack">
        <h2>{t('deliveries')}</h2>
        <Deliveries webhookId={id} />
      </section>
    </>
  )
}
