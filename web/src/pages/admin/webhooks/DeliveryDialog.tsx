import { useMutation, useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { formatDateTime } from '../../../messages/format.js'
import { Button } from '../../../ui/Button.js'
import { type Column, DataTable } from '../../../ui/DataTable.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Loaded } from '../../../ui/Loaded.js'
import { problemText } from '../../../ui/problem-text.js'
import { toast } from '../../../ui/toast.js'
import { t } from './messages.js'

type Attempt = Schema<'WebhookDelivery'>['log'][number]

const columns = (): Column<Attempt>[] => [
  { key: 'at', title: t('delivery.started'), isHeader: true, cell: ({ startedAt }) => formatDateTime(startedAt) },
  { key: 'status', title: t('delivery.status'), cell: ({ status, error }) => status ?? error },
  {
    key: 'took',
    title: t('delivery.took'),
    isNumber: true,
    cell: ({ durationMs }) => t('delivery.ms', { ms: durationMs })
  },
  { key: 'answer', title: t('delivery.answer'), cell: ({ answer }) => answer }
]

/** The very text that is sent, each attempt, and sending it again. */
export function DeliveryDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const params = { path: { id } }
  const delivery = useQuery({
    queryKey: ['/api/webhook-deliveries/{id}', id],
    queryFn: () => take(api.GET('/api/webhook-deliveries/{id}', { params }))
  })
  const again = useMutation({
    mutationFn: () => take(api.POST('/api/webhook-deliveries/{id}/redeliver', { params })),
    onSuccess: () => {
      toast(t('delivery.queued'))
      onClose()
    },
    onError: (error) => toast(problemText(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['/api/webhooks/{id}/deliveries'] })
  })
  return (
    <Dialog title={t('delivery.title')} onClose={onClose}>
      <Loaded query={delivery}>
        {({ payload, log, state }) => (
          <div class="stack">
            {log.length === 0 ? (
              <p class="muted">{t('delivery.noAttempt')}</p>
            ) : (
              <DataTable
                caption={t('delivery.log')}
                isCaptionHidden={false}
                columns={columns()}
                rows={log}
                rowKey={({ number, startedAt }) => `${number} ${startedAt}`}
              />
            )}
            <h3>{t('delivery.payload')}</h3>
            <p class="webhook-payload">{payload}</p>
            {(state === 'delivered' || state === 'dead') && (
              <div>
                <Button isBusy={again.isPending} onClick={() => again.mutate()}>
                  {t('delivery.again')}
                </Button>
              </div>
            )}
          </div>
        )}
      </Loaded>
    </Dialog>
  )
}
