import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../api/client.js'
import { queryClient } from '../../api/queries.js'
import { formatRelative } from '../../messages/format.js'
import { useMe } from '../../session/session.js'
import { mayAny, reviewing } from '../../session/standing.js'
import { Button, LinkButton } from '../../ui/Button.js'
import { Confirm } from '../../ui/Confirm.js'
import { TextArea } from '../../ui/Field.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'

type Submission = Schema<'Submission'>

/** Where it stands in words, and what one can do about it. */
export function NextStep({ submission, isOwn }: { submission: Submission; isOwn: boolean }) {
  const { status, submittedAt, attemptsLeft } = submission
  const when = submittedAt ? formatRelative(submittedAt) : ''
  const isOpen = status === 'changes_requested' || status === 'withdrawn' || status === 'draft'
  return (
    <div class="stack-tight">
      <p class="submission-state" role="status">
        {t(`state.${status}`, { when })}{' '}
        {isOwn && isOpen && attemptsLeft !== null && t('attemptsLeft', { count: attemptsLeft })}
      </p>
      {isOwn ? <OwnSteps submission={submission} isOpen={isOpen} /> : <StaffSteps submission={submission} />}
    </div>
  )
}

function OwnSteps({ submission, isOpen }: { submission: Submission; isOpen: boolean }) {
  const [isAsking, setAsking] = useState(false)
  const { id, projectId, status, attemptsLeft } = submission
  const withdraw = async (data: FormData) => {
    const reason = String(data.get('reason')).trim()
    const params = { path: { id } }
    await take(api.POST('/api/submissions/{id}/withdraw', { params, body: reason ? { reason } : {} }))
    setAsking(false)
    toast(t('withdraw.done'))
    await queryClient.invalidateQueries()
  }
  return (
    <div class="row">
      {isOpen && attemptsLeft !== 0 && (
        <LinkButton href={`/app/projects/${projectId}`} look="primary">
          {t(status === 'draft' ? 'goOn' : 'again')}
        </LinkButton>
      )}
      {status === 'submitted' && <Button onClick={() => setAsking(true)}>{t('withdraw')}</Button>}
      {isAsking && (
        <Confirm
          title={t('withdraw.title')}
          action={t('withdraw')}
          onConfirm={withdraw}
          onClose={() => setAsking(false)}
        >
          <p>{t('withdraw.text')}</p>
          <TextArea
            name="reason"
            label={t('withdraw.reason')}
            hint={t('withdraw.reasonHint')}
            rows={2}
            maxLength={1_000}
          />
        </Confirm>
      )}
    </div>
  )
}

/** The API names the review to those alone who may read it. */
function StaffSteps({ submission: { openReviewId } }: { submission: Submission }) {
  const { data: me } = useMe()
  if (!openReviewId || !mayAny(me, reviewing)) return null
  return (
    <div>
      <LinkButton href={`/app/reviews/${openReviewId}`} look="primary">
        {t('review')}
      </LinkButton>
    </div>
  )
}
