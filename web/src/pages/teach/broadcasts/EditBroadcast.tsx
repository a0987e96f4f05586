import { api, seen, take } from '../../../api/client.js'
import { changeSeen } from '../../../ui/changed-meanwhile.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Field, TextArea } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { textOf } from '../../../ui/form-values.js'
import { toast } from '../../../ui/toast.js'
import { toZoned } from '../zoned-time.js'
import { type Broadcast, refreshBroadcasts } from './broadcasts.js'
import { t } from './messages.js'

/** Changes one that waits for its time: what it says and when, not to whom. */
export function EditBroadcast({ broadcast, onClose }: { broadcast: Broadcast; onClose: () => void }) {
  const { id, title, message, link } = broadcast
  const planned = toZoned(broadcast.sendAt, Intl.DateTimeFormat().resolvedOptions().timeZone)
  const save = async (data: FormData) => {
    const sendAt = textOf(data, 'sendAt')
    const body = {
      title: textOf(data, 'title') ?? '',
      message: textOf(data, 'message') ?? '',
      link: textOf(data, 'link') ?? null,
      // The field has no seconds: what was not touched stays to the second.
      ...(sendAt && sendAt !== planned && { sendAt: new Date(sendAt).toISOString() })
    }
    await changeSeen(
      () => take(api.PATCH('/api/broadcasts/{id}', { params: { path: { id } }, body, headers: seen(broadcast) })),
      refreshBroadcasts
    )
    await refreshBroadcasts()
    toast(t('edit.saved'))
    onClose()
  }
  return (
    <Dialog title={t('edit.of', { title })} onClose={onClose}>
      <Form submit={t('edit.save')} onSubmit={save}>
        <p class="muted">{t('edit.text')}</p>
        <Field name="title" label={t('compose.title')} defaultValue={title} maxLength={200} required />
        <TextArea
          name="message"
          label={t('compose.message')}
          defaultValue={message}
          rows={6}
          maxLength={2_000}
          required
        />
        <Field
          name="link"
          label={t('compose.link')}
          hint={t('compose.linkHint')}
          defaultValue={link ?? ''}
          maxLength={500}
        />
        <Field name="sendAt" type="datetime-local" label={t('compose.sendAt')} defaultValue={planned} required />
      </Form>
    </Dialog>
  )
}
