import { useMutation } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, seen, take } from '../../../api/client.js'
import { nameOf } from '../../../people/name.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { changeSeen } from '../../../ui/changed-meanwhile.js'
import { exactTextOf } from '../../../ui/form-values.js'
import { PasswordField } from '../../../ui/PasswordField.js'
import { problemText } from '../../../ui/problem-text.js'
import { toast } from '../../../ui/toast.js'
import { refresh } from '../queries.js'
import { t } from './messages.js'
import { type SessionsQuery, UserSessions } from './UserSessions.js'
import { mailPasswordLink, type User } from './users.js'

/** Whether they can sign in, with what, and where they are. */
export function SigningIn({ user, sessions }: { user: User; sessions: SessionsQuery }) {
  const [isOpen, setOpen] = useState<'disable' | 'password'>()
  const name = nameOf(user)
  const close = () => setOpen(undefined)
  const change = async (body: { status: User['status'] } | { password: string }) => {
    const params = { path: { id: user.id } }
    await changeSeen(
      () => take(api.PATCH('/api/users/{id}', { params, headers: seen(user), body })),
      () => refresh('/api/users/{id}')
    )
    await refresh('/api/users/{id}', '/api/users/{id}/sessions', '/api/users')
    close()
  }
  const enable = useMutation({
    mutationFn: () => change({ status: 'active' }),
    onSuccess: () => toast(t('enable.done', { name })),
    onError: (error) => toast(problemText(error))
  })
  const mail = useMutation({
    mutationFn: () => mailPasswordLink(user),
    onSuccess: () => toast(t('link.sent', { email: user.email })),
    onError: (error) => toast(problemText(error))
  })
  const disable = async () => {
    await change({ status: 'disabled' })
    toast(t('disable.done', { name }))
  }
  const setPassword = async (data: FormData) => {
    await change({ password: exactTextOf(data, 'password') })
    toast(t('password.done'))
  }
  return (
    <section class="stack" aria-labelledby="users-access">
      <h2 id="users-access">{t('access.title')}</h2>
      {user.status === 'disabled' && <p>{t('disabled.text')}</p>}
      {user.email === null && <p class="muted">{t('link.noEmail')}</p>}
      <div class="row">
        {user.status === 'active' && user.email !== null && (
          <Button isBusy={mail.isPending} onClick={() => mail.mutate()}>
            {t('link.action')}
          </Button>
        )}
        <Button onClick={() => setOpen('password')}>{t('password.action')}</Button>
        {user.status === 'active' ? (
          <Button look="danger" onClick={() => setOpen('disable')}>
            {t('disable.action')}
          </Button>
        ) : (
          <Button isBusy={enable.isPending} onClick={() => enable.mutate()}>
            {t('enable.action')}
          </Button>
        )}
      </div>
      <UserSessions user={user} sessions={sessions} />
      {isOpen === 'disable' && (
        <Confirm
          title={t('disable.title', { name })}
          action={t('disable.action')}
          isDanger
          onConfirm={disable}
          onClose={close}
        >
          <p>{t('disable.text')}</p>
        </Confirm>
      )}
      {isOpen === 'password' && (
        <Confirm
          title={t('password.title', { name })}
          action={t('password.action')}
          onConfirm={setPassword}
          onClose={close}
        >
          <p>{t('password.text')}</p>
          <PasswordField name="password" label={t('password.field')} isNew username={user.username} />
        </Confirm>
      )}
    </section>
  )
}
