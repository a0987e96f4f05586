import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, take } from '../../api/client.js'
import { LinkButton } from '../../ui/Button.js'
import { Form } from '../../ui/Form.js'
import { exactTextOf } from '../../ui/form-values.js'
import { EmptyState } from '../../ui/Loaded.js'
import { Page } from '../../ui/Page.js'
import { PasswordField } from '../../ui/PasswordField.js'
import { t } from './messages.js'

export default function ResetPasswordPage() {
  const { query } = useLocation()
  const [isDone, setDone] = useState(false)
  const { token } = query
  if (!token) {
    return (
      <Page title={t('reset.title')} width="text">
        <EmptyState
          title={t('reset.noToken')}
          action={<LinkButton href="/app/forgot-password">{t('reset.askAnew')}</LinkButton>}
        >
          {t('reset.noTokenWhy')}
        </EmptyState>
      </Page>
    )
  }
  const save = async (data: FormData) => {
    const body = { token, newPassword: exactTextOf(data, 'newPassword') }
    await take(api.POST('/api/auth/reset-password', { body }))
    setDone(true)
  }
  return (
    <Page title={t('reset.title')} width="text">
      {isDone ? (
        <div class="stack" role="status">
          <p>{t('reset.done')}</p>
          <div>
            <LinkButton href="/app/login" look="primary">
              {t('login.title')}
            </LinkButton>
          </div>
        </div>
      ) : (
        <>
          <p>{t('reset.how')}</p>
          <Form submit={t('reset.submit')} onSubmit={save}>
            <PasswordField name="newPassword" label={t('reset.password')} isNew />
          </Form>
          <p>
            <a href="/app/forgot-password">{t('reset.askAnew')}</a>
          </p>
        </>
      )}
    </Page>
  )
}
