import type { JSX } from 'preact'
import { useId, useState } from 'preact/hooks'

interface CheckedFieldProps
  extends Pick<JSX.IntrinsicElements['input'], 'type' | 'inputMode' | 'maxLength' | 'autoCapitalize' | 'spellcheck'> {
  label: string
  hint: string
  /** Said instead of the hint, once one has left the field. */
  wrong: string
  value: string
  isRight: (value: string) => boolean
  onValue: (value: string) => void
  onLeave: (value: string) => void
}

/** A line whose form is looked at as soon as one goes on: what is saved by itself has no button that would say it. */
export function CheckedField({ label, hint, wrong, value, isRight, onValue, onLeave, ...input }: CheckedFieldProps) {
  const id = useId()
  const [isLeft, setLeft] = useState(value !== '')
  const isWrong = isLeft && value !== '' && !isRight(value)
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <input
        {...input}
        id={id}
        value={value}
        autoComplete="off"
        aria-invalid={isWrong || undefined}
        aria-describedby={`${id}-hint`}
        onInput={(event) => onValue(event.currentTarget.value)}
        onBlur={(event) => {
          setLeft(true)
          if (event.currentTarget.value !== '') onLeave(event.currentTarget.value)
        }}
      />
      <p id={`${id}-hint`} class={isWrong ? 'field-error' : 'field-hint'}>
        {isWrong ? wrong : hint}
      </p>
    </div>
  )
}
