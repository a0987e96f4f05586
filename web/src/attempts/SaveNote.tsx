import { t } from './messages.js'
import './save-note.css'

export type SaveState = 'saved' | 'saving' | 'waiting' | 'failed' | 'conflict' | 'refused'

/** Whether what was typed is safe. */
export function SaveNote({ state, why = '' }: { state: SaveState; why?: string }) {
  return (
    <p class={`save-note save-${state}`} role="status">
      {t(`save.${state}`, { why })}
    </p>
  )
}
