import { useState } from 'preact/hooks'
import { api, take } from '../../../api/client.js'
import { formatNumber } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Field, RadioGroup, TextArea } from '../../../ui/Field.js'
import { Form } from '../../../ui/Form.js'
import { numberOf, textOf } from '../../../ui/form-values.js'
import { toast } from '../../../ui/toast.js'
import type { Appeal } from './Appeals.js'
import { refreshGrades } from './grades.js'
import { t } from './messages.js'

interface AnswerDialogProps {
  courseId: string
  appeal: Appeal
  onClose: () => void
}

/** Answers an appeal, once: the grade stays, or is another from now on. */
export function AnswerDialog({ courseId, appeal, onClose }: AnswerDialogProps) {
  const [outcome, setOutcome] = useState<'upheld' | 'changed'>('upheld')
  const send = async (data: FormData) => {
    const points = numberOf(data, 'points')
    await take(
      api.POST('/api/appeals/{id}/answer', {
        params: { path: { id: appeal.id } },
        body: {
          outcome,
          answer: textOf(data, 'answer') ?? '',
          ...(outcome === 'changed' && points !== undefined && { points })
        }
      })
    )
    await refreshGrades(courseId)
    toast(t('appeal.told', { name: nameOf(appeal.learner) }))
    onClose()
  }
  return (
    <Dialog title={t('appeal.answerOf', { name: nameOf(appeal.learner) })} onClose={onClose}>
      <Form submit={t('appeal.send')} onSubmit={send}>
        <p class="gradebook-quote">{appeal.reason}</p>
        <RadioGroup
          name="outcome"
          label={t('appeal.outcome')}
          defaultValue="upheld"
          onChange={(value) => setOutcome(value === 'changed' ? 'changed' : 'upheld')}
          options={[
            { value: 'upheld', label: t('appeal.keep') },
            { value: 'changed', label: t('appeal.change') }
          ]}
        />
        {outcome === 'changed' && (
          <Field
            name="points"
            type="number"
            label={t('grade.points', { max: formatNumber(appeal.maxPoints) })}
            min={0}
            max={appeal.maxPoints}
            step="0.01"
            defaultValue={appeal.points ?? ''}
            required
          />
        )}
        <TextArea name="answer" label={t('appeal.text')} hint={t('appeal.textHint')} maxLength={5_000} required />
      </Form>
    </Dialog>
  )
}
