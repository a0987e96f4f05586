import { useState } from 'preact/hooks'
import { api, take } from '../../api/client.js'
import { Button } from '../../ui/Button.js'
import { Field } from '../../ui/Field.js'
import { Form } from '../../ui/Form.js'
import { exactTextOf } from '../../ui/form-values.js'
import { Page } from '../../ui/Page.js'
import { t } from './messages.js'

export default function ForgotPasswordPage() {
  const [sentTo, setSentTo] = useState<string>()
  const back = { href: '/app/login', label: t('login.title') }
  const ask = async (data: FormData) => {
    const name = exactTextOf(data, 'name').trim()
    const body = name.includes('@') ? { email: name } : { username: name }
    await take(api.POST('/api/auth/forgot-password', { body }))
    setSentTo(name)
  }
  return (
    <Page title={t('forgot.title')} back={back} width="text">
      {sentTo === undefined ? (
        <>
          <p>{t('forgot.how')}</p>
          <Form submit={t('forgot.submit')} onSubmit={ask}>
            <Field name="name" label={t('forgot.name')} autoComplete="username" autoCapitalize="none" required />
          </Form>
        </>
      ) : (
        <div class="stack" role="status">
          <p>{t('forgot.sent', { name: sentTo })}</p>
          <p class="muted">{t('forgot.noMail')}</p>
          <div>
            <Button onClick={() => setSentTo(undefined)}>{t('forgot.again')}</Button>
          </div>
        </div>
      )}
    </Page>
  )
}
