import type { ComponentChildren } from 'preact'
import { useLocation } from 'preact-iso'
import { Bell } from '../live/Bell.js'
import { ConnectionStatus } from '../offline/ConnectionStatus.js'
import { withNext } from '../session/next.js'
import { SignInAgain } from '../session/SignInAgain.js'
import { useMe } from '../session/session.js'
import { LinkButton } from '../ui/Button.js'
import { t } from '../ui/messages.js'
import { Toasts } from '../ui/toast.js'
import { AccountMenu } from './AccountMenu.js'
import { Footer } from './Footer.js'
import { Navigation } from './Navigation.js'
import './shell.css'

/** What stands around every page: the header, the ways to the parts of the product, and what is said in passing. */
export function Shell({ children }: { children: ComponentChildren }) {
  const { data: me, isPending } = useMe()
  const { path, url } = useLocation()
  return (
    <div class="shell">
      <a class="shell-skip" href="#main">
        {t('shell.skip')}
      </a>
      <header class="shell-header">
        <a class="shell-brand" href="/app/">
          <img src="/app/icons/icon.svg" alt="" width="28" height="28" />
          Naik Kelas
        </a>
        <div class="shell-tools">
          {me && <Bell />}
          {me && <AccountMenu me={me} />}
          {me === null && path !== '/app/login' && (
            <LinkButton href={signInPath(url)} isSmall>
              {t('shell.signIn')}
            </LinkButton>
          )}
        </div>
      </header>
      <Navigation me={me} isPending={isPending} />
      <main id="main" class="shell-main" tabIndex={-1}>
        <ConnectionStatus />
        {children}
        <Footer me={me} />
      </main>
      <Toasts />
      <SignInAgain />
    </div>
  )
}

/** Back to where one is; but not to a page that is for those who are not signed in. */
function signInPath(url: string): string {
  const isOfGuests = /^\/app\/(?:$|register|forgot-password|reset-password|setup)/.test(url)
  return isOfGuests ? '/app/login' : withNext('/app/login', url)
}
