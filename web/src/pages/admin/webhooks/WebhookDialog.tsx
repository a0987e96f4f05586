import { useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, seen, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { changeSeen } from '../../../ui/changed-meanwhile.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Checkbox, Field, RadioGroup } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { textOf } from '../../../ui/form-values.js'
import { Loaded } from '../../../ui/Loaded.js'
import { t } from './messages.js'

type Webhook = Schema<'Webhook'>

interface WebhookDialogProps {
  organizationId: string
  /** The one to change; none: a new one is made. */
  webhook?: Webhook
  onDone: (webhook: Webhook | Schema<'WebhookWithSecret'>) => void
  onClose: () => void
}

export function WebhookDialog({ organizationId, webhook, onDone, onClose }: WebhookDialogProps) {
  const types = useQuery({ queryKey: ['/api/event-types'], queryFn: () => take(api.GET('/api/event-types')) })
  const [isAll, setAll] = useState(webhook?.eventTypes.includes('*') ?? true)
  const reread = () => queryClient.invalidateQueries({ queryKey: ['/api/webhooks/{id}'] })

  const save = async (data: FormData) => {
    const body = {
      url: textOf(data, 'url') ?? '',
      description: textOf(data, 'description') ?? '',
      eventTypes: isAll ? ['*'] : data.getAll('eventTypes').map(String)
    }
    const answer = webhook
      ? await changeSeen(
          () =>
            take(
              api.PATCH('/api/webhooks/{id}', { params: { path: { id: webhook.id } }, headers: seen(webhook), body })
            ),
          reread
        )
      : await take(api.POST('/api/organizations/{id}/webhooks', { params: { path: { id: organizationId } }, body }))
    await queryClient.invalidateQueries({ queryKey: ['/api/organizations/{id}/webhooks'] })
    await reread()
    onDone(answer)
  }

  return (
    <Dialog title={webhook ? t('edit.title') : t('add.title')} onClose={onClose}>
      <Form submit={webhook ? t('save') : t('add')} onSubmit={save}>
        <Field name="url" type="url" label={t('url')} hint={t('url.hint')} defaultValue={webhook?.url} required />
        <Field name="description" label={t('description')} defaultValue={webhook?.description} maxLength={200} />
        <RadioGroup
          name="which"
          label={t('types')}
          defaultValue={isAll ? 'all' : 'some'}
          options={[
            { value: 'all', label: t('types.all') },
            { value: 'some', label: t('types.some') }
          ]}
          onChange={(value) => setAll(value === 'all')}
        />
        {!isAll && (
          <Loaded query={types}>
            {({ data }) => (
              <fieldset class="webhook-types">
                <legend class="unseen">{t('types.some')}</legend>
                {data.map(({ type }) => (
                  <Checkbox
                    key={type}
                    name="eventTypes"
                    value={type}
                    label={type}
                    defaultChecked={webhook?.eventTypes.includes(type)}
                  />
                ))}
              </fieldset>
            )}
          </Loaded>
        )}
      </Form>
    </Dialog>
  )
}
