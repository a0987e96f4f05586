import { api, take } from '../../../api/client.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Field, RadioGroup, TextArea } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { exactTextOf, textOf } from '../../../ui/form-values.js'
import { toast } from '../../../ui/toast.js'
import { refresh } from '../queries.js'
import { t } from './messages.js'

/** A role that may do nothing yet: what it may is ticked where all the others are. */
export function NewRole({ onClose }: { onClose: () => void }) {
  const create = async (data: FormData) => {
    const body = {
      title: exactTextOf(data, 'title').trim(),
      key: exactTextOf(data, 'key').trim(),
      description: textOf(data, 'description') ?? '',
      scope: exactTextOf(data, 'scope') === 'platform' ? ('platform' as const) : ('organization' as const),
      permissions: []
    }
    await take(api.POST('/api/roles', { body }))
    await refresh('/api/roles')
    toast(t('create.done', { role: body.title }))
    onClose()
  }
  return (
    <Dialog title={t('create.title')} onClose={onClose}>
      <Form submit={t('create.submit')} onSubmit={create}>
        <Field name="title" label={t('field.title')} maxLength={100} required />
        <Field
          name="key"
          label={t('field.key')}
          hint={t('field.keyHint')}
          pattern="(?!role_)[a-z][a-z0-9]*([_\-][a-z0-9]+)*"
          title={t('field.keyHint')}
          minLength={2}
          maxLength={50}
          autoCapitalize="none"
          spellcheck={false}
          required
        />
        <RadioGroup
          name="scope"
          label={t('field.scope')}
          defaultValue="organization"
          options={[
            { value: 'organization', label: t('scope.organization') },
            { value: 'platform', label: t('scope.platform') }
          ]}
        />
        <TextArea name="description" label={t('field.description')} rows={2} maxLength={500} />
      </Form>
    </Dialog>
  )
}
