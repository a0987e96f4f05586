import type { Schema } from '../../api/client.js'
import { queryClient } from '../../api/queries.js'
import { sendOrQueue } from '../../offline/offline.js'
import { Button } from '../../ui/Button.js'
import { TextArea } from '../../ui/Field.js'
import { Form } from '../../ui/Form.js'
import { t as tu } from '../../ui/messages.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'

interface ResultFormProps {
  checkpoint: Schema<'Checkpoint'>
  cohortId: string
  submit: string
  onClose: () => void
}

export function ResultForm({ checkpoint, cohortId, submit, onClose }: ResultFormProps) {
  const { id, title, result } = checkpoint
  const send = async (data: FormData) => {
    const body = { note: String(data.get('note')).trim() }
    const answer = await sendOrQueue({ method: 'PUT', path: `/api/checkpoints/${id}/result`, body })
    toast(t('queued' in answer ? 'result.queued' : 'result.saved'))
    onClose()
    await queryClient.invalidateQueries({ queryKey: ['/api/cohorts/{id}/checkpoints', cohortId] })
  }
  return (
    <Form
      submit={submit}
      label={title}
      onSubmit={send}
      actions={<Button onClick={onClose}>{tu('dialog.cancel')}</Button>}
    >
      <TextArea
        name="note"
        label={t('result.note')}
        hint={t('result.noteHint')}
        rows={3}
        maxLength={5_000}
        defaultValue={result?.note ?? ''}
      />
    </Form>
  )
}
