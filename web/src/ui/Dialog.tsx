import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import './dialog.css'
import { t } from './messages.js'

interface DialogProps {
  title: string
  /** Also by Escape. Without it the dialog cannot be closed by itself. */
  onClose?: () => void
  children: ComponentChildren
}

/** Over the page, which waits: mount it to open it. The browser holds the focus in it and gives it back. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const element = dialog.current
    const opener = document.activeElement
    if (element && !element.open) element.showModal()
    return () => {
      element?.close()
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose?.()
      }}
      // Chromium closes it at the second Escape, whatever is said to the first.
      onClose={({ currentTarget }) => {
        if (!currentTarget.isConnected) return
        if (onClose) onClose()
        else currentTarget.showModal()
      }}
    >
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        {onClose && (
          <button type="button" class="button button-quiet" aria-label={t('dialog.close')} onClick={onClose}>
            <span aria-hidden="true">✕</span>
          </button>
        )}
      </div>
      {children}
    </dialog>
  )
}
