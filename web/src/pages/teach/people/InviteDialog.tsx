import { useState } from 'preact/hooks'
import { api, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { Button } from '../../../ui/Button.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Field } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { numberOf, textOf } from '../../../ui/form-values.js'
import { toast } from '../../../ui/toast.js'
import { dayOf, endOfDay } from './enrolments.js'
import { t } from './messages.js'

/** Makes one, and shows its link: it is known only now. */
export function InviteDialog({ courseId, onClose }: { courseId: string; onClose: () => void }) {
  const [url, setUrl] = useState<string>()
  const create = async (data: FormData) => {
    const body = {
      label: textOf(data, 'label') ?? '',
      maxUses: numberOf(data, 'maxUses') ?? null,
      expiresAt: endOfDay(textOf(data, 'expiresAt'))
    }
    const made = await take(api.POST('/api/courses/{id}/invites', { params: { path: { id: courseId } }, body }))
    await queryClient.invalidateQueries({ queryKey: ['/api/courses/{id}/invites', courseId] })
    setUrl(new URL(made.url, location.origin).href)
  }
  if (url) return <InviteLink url={url} onClose={onClose} />
  return (
    <Dialog title={t('invite.create')} onClose={onClose}>
      <Form submit={t('invite.create')} onSubmit={create}>
        <Field name="label" label={t('invite.label')} hint={t('invite.labelHint')} maxLength={100} required />
        <Field
          name="maxUses"
          label={t('invite.maxUses')}
          hint={t('invite.maxUsesHint')}
          type="number"
          min={1}
          max={100_000}
        />
        <Field
          name="expiresAt"
          label={t('invite.expires')}
          hint={t('access.hint')}
          type="date"
          min={dayOf(new Date().toISOString())}
        />
      </Form>
    </Dialog>
  )
}

function InviteLink({ url, onClose }: { url: string; onClose: () => void }) {
  const copy = async () => {
    await navigator.clipboard.writeText(url)
    toast(t('invite.copied'))
  }
  return (
    <Dialog title={t('invite.ready')} onClose={onClose}>
      <div class="stack">
        <p>{t('invite.once')}</p>
        <Field
          name="url"
          label={t('invite.link')}
          value={url}
          readOnly
          required
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <div class="row">
          {/* Absent where the page is not served over HTTPS: then the link is copied by hand. */}
          {navigator.clipboard && (
            <Button look="primary" onClick={() => void copy()}>
              {t('invite.copy')}
            </Button>
          )}
          <Button onClick={onClose}>{t('invite.close')}</Button>
        </div>
      </div>
    </Dialog>
  )
}
