import type { ComponentChildren, JSX } from 'preact'
import './button.css'

type Look = 'primary' | 'secondary' | 'quiet' | 'danger'

interface ButtonProps extends Omit<JSX.IntrinsicElements['button'], 'icon' | 'size'> {
  look?: Look
  /** Something is under way: it is not pressed twice. It keeps the focus. */
  isBusy?: boolean
  isSmall?: boolean
  children: ComponentChildren
}

export function Button({
  look = 'secondary',
  isBusy = false,
  isSmall = false,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const handlers = isBusy ? {} : { onClick }
  return (
    <button
      type="button"
      {...rest}
      {...handlers}
      class={classOf(look, isSmall, rest.class)}
      aria-disabled={isBusy || rest['aria-disabled']}
      aria-busy={isBusy}
    >
      {children}
    </button>
  )
}

interface LinkButtonProps extends Omit<JSX.IntrinsicElements['a'], 'size'> {
  href: string
  look?: Look
  isSmall?: boolean
  children: ComponentChildren
}

/** It goes somewhere, and looks like a button because it is the next step. */
export function LinkButton({ look = 'secondary', isSmall = false, children, ...rest }: LinkButtonProps) {
  return (
    <a {...rest} class={classOf(look, isSmall, rest.class)}>
      {children}
    </a>
  )
}

function classOf(look: Look, isSmall: boolean, more: unknown): string {
  return ['button', `button-${look}`, isSmall && 'button-small', typeof more === 'string' && more]
    .filter(Boolean)
    .join(' ')
}
