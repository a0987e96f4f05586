import { useMutation } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, take } from '../../../api/client.js'
import { formatDate } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { Badge, type Tone } from '../../../ui/Badge.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { TextArea } from '../../../ui/Field.js'
import { problemText } from '../../../ui/problem-text.js'
import { toast } from '../../../ui/toast.js'
import { AccessDialog } from './AccessDialog.js'
import { type CourseEnrolment, type EnrolmentState, refreshEnrolments } from './enrolments.js'
import { t } from './messages.js'

const tones: Readonly<Record<EnrolmentState, Tone>> = {
  pending: 'warn',
  active: 'info',
  completed: 'good',
  cancelled: 'neutral',
  expired: 'neutral'
}

export function EnrolmentRow({ enrolment, mayChange }: { enrolment: CourseEnrolment; mayChange: boolean }) {
  const [isOpen, setOpen] = useState<'reject' | 'access'>()
  const { courseId, userId, user, status, pendingFor, message, reason, createdAt, completedAt, expiresAt } = enrolment
  const params = { path: { id: courseId, userId } }
  const name = nameOf(user)
  const approve = useMutation({
    mutationFn: () => take(api.POST('/api/courses/{id}/enrolments/{userId}/approve', { params })),
    onSuccess: () => refreshEnrolments(courseId),
    onError: (error) => toast(problemText(error))
  })
  const reject = async (data: FormData) => {
    const body = { reason: String(data.get('reason')).trim() }
    await take(api.POST('/api/courses/{id}/enrolments/{userId}/reject', { params, body }))
    await refreshEnrolments(courseId)
    setOpen(undefined)
  }
  return (
    <li class="people-row">
      <div>
        <p class="people-name">{name}</p>
        <p class="muted small">{user.username}</p>
      </div>
      <div class="small">
        <Badge tone={tones[status]}>{t(pendingFor === 'place' ? 'state.waiting' : `state.${status}`)}</Badge>
        <p class="muted">
          {completedAt
            ? t('completedOn', { date: formatDate(completedAt) })
            : t('since', { date: formatDate(createdAt) })}
          {expiresAt && <> · {t('until', { date: formatDate(expiresAt) })}</>}
        </p>
        {message && <p class="people-quote">{message}</p>}
        {reason && <p class="muted">{reason}</p>}
      </div>
      <div class="row people-actions">
        {mayChange && status === 'pending' && (
          <>
            {pendingFor === 'approval' && (
              <Button
                isSmall
                isBusy={approve.isPending}
                aria-label={t('approve.of', { name })}
                onClick={() => approve.mutate()}
              >
                {t('approve.action')}
              </Button>
            )}
            <Button isSmall aria-label={t('reject.of', { name })} onClick={() => setOpen('reject')}>
              {t('reject.action')}
            </Button>
          </>
        )}
        {mayChange && status !== 'pending' && status !== 'completed' && (
          <Button isSmall aria-label={t('access.of', { name })} onClick={() => setOpen('access')}>
            {t('access.action')}
          </Button>
        )}
      </div>
      {isOpen === 'reject' && (
        <Confirm
          title={t('reject.title', { name })}
          action={t('reject.action')}
          isDanger
          onConfirm={reject}
          onClose={() => setOpen(undefined)}
        >
          <TextArea name="reason" label={t('reason')} hint={t('reject.hint')} rows={3} maxLength={500} required />
        </Confirm>
      )}
      {isOpen === 'access' && <AccessDialog enrolment={enrolment} onClose={() => setOpen(undefined)} />}
    </li>
  )
}
