import { type ComponentChildren, createContext } from 'preact'
import { useContext, useEffect, useId, useRef, useState } from 'preact/hooks'
import { Problem } from '../api/problem.js'
import { Button } from './Button.js'
import './form.css'
import { t } from './messages.js'
import { fieldText, problemText } from './problem-text.js'

type FieldErrors = Readonly<Record<string, readonly string[]>>

const Errors = createContext<FieldErrors>({})

/** What the API said of a field; `FormData` names and the API's names are the same. */
export function useFieldErrors(name: string): readonly string[] {
  const errors = useContext(Errors)
  return Object.entries(errors).flatMap(([path, texts]) => (path === name || path.startsWith(`${name}.`) ? texts : []))
}

interface FormProps {
  /** Sends it; what it throws is shown: at the fields that it names, or above the button. */
  onSubmit: (data: FormData) => Promise<unknown>
  submit: string
  /** Beside the button. */
  actions?: ComponentChildren
  /** What to call the form for who cannot see it; needed where a page has several. */
  label?: string
  isDanger?: boolean
  class?: string
  children: ComponentChildren
}

/** Nothing typed is lost when it is refused, and the first field that is wrong has the focus then. */
export function Form({ onSubmit, submit, actions, label, isDanger = false, class: more, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const errors = error instanceof Problem ? error.fields : {}

  const send = async (event: SubmitEvent) => {
    event.preventDefault()
    if (isBusy || !form.current) return
    setBusy(true)
    setError(undefined)
    try {
      await onSubmit(new FormData(form.current))
    } catch (refusal) {
      setError(refusal)
    } finally {
      setBusy(false)
    }
  }

  useEffect(() => {
    if (error === undefined) return
    // The fields learn of it from their context, a moment after the form.
    const frame = requestAnimationFrame(() => {
      const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
      if (wrong) wrong.focus()
      else form.current?.querySelector<HTMLElement>('.form-problem')?.focus()
    })
    return () => cancelAnimationFrame(frame)
  }, [error])

  return (
    <form ref={form} class={['form', more].filter(Boolean).join(' ')} aria-label={label} onSubmit={send}>
      <Errors.Provider value={errors}>{children}</Errors.Provider>
      {error !== undefined && (
        <div class="form-problem" role="alert" tabIndex={-1}>
          <p>{problemText(error)}</p>
          {isUnexplained(error) && <UnplacedErrors form={form.current} errors={errors} />}
        </div>
      )}
      <div class="row">
        <Button type="submit" look={isDanger ? 'danger' : 'primary'} isBusy={isBusy}>
          {isBusy ? t('form.sending') : submit}
        </Button>
        {actions}
      </div>
    </form>
  )
}

/** The other codes are told in a sentence of their own. */
function isUnexplained(error: unknown): boolean {
  return error instanceof Problem && error.code === 'VALIDATION_FAILED'
}

/** What the API says of something that the form has no field for. */
function UnplacedErrors({ form, errors }: { form: HTMLFormElement | null; errors: FieldErrors }) {
  const unplaced = Object.entries(errors).filter(([path]) => !form?.elements.namedItem(path.split('.')[0] ?? path))
  if (unplaced.length === 0) return null
  return (
    <ul>
      {unplaced.map(([path, texts]) => (
        <li key={path}>
          {path}: {texts.map(fieldText).join(', ')}
        </li>
      ))}
    </ul>
  )
}

/** The ids that tie a control to its hint and to what is wrong with it. */
export function useControl(name: string, hint: unknown) {
  const id = useId()
  const errors = useFieldErrors(name)
  const [hintId, errorId] = [`${id}-hint`, `${id}-error`]
  const describedBy = [hint !== undefined && hintId, errors.length > 0 && errorId].filter(Boolean).join(' ')
  const aria = { 'aria-describedby': describedBy || undefined, 'aria-invalid': errors.length > 0 || undefined }
  return { id, aria, hintId, errorId, errors }
}

/** The hint of a control, and what is wrong with it. */
export function ControlNotes({ control, hint }: { control: ReturnType<typeof useControl>; hint: ComponentChildren }) {
  return (
    <>
      {hint !== undefined && (
        <p id={control.hintId} class="field-hint">
          {hint}
        </p>
      )}
      {control.errors.length > 0 && (
        <p id={control.errorId} class="field-error">
          {control.errors.map(fieldText).join(' ')}
        </p>
      )}
    </>
  )
}
