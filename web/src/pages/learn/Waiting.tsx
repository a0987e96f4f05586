import { useMutation } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../api/client.js'
import { refreshAll } from '../../api/queries.js'
import { formatDate } from '../../messages/format.js'
import { Button } from '../../ui/Button.js'
import { problemText } from '../../ui/problem-text.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'

/** What one waits for, and how to wait no more. */
export function Waiting({ course, found }: { course: Schema<'Course'>; found: Schema<'OneEnrolment'> }) {
  const { enrolment, queuePosition } = found
  const isForPlace = enrolment.pendingFor === 'place'
  const withdrawal = useMutation({
    mutationFn: () =>
      take(
        api.DELETE('/api/courses/{id}/enrolments/{userId}', {
          params: { path: { id: course.id, userId: enrolment.userId } }
        })
      ),
    onSuccess: () => {
      toast(t('entry.withdrawn'))
      return refreshAll()
    },
    onError: (error) => toast(problemText(error))
  })
  return (
    <>
      <p>{isForPlace ? placeText(queuePosition) : approvalText(enrolment.queuedAt ?? enrolment.createdAt)}</p>
      <div>
        <Button isBusy={withdrawal.isPending} onClick={() => withdrawal.mutate()}>
          {t(isForPlace ? 'entry.withdrawWait' : 'entry.withdraw')}
        </Button>
      </div>
    </>
  )
}

function placeText(position: number | null): string {
  return position === null ? t('entry.waitingPlaceUnknown') : t('entry.waitingPlace', { position })
}

function approvalText(since: string): string {
  return t('entry.waitingApproval', { date: formatDate(since) })
}
