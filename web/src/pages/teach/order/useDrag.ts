import { useEffect, useRef, useState } from 'preact/hooks'

/** Where something is dropped: before or after another of its kind, or into what holds them. */
export interface DropTarget {
  id: string
  side: 'before' | 'after' | 'into'
}

export interface Dragging {
  id: string
  kind: string
  target: DropTarget | null
}

const edgePx = 96
const scrollPx = 8
/** What stands fixed at an edge of a phone is at most so high. */
const barPx = 80

/**
 * Ordering by a finger or a mouse. Rows say what they are by `data-drag-kind` and `data-drag-id`, and what takes a kind into
 * itself by `data-drop-kind`. The handle needs `touch-action: none`. By keyboard it is ordered elsewhere.
 */
export function useDrag(onDrop: (id: string, target: DropTarget) => void) {
  const [dragging, setDragging] = useState<Dragging | null>(null)
  const current = useRef<Dragging | null>(null)
  const pointer = useRef({ x: 0, y: 0 })

  const set = (to: Dragging | null) => {
    current.current = to
    setDragging(to)
  }
  const follow = () => {
    const drag = current.current
    if (!drag) return
    const target = targetAt(pointer.current, drag)
    if (target?.id !== drag.target?.id || target?.side !== drag.target?.side) set({ ...drag, target })
  }

  const isDragging = dragging !== null
  useEffect(() => {
    if (!isDragging) return
    let frame = requestAnimationFrame(function scroll() {
      const { y } = pointer.current
      if (y < edgePx) scrollBy(0, -scrollPx)
      if (y > innerHeight - edgePx) scrollBy(0, scrollPx)
      follow()
      frame = requestAnimationFrame(scroll)
    })
    const abandon = (event: KeyboardEvent) => {
      if (event.key === 'Escape') set(null)
    }
    addEventListener('keydown', abandon)
    return () => {
      cancelAnimationFrame(frame)
      removeEventListener('keydown', abandon)
    }
  }, [isDragging])

  const handle = (kind: string, id: string) => ({
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return
      ;(event.currentTarget as Element).setPointerCapture(event.pointerId)
      pointer.current = { x: event.clientX, y: event.clientY }
      set({ id, kind, target: null })
    },
    onPointerMove: (event: PointerEvent) => {
      pointer.current = { x: event.clientX, y: event.clientY }
      follow()
    },
    onPointerUp: () => {
      const drag = current.current
      set(null)
      if (drag?.target) onDrop(drag.id, drag.target)
    },
    onPointerCancel: () => set(null)
  })
  return { dragging, handle }
}

function targetAt({ x, y }: { x: number; y: number }, { id, kind }: Dragging): DropTarget | null {
  // Over the header or the ways at the edge it is what is next to them.
  const within = Math.min(Math.max(y, barPx), innerHeight - barPx)
  const under = document.elementFromPoint(x, within)
  const row = under?.closest<HTMLElement>(`[data-drag-kind="${kind}"]`)
  if (row?.dataset.dragId) {
    if (row.dataset.dragId === id) return null
    const { top, height } = row.getBoundingClientRect()
    return { id: row.dataset.dragId, side: y < top + height / 2 ? 'before' : 'after' }
  }
  const holder = under?.closest<HTMLElement>(`[data-drop-kind="${kind}"]`)
  return holder?.dataset.dropId ? { id: holder.dataset.dropId, side: 'into' } : null
}

/** The class that shows on a row that something is about to be dropped there. */
export function dropClass(dragging: Dragging | null, id: string): string {
  if (dragging?.id === id) return 'is-dragged'
  return dragging?.target?.id === id ? `is-drop-${dragging.target.side}` : ''
}
