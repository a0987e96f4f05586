import { api, take } from '../api/client.js'
import { Field } from '../ui/Field.js'
import { Form } from '../ui/Form.js'
import { exactTextOf } from '../ui/form-values.js'
import { t } from '../ui/messages.js'
import { PasswordField } from '../ui/PasswordField.js'
import { startSession } from './session.js'

interface SignInFormProps {
  /** Who was signed in before, if anybody. */
  username?: string
  onSignedIn?: () => void
}

export function SignInForm({ username, onSignedIn }: SignInFormProps) {
  const signIn = async (data: FormData) => {
    const body = { username: exactTextOf(data, 'username').trim(), password: exactTextOf(data, 'password') }
    await take(api.POST('/api/auth/login', { body }))
    await startSession()
    onSignedIn?.()
  }
  return (
    <Form submit={t('signIn.submit')} onSubmit={signIn}>
      <Field
        name="username"
        label={t('signIn.username')}
        defaultValue={username}
        autoComplete="username"
        autoCapitalize="none"
        spellcheck={false}
        required
      />
      <PasswordField name="password" label={t('signIn.password')} isFirst={username !== undefined} />
    </Form>
  )
}
