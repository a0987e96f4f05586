import { Bell as BellIcon } from 'lucide-preact'
import type { ComponentType } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import './bell.css'
import { listPath, unreadCount } from './live-state.js'
import { t } from './messages.js'

const most = 99

/** How many notifications are unread; pressed, it shows the newest. */
export function Bell() {
  const { path } = useLocation()
  const place = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  const [Panel, setPanel] = useState<ComponentType<{ onClose: () => void }>>()
  const count = unreadCount.value

  const close = () => {
    setIsOpen(false)
    button.current?.focus()
  }
  useEffect(() => setIsOpen(false), [path])
  useEffect(() => {
    if (!isOpen) return
    const closeOutside = ({ target }: Event) => {
      if (target instanceof Node && target.isConnected && !place.current?.contains(target)) setIsOpen(false)
    }
    const controller = new AbortController()
    const { signal } = controller
    // The focus as well: who goes on by keyboard leaves nothing lying over the page.
    for (const type of ['click', 'focusin']) document.addEventListener(type, closeOutside, { signal })
    document.addEventListener('keydown', ({ key }) => key === 'Escape' && close(), { signal })
    return () => controller.abort()
  }, [isOpen])

  const toggle = async () => {
    setIsOpen(!isOpen)
    if (isOpen || Panel) return
    try {
      const { BellPanel } = await import('./BellPanel.js')
      setPanel(() => BellPanel)
    } catch {
      location.assign(listPath)
    }
  }
  return (
    <div ref={place} class="bell">
      <button
        ref={button}
        type="button"
        class="bell-button"
        aria-label={count > 0 ? t('bell.unread', { count }) : t('bell.none')}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => void toggle()}
      >
        <BellIcon size={24} aria-hidden="true" />
        {count > 0 && (
          <span class="bell-count" aria-hidden="true">
            {count > most ? t('bell.many') : count}
          </span>
        )}
      </button>
      {isOpen && Panel && <Panel onClose={close} />}
    </div>
  )
}
