import { ArrowDown, ArrowUp } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { t } from '../messages.js'
import { Handle, OrderSpeech } from './Handle.js'
import { dropIndex, moved, useMoved } from './moving.js'
import { dropClass, useDrag } from './useDrag.js'

interface SortableListProps<Item> {
  items: readonly Item[]
  idOf: (item: Item) => string
  nameOf: (item: Item) => string
  onOrder: (items: Item[]) => void
  label: string
  /** Each holds much: on a phone it stands below its handle, over the whole width. */
  isTall?: boolean
  children: (item: Item, index: number) => ComponentChildren
}

/** A list that is put in order: dragged, by the arrow keys on a handle, or step by step by buttons. */
export function SortableList<Item>({
  items,
  idOf,
  nameOf,
  onOrder,
  label,
  isTall = false,
  children
}: SortableListProps<Item>) {
  const { said, note } = useMoved()
  const move = (from: number, to: number) => {
    const item = items[from]
    if (!item || to < 0 || to >= items.length || to === from) return
    note(idOf(item), t('order.moved', { name: nameOf(item), place: to + 1, count: items.length }))
    onOrder(moved(items, from, to))
  }
  const { dragging, handle } = useDrag((id, { id: over, side }) => {
    const from = items.findIndex((item) => idOf(item) === id)
    move(
      from,
      dropIndex(
        from,
        items.findIndex((item) => idOf(item) === over),
        side
      )
    )
  })
  return (
    <>
      <ol class="rows" aria-label={label}>
        {items.map((item, i) => {
          const id = idOf(item)
          const name = nameOf(item)
          return (
            <li
              key={id}
              class={`order-row order-item ${isTall ? 'is-tall' : ''} ${dropClass(dragging, id)}`}
              data-drag-kind="item"
              data-drag-id={id}
            >
              <Handle id={id} name={name} drag={handle('item', id)} onStep={(by) => move(i, i + by)} />
              <div class="order-content">{children(item, i)}</div>
              <div class="order-steps">
                <button
                  type="button"
                  class="order-step"
                  aria-label={t('order.up', { name })}
                  disabled={i === 0}
                  onClick={() => move(i, i - 1)}
                >
                  <ArrowUp size={18} aria-hidden="true" />
                </button>
                <button
                  type="button"
                  class="order-step"
                  aria-label={t('order.down', { name })}
                  disabled={i === items.length - 1}
                  onClick={() => move(i, i + 1)}
                >
                  <ArrowDown size={18} aria-hidden="true" />
                </button>
              </div>
            </li>
          )
        })}
      </ol>
      <OrderSpeech said={said} />
    </>
  )
}
