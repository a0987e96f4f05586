import { useLocation } from 'preact-iso'
import { api, take } from '../../api/client.js'
import { Confirm } from '../../ui/Confirm.js'
import { TextArea } from '../../ui/Field.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'
import { refreshQueue } from './useTakeNext.js'

/** Asks for another pair of eyes on what was decided; once for each attempt. */
export function SecondReview({ submissionId, onClose }: { submissionId: string; onClose: () => void }) {
  const { route } = useLocation()
  const send = async (data: FormData) => {
    const body = { reason: String(data.get('reason')).trim() }
    const { id } = await take(
      api.POST('/api/submissions/{id}/second-review', { params: { path: { id: submissionId } }, body })
    )
    await refreshQueue()
    onClose()
    toast(t('second.done'))
    route(`/app/reviews/${id}`)
  }
  return (
    <Confirm title={t('second.title')} action={t('second.action')} onConfirm={send} onClose={onClose}>
      <p>{t('second.text')}</p>
      <TextArea name="reason" label={t('second.reason')} rows={3} maxLength={1_000} required />
    </Confirm>
  )
}
