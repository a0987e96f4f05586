import { useMutation } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, type Schema, take } from '../../api/client.js'
import { Problem } from '../../api/problem.js'
import { Button } from '../../ui/Button.js'
import { Confirm } from '../../ui/Confirm.js'
import { TextArea } from '../../ui/Field.js'
import { problemText } from '../../ui/problem-text.js'
import { toast } from '../../ui/toast.js'
import { t } from './messages.js'
import { ReassignFields } from './Reassign.js'
import type { ReviewRequest } from './types.js'
import { refreshQueue } from './useTakeNext.js'

type Asked = 'reassign' | 'accept' | 'request_changes'

interface Bulk {
  action: 'claim' | 'release' | Asked
  reviewIds: string[]
  userId?: string
  reason?: string
  summary?: string
}

interface BulkBarProps {
  requests: readonly ReviewRequest[]
  myId: string | undefined
  onDone: () => void
}

/** What is done with several at once; it stands below while any are picked. */
export function BulkBar({ requests, myId, onDone }: BulkBarProps) {
  const [asked, setAsked] = useState<Asked>()
  const [result, setResult] = useState<Schema<'BulkReviewResult'>>()
  const run = useMutation({
    mutationFn: (body: Bulk) => take(api.POST('/api/reviews/bulk', { body })),
    onSuccess: async (answer) => {
      const failed = answer.data.filter(({ ok }) => !ok)
      setResult(failed.length > 0 ? { data: failed } : undefined)
      const done = answer.data.length - failed.length
      // What could not be done is said where the reasons are.
      if (done > 0) toast(t('bulk.done', { done, failed: 0 }))
      await refreshQueue()
      setAsked(undefined)
      onDone()
    }
  })
  if (requests.length === 0) return result ? <Refused result={result} /> : null
  const reviewIds = requests.map(({ id }) => id)
  const areMine = requests.every(({ claimedBy }) => claimedBy?.id === myId)
  const courseIds = new Set(requests.map(({ course }) => course.id))
  const [courseId] = courseIds
  const send = (change: Omit<Bulk, 'reviewIds'>) => run.mutateAsync({ ...change, reviewIds })
  const simply = (action: 'claim' | 'release') => send({ action }).catch((error: unknown) => toast(problemText(error)))
  return (
    <section class="review-bulk" aria-label={t('bulk.label')}>
      <p role="status">{t('bulk.count', { count: requests.length })}</p>
      <div class="row">
        {areMine ? (
          <>
            <Button isSmall onClick={() => setAsked('accept')}>
              {t('decide.accept')}
            </Button>
            <Button isSmall onClick={() => setAsked('request_changes')}>
              {t('decide.request_changes')}
            </Button>
            <Button isSmall isBusy={run.isPending} onClick={() => void simply('release')}>
              {t('claim.release')}
            </Button>
          </>
        ) : (
          <Button isSmall isBusy={run.isPending} onClick={() => void simply('claim')}>
            {t('claim.take')}
          </Button>
        )}
        {courseIds.size === 1 && (
          <Button isSmall onClick={() => setAsked('reassign')}>
            {t('reassign.action')}
          </Button>
        )}
        <Button isSmall look="quiet" onClick={onDone}>
          {t('bulk.none')}
        </Button>
      </div>
      {asked === 'reassign' && courseId && (
        <Confirm
          title={t('bulk.reassign', { count: requests.length })}
          action={t('reassign.action')}
          onClose={() => setAsked(undefined)}
          onConfirm={(data) =>
            send({
              action: 'reassign',
              userId: String(data.get('userId')),
              ...(data.get('reason') && { reason: String(data.get('reason')) })
            })
          }
        >
          <ReassignFields courseId={courseId} />
        </Confirm>
      )}
      {(asked === 'accept' || asked === 'request_changes') && (
        <Confirm
          title={t(`bulk.${asked}`, { count: requests.length })}
          action={t(`decide.${asked}`)}
          onClose={() => setAsked(undefined)}
          onConfirm={(data) => {
            const summary = String(data.get('summary')).trim()
            return send({ action: asked, ...(summary && { summary }) })
          }}
        >
          <p>{t('bulk.decideText')}</p>
          <TextArea name="summary" label={t('summary.label')} hint={t('bulk.summaryHint')} maxLength={20_000} />
        </Confirm>
      )}
    </section>
  )
}

/** Why some could not be done. */
function Refused({ result }: { result: Schema<'BulkReviewResult'> }) {
  const reasons = new Set(result.data.flatMap(({ error }) => (error ? [problemText(new Problem(error))] : [])))
  return (
    <div class="form-problem" role="alert">
      <p>{t('bulk.refused', { count: result.data.length })}</p>
      <ul>
        {[...reasons].map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </div>
  )
}
