import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../api/client.js'
import { queryClient } from '../../api/queries.js'
import { nameOf } from '../../attempts/person.js'
import { formatDateTime } from '../../messages/format.js'
import { useMe } from '../../session/session.js'
import { Badge } from '../../ui/Badge.js'
import { Button } from '../../ui/Button.js'
import { TextArea } from '../../ui/Field.js'
import { Form } from '../../ui/Form.js'
import { t as common } from '../../ui/messages.js'
import { toast } from '../../ui/toast.js'
import { useFocusSwap } from '../../ui/use-focus-swap.js'
import { t } from './messages.js'

type Grade = Schema<'Grade'>

/** Asked once, answered once. */
export function Appeal({ grade }: { grade: Grade }) {
  const { data: me } = useMe()
  if (grade.appeal) return <Asked appeal={grade.appeal} />
  if (grade.learner.id !== me?.user.id || grade.releasedAt === null) return null
  return <Ask gradeId={grade.id} />
}

const tones = { open: 'info', upheld: 'neutral', changed: 'good' } as const

function Asked({ appeal }: { appeal: NonNullable<Grade['appeal']> }) {
  const { status, reason, createdAt, answer, answeredBy, answeredAt } = appeal
  return (
    <section class="stack-tight" aria-labelledby="grade-appeal">
      <div class="row-apart">
        <h3 id="grade-appeal">{t('appeal')}</h3>
        <Badge tone={tones[status]}>{t(`appeal.${status}`)}</Badge>
      </div>
      <p class="muted small">{t('appeal.yours', { when: formatDateTime(createdAt) })}</p>
      <p class="grades-reason">{reason}</p>
      {answeredAt ? (
        <>
          <p class="muted small">
            {t('appeal.answer', { name: nameOf(answeredBy), when: formatDateTime(answeredAt) })}
          </p>
          <p class="grades-reason">{answer}</p>
        </>
      ) : (
        <p class="muted">{t('appeal.waiting')}</p>
      )}
    </section>
  )
}

function Ask({ gradeId }: { gradeId: string }) {
  const [isOpen, setOpen] = useState(false)
  const place = useFocusSwap<HTMLElement>(isOpen)
  const ask = async (data: FormData) => {
    const body = { reason: String(data.get('reason')) }
    await take(api.POST('/api/grades/{id}/appeal', { params: { path: { id: gradeId } }, body }))
    toast(t('appeal.sent'))
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: ['/api/grades/{id}', gradeId] }),
      queryClient.invalidateQueries({ queryKey: ['/api/courses/{id}/gradebook/me'] })
    ])
  }
  return (
    <section ref={place} class="stack-tight" aria-labelledby="grade-appeal">
      <h3 id="grade-appeal">{t('appeal')}</h3>
      <p class="muted">{t('appeal.text')}</p>
      {isOpen ? (
        <Form
          label={t('appeal')}
          submit={t('appeal.send')}
          onSubmit={ask}
          actions={<Button onClick={() => setOpen(false)}>{common('dialog.cancel')}</Button>}
        >
          <TextArea name="reason" label={t('appeal.reason')} rows={4} maxLength={5_000} required />
        </Form>
      ) : (
        <div>
          <Button data-opens onClick={() => setOpen(true)}>
            {t('appeal.ask')}
          </Button>
        </div>
      )}
    </section>
  )
}
