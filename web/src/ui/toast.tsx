import { signal } from '@preact/signals'
import './toast.css'
import { t } from './messages.js'

interface Toast {
  id: number
  text: string
  link?: { href: string; label: string }
  action?: { label: string; run: () => void }
}

const toasts = signal<readonly Toast[]>([])
const shownForMs = 8_000
const maxToasts = 3
let lastId = 0

/** Says something in passing: it takes no focus and goes by itself. What must not be missed stands on the page instead. */
export function toast(text: string, more: Pick<Toast, 'link' | 'action'> = {}): void {
  lastId += 1
  const id = lastId
  toasts.value = [...toasts.value, { id, text, ...more }].slice(-maxToasts)
  setTimeout(() => dismiss(id), shownForMs)
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((each) => each.id !== id)
}

/** Where they are shown; once in the shell. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, text, link, action }) => (
        <div key={id} class="toast">
          <p>{text}</p>
          {link && (
            <a href={link.href} onClick={() => dismiss(id)}>
              {link.label}
            </a>
          )}
          {action && (
            <button
              type="button"
              class="toast-action"
              onClick={() => {
                dismiss(id)
                action.run()
              }}
            >
              {action.label}
            </button>
          )}
          <button type="button" class="toast-close" aria-label={t('toast.dismiss')} onClick={() => dismiss(id)}>
            <span aria-hidden="true">✕</span>
          </button>
        </div>
      ))}
    </div>
  )
}
