import { GripVertical } from 'lucide-preact'
import { t } from '../messages.js'
import './order.css'
import type { useDrag } from './useDrag.js'

interface HandleProps {
  /** By it the handle gets the focus again after it has moved. */
  id: string
  name: string
  drag: ReturnType<ReturnType<typeof useDrag>['handle']>
  /** By one place: -1 is up. */
  onStep: (by: -1 | 1) => void
}

/** Dragged, or moved by the arrow keys. */
export function Handle({ id, name, drag, onStep }: HandleProps) {
  return (
    <button
      type="button"
      id={handleId(id)}
      class="order-handle"
      aria-label={t('order.handle', { name })}
      aria-describedby="order-hint"
      {...drag}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
        event.preventDefault()
        onStep(event.key === 'ArrowUp' ? -1 : 1)
      }}
    >
      <GripVertical size={20} aria-hidden="true" />
    </button>
  )
}

export const handleId = (id: string) => `move-${id}`

/** How the handles are used, for who hears the page; once on a page that has some. And what has moved where. */
export function OrderSpeech({ said }: { said: string }) {
  return (
    <>
      <p id="order-hint" hidden>
        {t('order.hint')}
      </p>
      <p class="unseen" role="status" aria-live="polite">
        {said}
      </p>
    </>
  )
}
