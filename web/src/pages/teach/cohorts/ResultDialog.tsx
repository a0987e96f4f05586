import { useState } from 'preact/hooks'
import { api, seen, take } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { formatDateTime } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { changeSeen } from '../../../ui/changed-meanwhile.js'
import { Dialog } from '../../../ui/Dialog.js'
import { RadioGroup, TextArea } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { toast } from '../../../ui/toast.js'
import type { Checkpoint, Result } from './cohorts.js'
import { t } from './messages.js'

interface ResultDialogProps {
  checkpoint: Checkpoint
  result: Result
  onClose: () => void
}

/** What a member has shown, to be approved or returned. */
export function ResultDialog({ checkpoint, result, onClose }: ResultDialogProps) {
  const { user, note, doneAt, isLate, feedback, status, version } = result
  const [isReturned, setReturned] = useState(status === 'returned')
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['/api/checkpoints/{id}/results', checkpoint.id] })
  const review = async (data: FormData) => {
    const decision = data.get('decision') === 'approve' ? ('approve' as const) : ('return' as const)
    await changeSeen(
      () =>
        take(
          api.PUT('/api/checkpoints/{id}/results/{userId}/review', {
            params: { path: { id: checkpoint.id, userId: user.id } },
            body: { decision, feedback: String(data.get('feedback') ?? '').trim() },
            headers: version === null ? {} : seen({ version })
          })
        ),
      refresh
    )
    await refresh()
    toast(t('result.told', { name: nameOf(user) }))
    onClose()
  }
  return (
    <Dialog title={t('result.title', { name: nameOf(user), title: checkpoint.title })} onClose={onClose}>
      <div class="stack">
        <p class="muted small">
          {doneAt && t('result.doneAt', { when: formatDateTime(doneAt) })} {isLate && t('result.late')}
        </p>
        {note ? <p class="cohort-note">{note}</p> : <p class="muted">{t('result.noNote')}</p>}
        <Form submit={t('result.save')} onSubmit={review}>
          <RadioGroup
            name="decision"
            label={t('result.decision')}
            required
            onChange={(value) => setReturned(value === 'return')}
            {...(status !== 'done' && { defaultValue: status === 'approved' ? 'approve' : 'return' })}
            options={[
              { value: 'approve', label: t('result.approve') },
              { value: 'return', label: t('result.return'), hint: t('result.returnHint') }
            ]}
          />
          <TextArea
            name="feedback"
            label={t('result.feedback')}
            hint={t('result.feedbackHint')}
            rows={4}
            maxLength={5_000}
            defaultValue={feedback ?? ''}
            required={isReturned}
          />
        </Form>
      </div>
    </Dialog>
  )
}
