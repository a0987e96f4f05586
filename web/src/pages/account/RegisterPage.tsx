import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, take } from '../../api/client.js'
import { language } from '../../messages/language.js'
import { safePath, withNext } from '../../session/next.js'
import { startSession } from '../../session/session.js'
import { Field } from '../../ui/Field.js'
import { Form } from '../../ui/Form.js'
import { exactTextOf, numberOf, textOf } from '../../ui/form-values.js'
import { Page } from '../../ui/Page.js'
import { PasswordField } from '../../ui/PasswordField.js'
import { t } from './messages.js'
import { UsernameField } from './UsernameField.js'

export default function RegisterPage() {
  const { query, route } = useLocation()
  const [username, setUsername] = useState('')
  const signUp = async (data: FormData) => {
    const [fullName, email, age] = [textOf(data, 'fullName'), textOf(data, 'email'), numberOf(data, 'age')]
    const body = {
      username: exactTextOf(data, 'username').trim(),
      password: exactTextOf(data, 'password'),
      ...(fullName !== undefined && { fullName }),
      ...(email !== undefined && { email }),
      ...(age !== undefined && { age }),
      language: language.value,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone
    }
    await take(api.POST('/api/auth/register', { body }))
    await startSession()
    route(safePath(query.next), true)
  }
  return (
    <Page title={t('register.title')} lead={t('register.lead')} width="text">
      <Form submit={t('register.submit')} onSubmit={signUp}>
        <UsernameField onInput={setUsername} />
        <PasswordField name="password" label={t('register.password')} isNew username={username} />
        <Field name="fullName" label={t('register.fullName')} hint={t('register.fullNameHint')} autoComplete="name" />
        <Field
          name="email"
          label={t('register.email')}
          hint={t('register.emailHint')}
          type="email"
          autoComplete="email"
        />
        <Field name="age" label={t('register.age')} type="number" inputMode="numeric" min={1} max={150} />
      </Form>
      <p>
        <a href={withNext('/app/login', query.next)}>{t('register.login')}</a>
      </p>
    </Page>
  )
}
