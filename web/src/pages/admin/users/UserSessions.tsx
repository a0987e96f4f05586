import { useMutation } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../../api/client.js'
import { formatDate, formatRelative } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Loaded } from '../../../ui/Loaded.js'
import { problemText } from '../../../ui/problem-text.js'
import { toast } from '../../../ui/toast.js'
import { refresh } from '../queries.js'
import { t } from './messages.js'
import type { User } from './users.js'

const path = '/api/users/{id}/sessions'

export interface SessionsQuery {
  data: Schema<'SessionList'> | undefined
  error: unknown
  refetch: () => unknown
}

/** The devices on which they are signed in. */
export function UserSessions({ user, sessions }: { user: User; sessions: SessionsQuery }) {
  const [isAsking, setAsking] = useState(false)
  const name = nameOf(user)
  const endAll = async () => {
    await take(api.DELETE(path, { params: { path: { id: user.id } } }))
    await refresh(path)
    setAsking(false)
    toast(t('sessions.allEnded', { name }))
  }
  return (
    <div class="stack-tight users-sessions">
      <h3>{t('sessions.title')}</h3>
      <Loaded query={sessions}>
        {({ data }) =>
          data.length > 0 ? (
            <>
              <ul class="rows">
                {data.map((session) => (
                  <SessionRow key={session.id} userId={user.id} session={session} />
                ))}
              </ul>
              <p>
                <Button onClick={() => setAsking(true)}>{t('sessions.endAll')}</Button>
              </p>
            </>
          ) : (
            <p class="muted">{t('sessions.none')}</p>
          )
        }
      </Loaded>
      {isAsking && (
        <Confirm
          title={t('sessions.endAll')}
          action={t('sessions.endAll')}
          isDanger
          onConfirm={endAll}
          onClose={() => setAsking(false)}
        >
          <p>{t('sessions.endAllText', { name })}</p>
        </Confirm>
      )}
    </div>
  )
}

function SessionRow({ userId, session }: { userId: string; session: Schema<'Session'> }) {
  const { id, device, lastSeenAt, createdAt } = session
  const end = useMutation({
    mutationFn: () =>
      take(api.DELETE('/api/users/{id}/sessions/{sessionId}', { params: { path: { id: userId, sessionId: id } } })),
    onSuccess: () => toast(t('sessions.ended', { device })),
    onError: (error) => toast(problemText(error)),
    onSettled: () => refresh(path)
  })
  return (
    <li class="row-apart">
      <div>
        <p>{device}</p>
        <p class="muted small">
          {t('sessions.lastUsed', { when: formatRelative(lastSeenAt) })} ·{' '}
          {t('sessions.since', { date: formatDate(createdAt) })}
        </p>
      </div>
      <Button isSmall isBusy={end.isPending} aria-label={t('sessions.endOne', { device })} onClick={() => end.mutate()}>
        {t('sessions.end')}
      </Button>
    </li>
  )
}
