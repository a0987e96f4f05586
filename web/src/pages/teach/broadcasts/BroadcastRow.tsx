import { useState } from 'preact/hooks'
import { api, take } from '../../../api/client.js'
import { formatDateTime } from '../../../messages/format.js'
import { useMe } from '../../../session/session.js'
import { Badge, type Tone } from '../../../ui/Badge.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { ProgressBar } from '../../../ui/ProgressBar.js'
import { audienceText, type Broadcast, type BroadcastState, refreshBroadcasts } from './broadcasts.js'
import { EditBroadcast } from './EditBroadcast.js'
import { t } from './messages.js'

const tones: Readonly<Record<BroadcastState, Tone>> = {
  scheduled: 'info',
  running: 'info',
  done: 'good',
  cancelled: 'neutral',
  failed: 'bad'
}

export function BroadcastRow({ broadcast }: { broadcast: Broadcast }) {
  const [asked, setAsked] = useState<'cancel' | 'resume' | 'edit'>()
  const { id, title, message, state, audience, sendAt, progress, lastError } = broadcast
  const { total, served } = progress
  const isMine = broadcast.createdBy === useMe().data?.user.id
  const act = async (action: 'cancel' | 'resume') => {
    await take(api.POST(`/api/broadcasts/{id}/${action}`, { params: { path: { id } } }))
    await refreshBroadcasts()
    setAsked(undefined)
  }
  return (
    <li class="broadcast-row">
      <div class="stack-tight">
        <h2 class="broadcast-title">{title}</h2>
        <p class="broadcast-message">{message}</p>
      </div>
      <div class="stack-tight small">
        <p>
          <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>
        </p>
        <p class="muted">
          {audienceText(audience)} · {t(state === 'scheduled' ? 'sendsAt' : 'sentAt', { when: formatDateTime(sendAt) })}
        </p>
        {total !== null && state !== 'done' && total > 0 && (
          <ProgressBar percent={Math.floor((served / total) * 100)} label={t('progress.label', { title })} />
        )}
        {total !== null && <p class="muted">{t('progress', { served, total })}</p>}
        {state === 'failed' && lastError && <p class="broadcast-error">{t('failedWhy', { why: lastError })}</p>}
      </div>
      <div class="row broadcast-actions">
        {state === 'scheduled' && isMine && (
          <Button isSmall aria-label={t('edit.of', { title })} onClick={() => setAsked('edit')}>
            {t('edit.action')}
          </Button>
        )}
        {(state === 'scheduled' || state === 'running') && (
          <Button isSmall aria-label={t('cancel.of', { title })} onClick={() => setAsked('cancel')}>
            {t('cancel.action')}
          </Button>
        )}
        {state === 'failed' && (
          <Button isSmall aria-label={t('resume.of', { title })} onClick={() => setAsked('resume')}>
            {t('resume.action')}
          </Button>
        )}
      </div>
      {asked === 'edit' && <EditBroadcast broadcast={broadcast} onClose={() => setAsked(undefined)} />}
      {(asked === 'cancel' || asked === 'resume') && (
        <Confirm
          title={t(`${asked}.title`, { title })}
          action={t(`${asked}.action`)}
          isDanger={asked === 'cancel'}
          onConfirm={() => act(asked)}
          onClose={() => setAsked(undefined)}
        >
          <p>{t(`${asked}.text`)}</p>
        </Confirm>
      )}
    </li>
  )
}
