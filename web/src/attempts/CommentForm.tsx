import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../ui/Button.js'
import { TextArea } from '../ui/Field.js'
import { Form } from '../ui/Form.js'
import { t as common } from '../ui/messages.js'
import { t } from './messages.js'
import { SavedComments } from './SavedComments.js'

interface CommentFormProps {
  label: string
  submit: string
  initialText?: string
  hasSaved?: boolean
  isFocused?: boolean
  onSend: (text: string, data: FormData) => Promise<unknown>
  onCancel?: () => void
  /** Above the text: what it is about. */
  children?: ComponentChildren
}

/** What is typed stays until it has arrived. */
export function CommentForm({
  label,
  submit,
  initialText = '',
  hasSaved,
  isFocused,
  onSend,
  ...rest
}: CommentFormProps) {
  const [text, setText] = useState(initialText)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isFocused) place.current?.querySelector('textarea')?.focus()
  }, [])
  const send = async (data: FormData) => {
    await onSend(text, data)
    setText('')
  }
  return (
    <div ref={place} class="stack">
      <Form
        label={label}
        submit={submit}
        onSubmit={send}
        actions={rest.onCancel && <Button onClick={rest.onCancel}>{common('dialog.cancel')}</Button>}
      >
        {rest.children}
        <TextArea
          name="text"
          label={t('comment.text')}
          hint={t('comment.hint')}
          value={text}
          maxLength={5_000}
          rows={4}
          required
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Form>
      {hasSaved && <SavedComments text={text} onInsert={(more) => setText(text ? `${text}\n\n${more}` : more)} />}
    </div>
  )
}
