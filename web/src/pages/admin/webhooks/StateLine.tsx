import type { Schema } from '../../../api/client.js'
import { Badge } from '../../../ui/Badge.js'
import { t } from './messages.js'

/** Whether it is served, why not, and what of. */
export function StateLine({ webhook }: { webhook: Schema<'Webhook'> }) {
  const { state, disabledReason, failures, eventTypes } = webhook
  const isAll = eventTypes.includes('*')
  return (
    <p class="row small muted">
      <Badge tone={state === 'enabled' ? 'good' : 'warn'}>{t(`state.${state}`)}</Badge>
      {disabledReason && <span>{t(`reason.${disabledReason}`)}</span>}
      {failures > 0 && <span>{t('failing', { count: failures })}</span>}
      <span>{isAll ? t('typesAll') : t('typesCount', { count: eventTypes.length })}</span>
    </p>
  )
}
