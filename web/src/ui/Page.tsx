import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import './page.css'
import { setTitle } from './title.js'

interface PageProps {
  title: string
  /** A line under the title. */
  lead?: ComponentChildren
  /** Above the title: where one comes from. */
  back?: { href: string; label: string }
  /** Beside the title. */
  actions?: ComponentChildren
  /** `text` keeps lines readable, `wide` takes what there is. */
  width?: 'text' | 'wide'
  children: ComponentChildren
}

/** A page: its title in the tab and in its one h1, which has the focus when one comes to it from another page. */
export function Page({ title, lead, back, actions, width = 'wide', children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => setTitle(title), [title])
  useLayoutEffect(() => focusOnArrival(heading.current), [])
  return (
    <div class={`page page-${width}`}>
      <header class="page-head">
        {back && (
          <a class="page-back" href={back.href}>
            <span aria-hidden="true">←</span> {back.label}
          </a>
        )}
        <div class="row-apart">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {actions && <div class="row">{actions}</div>}
        </div>
        {lead && <p class="page-lead">{lead}</p>}
      </header>
      {children}
    </div>
  )
}

let isFirst = true

/**
 * Not on the first page of all: there the browser begins at the top by itself. Nor away from what has the focus already, in
 * this page: the one before it is still there while this one comes.
 */
function focusOnArrival(heading: HTMLElement | null): void {
  if (isFirst) {
    isFirst = false
    return
  }
  const focused = document.activeElement
  const isTaken = focused?.closest('dialog') || heading?.closest('.page')?.contains(focused)
  if (!isTaken) heading?.focus({ preventScroll: true })
}
