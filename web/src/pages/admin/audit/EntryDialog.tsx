import type { Schema } from '../../../api/client.js'
import { formatDate } from '../../../messages/format.js'
import { Dialog } from '../../../ui/Dialog.js'
import { t } from './messages.js'

/** All that an entry says. */
export function EntryDialog({ entry, onClose }: { entry: Schema<'AuditEntry'>; onClose: () => void }) {
  const { seq, at, action, resource, before, after, requestId, address, hash, previousHash, actor } = entry
  const facts = [
    [t('column.at'), formatDate(at, { dateStyle: 'full', timeStyle: 'long' })],
    [t('column.actor'), actor ? `${actor.fullName ?? actor.username} (${actor.id})` : t('system')],
    [t('column.action'), action],
    [t('column.resource'), `${resource.type} ${resource.id ?? ''}`],
    [t('before'), textOf(before)],
    [t('after'), textOf(after)],
    [t('request'), requestId],
    [t('address'), address],
    [t('hash'), hash],
    [t('previous'), previousHash]
  ] as const
  return (
    <Dialog title={t('entry', { seq: String(seq) })} onClose={onClose}>
      <dl class="audit-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value ?? t('nothing')}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}

function textOf(state: Record<string, unknown> | null): string | null {
  return state && JSON.stringify(state, null, 2)
}
