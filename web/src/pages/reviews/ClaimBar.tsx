import { useMutation } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { nameOf } from '../../people/name.js'
import { Button } from '../../ui/Button.js'
import { Confirm } from '../../ui/Confirm.js'
import { Field } from '../../ui/Field.js'
import { problemText } from '../../ui/problem-text.js'
import { toast } from '../../ui/toast.js'
import { useNow } from '../../ui/useNow.js'
import { claim, refreshReview, release } from './claims.js'
import { t } from './messages.js'
import { Reassign } from './Reassign.js'
import { SecondReview } from './SecondReview.js'
import type { ReviewDetail } from './types.js'
import type { Draft } from './useDraft.js'
import { endText } from './words.js'

interface ClaimBarProps {
  review: ReviewDetail
  myId: string | undefined
  draft: Draft
  onNext: () => void
  isTaking: boolean
}

const endsSoonMs = 15 * 60_000

/** Who has it, for how long, and what can be done about it. */
export function ClaimBar({ review, myId, draft, onNext, isTaking }: ClaimBarProps) {
  const now = useNow(30_000)
  const [asked, setAsked] = useState<'reassign' | 'takeBack' | 'second'>()
  const { id, state, claimedBy, claimExpiresAt, canClaim } = review
  const isMine = state === 'claimed' && claimedBy?.id === myId
  const run = useMutation({
    mutationFn: (change: () => Promise<void>) => change(),
    onError: (error) => toast(problemText(error))
  })
  const endsSoon = isMine && claimExpiresAt !== null && new Date(claimExpiresAt).getTime() - now < endsSoonMs
  const close = () => setAsked(undefined)
  const giveBack = async () => {
    await draft.flush().catch(() => {})
    await release(id)
  }
  return (
    <section class={endsSoon ? 'review-claim is-ending' : 'review-claim'} aria-label={t('claim.label')}>
      <p role="status">
        {state === 'waiting' && (canClaim ? t('claim.free') : t('claim.notYours'))}
        {isMine && claimExpiresAt && t('claim.mine', { when: endText(claimExpiresAt, now) })}
        {state === 'claimed' && !isMine && t('claim.other', { name: claimedBy ? nameOf(claimedBy) : '' })}
        {state === 'decided' && t('claim.decided')}
        {state === 'cancelled' && t('claim.cancelled')}
      </p>
      <div class="row">
        {state === 'waiting' && canClaim && (
          <Button look="primary" isBusy={run.isPending} onClick={() => run.mutate(() => claim(id))}>
            {t('claim.take')}
          </Button>
        )}
        {isMine && (
          <>
            <Button isSmall isBusy={run.isPending} onClick={() => run.mutate(() => claim(id))}>
              {t('claim.renew')}
            </Button>
            <Button isSmall isBusy={run.isPending} onClick={() => run.mutate(giveBack)}>
              {t('claim.release')}
            </Button>
          </>
        )}
        {state === 'claimed' && !isMine && (
          <Button isSmall onClick={() => setAsked('takeBack')}>
            {t('claim.takeBack')}
          </Button>
        )}
        {(state === 'waiting' || state === 'claimed') && (
          <Button isSmall onClick={() => setAsked('reassign')}>
            {t('reassign.action')}
          </Button>
        )}
        {state === 'decided' && (
          <Button isSmall onClick={() => setAsked('second')}>
            {t('second.action')}
          </Button>
        )}
        {!isMine && (
          <Button isSmall isBusy={isTaking} onClick={onNext} aria-keyshortcuts="n">
            {t('queue.next')}
          </Button>
        )}
      </div>
      {asked === 'reassign' && (
        <Reassign
          reviewId={id}
          courseId={review.course.id}
          onDone={async () => {
            await refreshReview(id)
            close()
          }}
          onClose={close}
        />
      )}
      {asked === 'second' && <SecondReview submissionId={review.submissionId} onClose={close} />}
      {asked === 'takeBack' && (
        <Confirm
          title={t('claim.takeBackTitle')}
          action={t('claim.takeBack')}
          onClose={close}
          onConfirm={async (data) => {
            await release(id, String(data.get('reason')))
            close()
          }}
        >
          <p>{t('claim.takeBackText')}</p>
          <Field name="reason" label={t('reassign.reason')} maxLength={1_000} required />
        </Confirm>
      )}
    </section>
  )
}
