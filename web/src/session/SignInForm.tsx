import { api, take } from '../api/client.js'
import { Field } from '../ui/Field.js'
import { Form } from '../ui/Form.js'
import { t } from '../ui/messages.js'
import { startSession } from './session.js'

interface SignInFormProps {
  /** Who was signed in before, if anybody. */
  username?: string
  onSignedIn: () => void
}

export function SignInForm({ username, onSignedIn }: SignInFormProps) {
  const signIn = async (data: FormData) => {
    const body = { username: String(data.get('username')), password: String(data.get('password')) }
    await take(api.POST('/api/auth/login', { body }))
    await startSession()
    onSignedIn()
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
      <Field name="password" label={t('signIn.password')} type="password" autoComplete="current-password" required />
    </Form>
  )
}
