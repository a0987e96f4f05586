import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { useMe } from '../../session/session.js'
import { AttemptSide } from './AttemptSide.js'
import { ClaimBar } from './ClaimBar.js'
import { refreshReview } from './claims.js'
import { DecisionBar } from './DecisionBar.js'
import { t } from './messages.js'
import { ReviewFacts } from './ReviewFacts.js'
import { RubricSide } from './RubricSide.js'
import { ShortcutHelp } from './ShortcutHelp.js'
import { useShortcuts } from './shortcuts.js'
import type { ReviewDetail } from './types.js'
import { useDraft } from './useDraft.js'
import { useTakeNext } from './useTakeNext.js'

const renewBelowMs = 90 * 60_000

/** The work on one side, what is said of it on the other. Only who has claimed it writes. */
export function ReviewWorkspace({ review }: { review: ReviewDetail }) {
  const myId = useMe().data?.user.id
  const { route } = useLocation()
  const next = useTakeNext()
  const [isHelpOpen, setHelpOpen] = useState(false)
  const [isMarked, setMarked] = useState(false)
  const draft = useDraft(review, () => {
    // Every save makes the claim last longer: what is left of it is asked for before it looks short.
    if (leftMs(review) < renewBelowMs) void refreshReview(review.id)
  })
  const isMine = review.state === 'claimed' && review.claimedBy?.id === myId
  useShortcuts({
    j: () => focusCriterion(1),
    k: () => focusCriterion(-1),
    q: () => route('/app/reviews'),
    '?': () => setHelpOpen(true),
    ...(!isMine && { n: () => next.mutate() })
  })
  return (
    <>
      <ReviewFacts review={review} />
      <ClaimBar review={review} myId={myId} draft={draft} onNext={() => next.mutate()} isTaking={next.isPending} />
      <div class="review-sides">
        <AttemptSide review={review} />
        <RubricSide review={review} draft={draft} isMine={isMine} isMarked={isMarked} />
      </div>
      {isMine && <DecisionBar review={review} draft={draft} onIncomplete={() => setMarked(true)} />}
      <ShortcutHelp
        isOpen={isHelpOpen}
        onToggle={setHelpOpen}
        keys={[
          ['j', t('keys.nextCriterion')],
          ['k', t('keys.previousCriterion')],
          ['n', t('keys.nextWhenDone')],
          ['q', t('keys.queue')],
          ['?', t('keys.help')]
        ]}
      />
    </>
  )
}

function leftMs({ claimExpiresAt }: ReviewDetail): number {
  return claimExpiresAt ? new Date(claimExpiresAt).getTime() - Date.now() : Number.POSITIVE_INFINITY
}

/** To the first thing to fill in of the criterion before or after the one that has the focus. */
function focusCriterion(by: 1 | -1): void {
  const groups = [...document.querySelectorAll<HTMLElement>('.review-criterion')]
  const at = groups.findIndex((group) => group.contains(document.activeElement))
  const group = groups[at < 0 ? 0 : Math.min(Math.max(at + by, 0), groups.length - 1)]
  const control = group?.querySelector<HTMLElement>('input:checked, input')
  control?.focus()
  group?.scrollIntoView({ block: 'nearest' })
}
