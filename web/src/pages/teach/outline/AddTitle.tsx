import { Plus } from 'lucide-preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/Button.js'
import { Field } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { t as common } from '../../../ui/messages.js'
import { t } from './messages.js'

interface AddTitleProps {
  /** What pressing it does. */
  label: string
  /** The same in full, where the page has it several times. */
  name?: string
  /** What the field is called. */
  field: string
  isOpen?: boolean
  onAdd: (title: string) => Promise<unknown>
}

/** Something new begins with its title; one after the other, without leaving the keyboard. */
export function AddTitle({ label, name = label, field, isOpen: opensAtOnce = false, onAdd }: AddTitleProps) {
  const [isOpen, setOpen] = useState(opensAtOnce)
  const place = useRef<HTMLDivElement>(null)
  const takesFocus = useRef(false)
  useLayoutEffect(() => {
    if (takesFocus.current) place.current?.querySelector<HTMLElement>('input, button')?.focus()
    takesFocus.current = false
  }, [isOpen])
  const open = (to: boolean) => {
    takesFocus.current = true
    setOpen(to)
  }
  const add = async (data: FormData) => {
    const title = String(data.get('title')).trim()
    await onAdd(title)
    const input = place.current?.querySelector('input')
    // Who types fast is at the next one already.
    if (input?.value.trim() === title) input.value = ''
    input?.focus()
  }
  return (
    <div ref={place}>
      {isOpen ? (
        <Form
          class="outline-add"
          label={name}
          submit={t('add')}
          onSubmit={add}
          actions={<Button onClick={() => open(false)}>{common('dialog.cancel')}</Button>}
        >
          <Field name="title" label={field} required maxLength={200} autoComplete="off" />
        </Form>
      ) : (
        <Button look="quiet" aria-label={name} onClick={() => open(true)}>
          <Plus aria-hidden="true" />
          {label}
        </Button>
      )}
    </div>
  )
}
