import { useLocation } from 'preact-iso'
import { safePath } from '../../session/Guarded.js'
import { SignInForm } from '../../session/SignInForm.js'
import { Page } from '../../ui/Page.js'
import { t } from './messages.js'

export default function LoginPage() {
  const { query, route } = useLocation()
  return (
    <Page title={t('login.title')} width="text">
      <SignInForm onSignedIn={() => route(safePath(query.next), true)} />
      <div class="stack-tight">
        <a href="/app/register">{t('login.register')}</a>
        <a href="/app/forgot-password">{t('login.forgot')}</a>
      </div>
    </Page>
  )
}
