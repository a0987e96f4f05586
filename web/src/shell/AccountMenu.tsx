import { CircleUserRound } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { endSession, type Me } from '../session/session.js'
import { t } from '../ui/messages.js'
import { problemText } from '../ui/problem-text.js'
import { toast } from '../ui/toast.js'

export function AccountMenu({ me }: { me: Me }) {
  const menu = useRef<HTMLDetailsElement>(null)
  const { path } = useLocation()
  const close = () => menu.current?.removeAttribute('open')
  useEffect(close, [path])
  useEffect(() => {
    const closeOutside = ({ target }: Event) => {
      if (!(target instanceof Node) || !menu.current?.contains(target)) close()
    }
    document.addEventListener('click', closeOutside)
    return () => document.removeEventListener('click', closeOutside)
  }, [])
  const signOut = async () => {
    close()
    await endSession().catch((error: unknown) => toast(problemText(error)))
  }
  const name = me.user.fullName ?? me.user.username
  return (
    <details
      ref={menu}
      class="account-menu"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !menu.current?.open) return
        close()
        menu.current.querySelector('summary')?.focus()
      }}
    >
      <summary aria-label={t('account.menu', { name })}>
        <CircleUserRound size={24} aria-hidden="true" />
      </summary>
      <div class="account-menu-list">
        <p class="account-menu-name">{name}</p>
        <a href="/app/profile">{t('account.profile')}</a>
        <a href="/app/profile/notifications">{t('account.notifications')}</a>
        <a href="/app/certificates">{t('account.certificates')}</a>
        <a href="/app/notes">{t('account.notes')}</a>
        <button type="button" onClick={() => void signOut()}>
          {t('account.signOut')}
        </button>
      </div>
    </details>
  )
}
