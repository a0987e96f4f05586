import { useState } from 'preact/hooks'
import { api, take } from '../../api/client.js'
import { Problem } from '../../api/problem.js'
import { queryClient } from '../../api/queries.js'
import { Form } from '../../ui/Form.js'
import { exactTextOf } from '../../ui/form-values.js'
import { PasswordField } from '../../ui/PasswordField.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'

export function PasswordForm({ username }: { username: string }) {
  const [round, setRound] = useState(0)
  const change = async (data: FormData) => {
    const body = {
      currentPassword: exactTextOf(data, 'currentPassword'),
      newPassword: exactTextOf(data, 'newPassword')
    }
    await take(api.POST('/api/auth/password', { body })).catch(sayWhichIsWrong)
    setRound(round + 1)
    void queryClient.invalidateQueries({ queryKey: ['/api/auth/sessions'] })
    toast(t('password.changed'))
  }
  return (
    <Form key={round} submit={t('password.submit')} label={t('password.title')} onSubmit={change}>
      <p class="muted">{t('password.others')}</p>
      {/* Tells a password manager whose it is. */}
      <input type="text" value={username} autoComplete="username" readOnly hidden />
      <PasswordField name="currentPassword" label={t('password.current')} />
      <PasswordField name="newPassword" label={t('password.new')} isNew username={username} />
    </Form>
  )
}

/** The code is that of a failed sign-in; who is signed in knows their name to be right. */
function sayWhichIsWrong(error: unknown): never {
  if (!(error instanceof Problem) || error.code !== 'INVALID_CREDENTIALS') throw error
  const { status, message } = error
  const details = { currentPassword: ['is not the current password'] }
  throw new Problem({ statusCode: status, code: 'VALIDATION_FAILED', message, details })
}
