import { Pencil } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/Button.js'
import { t as common } from '../../../ui/messages.js'
import { problemText } from '../../../ui/problem-text.js'
import { t } from './messages.js'

interface InlineTitleProps {
  title: string
  onRename: (title: string) => Promise<unknown>
  /** The title as it is read. */
  children: ComponentChildren
}

/** A title that is changed where it stands. Escape leaves it as it was. */
export function InlineTitle({ title, onRename, children }: InlineTitleProps) {
  const [isOpen, setOpen] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    setError(undefined)
    // Once it is there again.
    requestAnimationFrame(() => button.current?.focus())
  }
  if (!isOpen) {
    return (
      <span class="inline-title">
        {children}
        <button
          ref={button}
          type="button"
          class="outline-icon"
          aria-label={t('rename', { name: title })}
          onClick={() => setOpen(true)}
        >
          <Pencil size={16} aria-hidden="true" />
        </button>
      </span>
    )
  }
  const save = async (event: SubmitEvent) => {
    event.preventDefault()
    const text = String(new FormData(event.currentTarget as HTMLFormElement).get('title')).trim()
    if (text === title) return close()
    setBusy(true)
    try {
      await onRename(text)
      close()
    } catch (refusal) {
      setError(refusal)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      class="inline-title-form"
      onSubmit={save}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close()
      }}
    >
      <input
        name="title"
        aria-label={t('titleOf', { name: title })}
        defaultValue={title}
        required
        maxLength={200}
        autoComplete="off"
        ref={(input) => {
          if (input && !input.dataset.began) {
            input.dataset.began = 'yes'
            input.focus()
            input.select()
          }
        }}
      />
      <Button type="submit" isSmall look="primary" isBusy={isBusy}>
        {t('save')}
      </Button>
      <Button isSmall onClick={close}>
        {common('dialog.cancel')}
      </Button>
      {error !== undefined && (
        <p class="field-error" role="alert">
          {problemText(error)}
        </p>
      )}
    </form>
  )
}
