import { useMutation, useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../api/client.js'
import { queryClient } from '../../api/queries.js'
import { formatDate, formatRelative } from '../../messages/format.js'
import { endSession } from '../../session/session.js'
import { Badge } from '../../ui/Badge.js'
import { Button } from '../../ui/Button.js'
import { Confirm } from '../../ui/Confirm.js'
import { Loaded } from '../../ui/Loaded.js'
import { problemText } from '../../ui/problem-text.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'
import { SettingsPage } from './SettingsPage.js'

const queryKey = ['/api/auth/sessions']
const reload = () => queryClient.invalidateQueries({ queryKey })

/** Where one is signed in. */
export default function SessionsPage() {
  const sessions = useQuery({ queryKey, queryFn: () => take(api.GET('/api/auth/sessions')) })
  return (
    <SettingsPage title={t('sessions.title')}>
      <p class="muted settings-lead">{t('sessions.lead')}</p>
      <Loaded query={sessions}>
        {({ data }) => (
          <>
            <ul class="rows settings-rows">
              {data.map((session) => (
                <SessionRow key={session.id} session={session} />
              ))}
            </ul>
            {data.length > 1 ? <EndOthers count={data.length - 1} /> : <p class="muted">{t('sessions.onlyThis')}</p>}
          </>
        )}
      </Loaded>
    </SettingsPage>
  )
}

function SessionRow({ session }: { session: Schema<'Session'> }) {
  const { id, lastSeenAt, createdAt, isCurrent } = session
  const device = deviceText(session.device)
  const end = useMutation({
    mutationFn: () =>
      isCurrent ? endSession() : take(api.DELETE('/api/auth/sessions/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      if (isCurrent) return
      toast(t('sessions.ended', { device }))
      void reload()
    },
    onError: (error) => {
      toast(problemText(error))
      void reload()
    }
  })
  return (
    <li class="row-apart">
      <div>
        <p class="row">
          <strong>{device}</strong>
          {isCurrent && <Badge tone="info">{t('sessions.this')}</Badge>}
        </p>
        <p class="muted small">
          {isCurrent ? t('sessions.now') : t('sessions.lastUsed', { when: formatRelative(lastSeenAt) })} ·{' '}
          {t('sessions.since', { date: formatDate(createdAt) })}
        </p>
      </div>
      <Button
        isSmall
        isBusy={end.isPending}
        aria-label={isCurrent ? t('sessions.signOutHere') : t('sessions.endOne', { device })}
        onClick={() => end.mutate()}
      >
        {t('sessions.end')}
      </Button>
    </li>
  )
}

function EndOthers({ count }: { count: number }) {
  const [isAsking, setAsking] = useState(false)
  const endAll = async () => {
    await take(api.DELETE('/api/auth/sessions'))
    setAsking(false)
    toast(t('sessions.othersEnded'))
    await reload()
  }
  return (
    <div>
      <Button look="danger" onClick={() => setAsking(true)}>
        {t('sessions.endOthers')}
      </Button>
      {isAsking && (
        <Confirm
          title={t('sessions.endOthers')}
          action={t('sessions.endOthersDo')}
          isDanger
          onConfirm={endAll}
          onClose={() => setAsking(false)}
        >
          <p>{t('sessions.endOthersWhat', { count })}</p>
        </Confirm>
      )}
    </div>
  )
}

/** `Chrome on Android`, as the API keeps it, in the reader's language. */
function deviceText(device: string): string {
  const [, program = device, system] = /^(.+?) on (.+)$/.exec(device) ?? []
  const named = /^Unknown (program|device)$/.test(program) ? t('sessions.unknown') : program
  if (program === 'Configuration') return t('sessions.configuration')
  return system === undefined ? named : t('sessions.on', { program: named, system })
}
