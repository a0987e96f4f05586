import { EllipsisVertical } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import './row-menu.css'

interface RowMenuProps {
  label: string
  /** Buttons and links; it closes when one of them is pressed. */
  children: ComponentChildren
}

/** What is done to a row less often. */
export function RowMenu({ label, children }: RowMenuProps) {
  const menu = useRef<HTMLDetailsElement>(null)
  const shut = () => {
    menu.current?.removeAttribute('open')
    menu.current?.querySelector('summary')?.focus()
  }
  useEffect(() => {
    const closeElsewhere = ({ target }: Event) => {
      if (target instanceof Node && !menu.current?.contains(target)) menu.current?.removeAttribute('open')
    }
    // Before what is pressed acts: a dialog gives the focus back to what had it.
    const closePressed = ({ target }: Event) => {
      if (target instanceof Element && target.closest('.row-menu-list a, .row-menu-list button:enabled')) shut()
    }
    const element = menu.current
    element?.addEventListener('click', closePressed, true)
    document.addEventListener('pointerdown', closeElsewhere)
    document.addEventListener('focusin', closeElsewhere)
    return () => {
      element?.removeEventListener('click', closePressed, true)
      document.removeEventListener('pointerdown', closeElsewhere)
      document.removeEventListener('focusin', closeElsewhere)
    }
  }, [])
  return (
    <details
      ref={menu}
      class="row-menu"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && menu.current?.open) shut()
      }}
    >
      <summary aria-label={label}>
        <EllipsisVertical size={20} aria-hidden="true" />
      </summary>
      <div class="row-menu-list">{children}</div>
    </details>
  )
}
