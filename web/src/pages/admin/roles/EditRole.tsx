import { useState } from 'preact/hooks'
import { api, seen, take } from '../../../api/client.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { changeSeen } from '../../../ui/changed-meanwhile.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Field, TextArea } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { exactTextOf, textOf } from '../../../ui/form-values.js'
import { toast } from '../../../ui/toast.js'
import { type Role, refresh, useRoles } from '../queries.js'
import { t } from './messages.js'

export function EditRole({ role: chosen, onClose }: { role: Role; onClose: () => void }) {
  const [isDeleting, setDeleting] = useState(false)
  const { data = [] } = useRoles()
  // The newest version: somebody may have changed it since the dialog was opened.
  const role = data.find(({ id }) => id === chosen.id) ?? chosen
  const params = { path: { id: role.id } }
  const reread = () => refresh('/api/roles')
  const save = async (form: FormData) => {
    const body = { title: exactTextOf(form, 'title').trim(), description: textOf(form, 'description') ?? '' }
    await changeSeen(() => take(api.PATCH('/api/roles/{id}', { params, headers: seen(role), body })), reread)
    await reread()
    toast(t('edit.saved'))
    onClose()
  }
  const remove = async () => {
    await changeSeen(() => take(api.DELETE('/api/roles/{id}', { params, headers: seen(role) })), reread)
    await reread()
    toast(t('delete.done', { role: role.title }))
    onClose()
  }
  if (isDeleting) {
    return (
      <Confirm
        title={t('delete.title', { role: role.title })}
        action={t('delete.action')}
        isDanger
        onConfirm={remove}
        onClose={onClose}
      >
        <p>{t('delete.text')}</p>
      </Confirm>
    )
  }
  return (
    <Dialog title={t('edit.title', { role: role.title })} onClose={onClose}>
      <Form
        submit={t('edit.save')}
        onSubmit={save}
        actions={
          <Button look="danger" onClick={() => setDeleting(true)}>
            {t('delete.action')}
          </Button>
        }
      >
        <Field name="title" label={t('field.title')} defaultValue={role.title} maxLength={100} required />
        <TextArea
          name="description"
          label={t('field.description')}
          defaultValue={role.description}
          rows={2}
          maxLength={500}
        />
      </Form>
    </Dialog>
  )
}
