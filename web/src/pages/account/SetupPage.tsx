import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, take } from '../../api/client.js'
import { startSession } from '../../session/session.js'
import { LinkButton } from '../../ui/Button.js'
import { Form } from '../../ui/Form.js'
import { exactTextOf } from '../../ui/form-values.js'
import { EmptyState } from '../../ui/Loaded.js'
import { Page } from '../../ui/Page.js'
import { PasswordField } from '../../ui/PasswordField.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'
import { UsernameField } from './UsernameField.js'

/** The first administrator of an installation without users, by the link that was printed at its start. */
export default function SetupPage() {
  const { query, route } = useLocation()
  const [username, setUsername] = useState('')
  const { token } = query
  if (!token) {
    return (
      <Page title={t('setup.title')} width="text">
        <EmptyState title={t('setup.noToken')} action={<LinkButton href="/app/login">{t('login.title')}</LinkButton>}>
          {t('setup.noTokenWhy')}
        </EmptyState>
      </Page>
    )
  }
  const make = async (data: FormData) => {
    const name = exactTextOf(data, 'username').trim()
    const body = { token, username: name, password: exactTextOf(data, 'password') }
    await take(api.POST('/api/auth/setup', { body }))
    await startSession()
    toast(t('setup.done'))
    route('/app/', true)
  }
  return (
    <Page title={t('setup.title')} lead={t('setup.lead')} width="text">
      <Form submit={t('setup.submit')} onSubmit={make}>
        <UsernameField onInput={setUsername} />
        <PasswordField name="password" label={t('register.password')} isNew username={username} />
      </Form>
      <p class="muted">{t('setup.expired')}</p>
    </Page>
  )
}
