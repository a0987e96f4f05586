import { useQuery } from '@tanstack/preact-query'
import { api, take } from '../../api/client.js'
import { nameOf } from '../../people/name.js'
import { useMe } from '../../session/session.js'
import { Confirm } from '../../ui/Confirm.js'
import { Field, Select } from '../../ui/Field.js'
import { Loaded } from '../../ui/Loaded.js'
import { t } from './messages.js'

/** Who may review in the course, and why it is handed over. */
export function ReassignFields({ courseId }: { courseId: string }) {
  const myId = useMe().data?.user.id
  const reviewers = useQuery({
    queryKey: ['/api/courses/{id}/reviewers', courseId],
    queryFn: () => take(api.GET('/api/courses/{id}/reviewers', { params: { path: { id: courseId } } }))
  })
  return (
    <Loaded query={reviewers}>
      {({ data }) => {
        const others = data.filter(({ user, mayReview }) => mayReview && user.id !== myId)
        if (others.length === 0) return <p>{t('reassign.nobody')}</p>
        return (
          <>
            <Select
              name="userId"
              label={t('reassign.to')}
              options={others.map(({ user }) => ({ value: user.id, label: nameOf(user) }))}
            />
            <Field name="reason" label={t('reassign.reason')} maxLength={1_000} />
          </>
        )
      }}
    </Loaded>
  )
}

interface ReassignProps {
  reviewId: string
  courseId: string
  onDone: () => Promise<void>
  onClose: () => void
}

/** Hands one over: it waits again, for the other one. */
export function Reassign({ reviewId, courseId, onDone, onClose }: ReassignProps) {
  const send = async (data: FormData) => {
    const reason = String(data.get('reason') ?? '').trim()
    const body = { userId: String(data.get('userId') ?? ''), ...(reason && { reason }) }
    await take(api.POST('/api/reviews/{id}/reassign', { params: { path: { id: reviewId } }, body }))
    await onDone()
  }
  return (
    <Confirm title={t('reassign.title')} action={t('reassign.action')} onConfirm={send} onClose={onClose}>
      <p>{t('reassign.text')}</p>
      <ReassignFields courseId={courseId} />
    </Confirm>
  )
}
