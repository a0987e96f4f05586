import { useInfiniteQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../../api/client.js'
import { byCursor, rowsOf } from '../../../api/lists.js'
import { formatDateTime, formatRelative } from '../../../messages/format.js'
import { Badge, type Tone } from '../../../ui/Badge.js'
import { Button } from '../../../ui/Button.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { DeliveryDialog } from './DeliveryDialog.js'
import { t } from './messages.js'

type Delivery = Schema<'WebhookDeliverySummary'>

const tones: Record<Delivery['state'], Tone> = { pending: 'info', sending: 'info', delivered: 'good', dead: 'bad' }
/** While something is under way. */
const lookEveryMs = 3_000

export function Deliveries({ webhookId }: { webhookId: string }) {
  const [openId, setOpenId] = useState<string>()
  const deliveries = useInfiniteQuery({
    queryKey: ['/api/webhooks/{id}/deliveries', webhookId],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/webhooks/{id}/deliveries', { params: { path: { id: webhookId }, query: { cursor: pageParam } } })
      ),
    ...byCursor,
    refetchInterval: ({ state: { data } }) =>
      data && rowsOf(data).some(({ state }) => state === 'pending' || state === 'sending') ? lookEveryMs : false
  })
  return (
    <>
      <Loaded query={deliveries}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0) return <EmptyState title={t('deliveries.none')} />
          return (
            <ul class="rows">
              {rows.map((delivery) => (
                <DeliveryRow key={delivery.id} delivery={delivery} onOpen={() => setOpenId(delivery.id)} />
              ))}
            </ul>
          )
        }}
      </Loaded>
      <MoreButton query={deliveries} />
      {openId && <DeliveryDialog id={openId} onClose={() => setOpenId(undefined)} />}
    </>
  )
}

function DeliveryRow({ delivery, onOpen }: { delivery: Delivery; onOpen: () => void }) {
  const { type, state, attempts, nextAttemptAt, createdAt } = delivery
  const when = formatDateTime(createdAt)
  return (
    <li class="row-apart">
      <div class="stack-tight">
        <p class="row">
          <strong>{type}</strong>
          <Badge tone={tones[state]}>{t(`delivery.${state}`)}</Badge>
        </p>
        <p class="muted small">
          {when}
          {attempts > 0 && ` · ${t('delivery.tries', { count: attempts })}`}
          {nextAttemptAt && ` · ${t('delivery.next', { when: formatRelative(nextAttemptAt) })}`}
        </p>
      </div>
      <Button isSmall aria-label={t('delivery.lookNamed', { type, when })} onClick={onOpen}>
        {t('delivery.look')}
      </Button>
    </li>
  )
}
