import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Confirm } from '../../ui/Confirm.js'
import { t } from './messages.js'
import { useUnloadWarning } from './useStoredDraft.js'

interface LeaveWarningProps {
  isDirty: boolean
  /** Whether what was typed is still there when one comes back. */
  isKept?: boolean
}

/** Asks before one leaves by a link what is not saved. */
export function LeaveWarning({ isDirty, isKept = true }: LeaveWarningProps) {
  const { route } = useLocation()
  const [wanted, setWanted] = useState<string | null>(null)
  useUnloadWarning(isDirty)
  useEffect(() => {
    if (!isDirty) return
    const ask = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null
      const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0
      if (!link || opensElsewhere || (link.target && link.target !== '_self')) return
      if (link.origin !== location.origin || !link.pathname.startsWith('/app/')) return
      if (link.pathname === location.pathname) return
      event.preventDefault()
      event.stopImmediatePropagation()
      setWanted(link.pathname + link.search + link.hash)
    }
    // Before the router sees it.
    addEventListener('click', ask, true)
    return () => removeEventListener('click', ask, true)
  }, [isDirty])
  if (wanted === null) return null
  return (
    <Confirm
      title={t('leave.title')}
      action={t('leave.submit')}
      onConfirm={async () => route(wanted)}
      onClose={() => setWanted(null)}
    >
      <p>{isKept ? t('leave.text') : t('leave.lost')}</p>
    </Confirm>
  )
}
