import { useEffect, useState } from 'preact/hooks'
import { queryClient } from '../api/queries.js'
import { Dialog } from '../ui/Dialog.js'
import { t } from '../ui/messages.js'
import { isSignedOut } from './expired.js'
import { SignInForm } from './SignInForm.js'
import { type Me, meKey } from './session.js'

const pauseMs = 1_000

/** Over the page, which stays as it is: what was typed is still there afterwards. */
export function SignInAgain() {
  const hasPaused = usePauseInTyping(isSignedOut.value)
  if (!isSignedOut.value || !hasPaused) return null
  const former = queryClient.getQueryData<Me | null>(meKey)?.user
  return (
    <Dialog title={t('signIn.againTitle')}>
      <div class="stack">
        <p>{t('signIn.againWhy')}</p>
        <SignInForm {...(former && { username: former.username })} />
        <a href="/app/" onClick={leave}>
          {t('signIn.leave')}
        </a>
      </div>
    </Dialog>
  )
}

/** The dialog takes the focus: the rest of the sentence that somebody is typing would go into its password. */
function usePauseInTyping(isAwaited: boolean): boolean {
  const [hasPaused, setPaused] = useState(false)
  useEffect(() => {
    if (!isAwaited) return
    const later = () => setTimeout(() => setPaused(true), pauseMs)
    let timer = later()
    const wait = () => {
      clearTimeout(timer)
      timer = later()
    }
    document.addEventListener('keydown', wait)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('keydown', wait)
      setPaused(false)
    }
  }, [isAwaited])
  return hasPaused
}

function leave(event: Event): void {
  event.preventDefault()
  location.assign('/app/')
}
