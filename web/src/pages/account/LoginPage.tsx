import { useLocation } from 'preact-iso'
import { safePath, withNext } from '../../session/next.js'
import { SignInForm } from '../../session/SignInForm.js'
import { Page } from '../../ui/Page.js'
import { t } from './messages.js'

export default function LoginPage() {
  const { query, route } = useLocation()
  return (
    <Page title={t('login.title')} lead={query.next ? t('login.toGoOn') : undefined} width="text">
      <SignInForm onSignedIn={() => route(safePath(query.next), true)} />
      <ul class="rows">
        <li>
          <a href={withNext('/app/register', query.next)}>{t('login.register')}</a>
        </li>
        <li>
          <a href="/app/forgot-password">{t('login.forgot')}</a>
        </li>
      </ul>
    </Page>
  )
}
