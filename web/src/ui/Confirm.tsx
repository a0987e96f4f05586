import type { ComponentChildren } from 'preact'
import { Button } from './Button.js'
import { Dialog } from './Dialog.js'
import { Form } from './Form.js'
import { t } from './messages.js'

interface ConfirmProps {
  title: string
  /** What pressing it does, as a verb. */
  action: string
  isDanger?: boolean
  /** Does it; what it throws is shown in the dialog. Close the dialog yourself when it is done. */
  onConfirm: (data: FormData) => Promise<unknown>
  onClose: () => void
  children: ComponentChildren
}

/** Asks before something that is not easily taken back. Fields among its children are handed on. */
export function Confirm({ title, action, isDanger = false, onConfirm, onClose, children }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <Form
        submit={action}
        isDanger={isDanger}
        onSubmit={onConfirm}
        actions={<Button onClick={onClose}>{t('dialog.cancel')}</Button>}
      >
        {children}
      </Form>
    </Dialog>
  )
}
