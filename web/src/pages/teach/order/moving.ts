import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { handleId } from './Handle.js'

/** What has moved is said, and what one moved it by keeps the focus, wherever it stands now. */
export function useMoved() {
  const [said, setSaid] = useState('')
  const moved = useRef<{ id: string; by: Element | null } | null>(null)
  useLayoutEffect(() => {
    if (!moved.current) return
    const { id, by } = moved.current
    moved.current = null
    const handle = document.getElementById(handleId(id))
    const isUsable = by instanceof HTMLElement && by.isConnected && !by.matches(':disabled, body')
    const next = isUsable ? by : handle
    next?.focus()
  })
  return {
    said,
    note: (id: string, text: string) => {
      moved.current = { id, by: document.activeElement }
      setSaid(text)
    }
  }
}

/** The same list with one of it elsewhere. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const rest = items.filter((_, i) => i !== from)
  return [...rest.slice(0, to), items[from] as Item, ...rest.slice(to)]
}

/** Where something ends up in its list when it is dropped beside another. */
export function dropIndex(from: number, over: number, side: 'before' | 'after' | 'into'): number {
  const at = side === 'before' ? over : over + 1
  return from < at ? at - 1 : at
}
