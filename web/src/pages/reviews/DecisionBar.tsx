import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, seen, take } from '../../api/client.js'
import { queryClient } from '../../api/queries.js'
import { formatNumber } from '../../messages/format.js'
import { Button } from '../../ui/Button.js'
import { Confirm } from '../../ui/Confirm.js'
import { Checkbox } from '../../ui/Field.js'
import { toast } from '../../ui/toast.js'
import { refreshReview } from './claims.js'
import { t } from './messages.js'
import { bodyOf, isFit, markOf, missingOf, totalOf } from './scores.js'
import { type Decision, decisions, type ReviewDetail } from './types.js'
import type { Draft } from './useDraft.js'
import { useTakeNext } from './useTakeNext.js'

interface DecisionBarProps {
  review: ReviewDetail
  draft: Draft
  onIncomplete: () => void
}

const looks = { accept: 'primary', request_changes: 'secondary', reject: 'danger' } as const

/** Below, and always in sight: what is decided, once. */
export function DecisionBar({ review, draft, onIncomplete }: DecisionBarProps) {
  const [asked, setAsked] = useState<Decision>()
  const [problem, setProblem] = useState<string>()
  const criteria = review.rubric?.criteria ?? []
  const { written } = draft
  const ask = (decision: Decision) => {
    const isWrong = criteria.some((criterion) => !isFit(markOf(written, criterion.id), criterion))
    const missing = missingOf(written, criteria)
    const isSilent = decision !== 'accept' && written.summary.trim() === ''
    setProblem(undefined)
    if (!isWrong && missing.length === 0 && !isSilent) return setAsked(decision)
    onIncomplete()
    const isSilentOnly = !isWrong && missing.length === 0
    setProblem(isSilentOnly ? t('decide.needsSummary') : t('decide.needsPoints', { count: missing.length }))
    requestAnimationFrame(() => focusFirstWrong(isSilentOnly))
  }
  return (
    <section class="review-decision" aria-label={t('decide.label')}>
      <div class="review-decision-text">
        {review.rubric && (
          <strong>
            {t('points.of', {
              points: formatNumber(totalOf(written, criteria)),
              max: formatNumber(review.rubric.maxPoints)
            })}
          </strong>
        )}
        <p role="alert" class="field-error">
          {problem}
        </p>
      </div>
      <div class="row review-decision-buttons">
        {decisions.map((decision) => (
          <Button key={decision} look={looks[decision]} onClick={() => ask(decision)}>
            {t(`decide.${decision}`)}
          </Button>
        ))}
      </div>
      {asked && <Decide decision={asked} review={review} draft={draft} onClose={() => setAsked(undefined)} />}
    </section>
  )
}

interface DecideProps {
  decision: Decision
  review: ReviewDetail
  draft: Draft
  onClose: () => void
}

/** It is told to the learner at once, and cannot be taken back. */
function Decide({ decision, review, draft, onClose }: DecideProps) {
  const { route } = useLocation()
  const next = useTakeNext()
  const send = async (data: FormData) => {
    await draft.flush()
    const { id } = review
    const version = draft.version.current
    await take(
      api.POST('/api/reviews/{id}/decide', {
        params: { path: { id } },
        body: { decision, ...bodyOf(draft.written, review.rubric?.criteria ?? []) },
        headers: version === undefined ? {} : seen({ version })
      })
    )
    onClose()
    toast(t(`decided.toast.${decision}`))
    void queryClient.invalidateQueries({ queryKey: ['/api/submissions/{id}/reviews', review.submissionId] })
    await refreshReview(id)
    if (data.get('next')) next.mutate()
    else route('/app/reviews')
  }
  return (
    <Confirm
      title={t(`decide.title.${decision}`)}
      action={t(`decide.${decision}`)}
      isDanger={decision === 'reject'}
      onConfirm={send}
      onClose={onClose}
    >
      <p>{t(`decide.text.${decision}`)}</p>
      <p>
        <strong>{t('decide.final')}</strong>
      </p>
      <Checkbox name="next" label={t('decide.next')} defaultChecked />
    </Confirm>
  )
}

function focusFirstWrong(isSummary: boolean): void {
  const wrong = document.querySelector<HTMLElement>(
    isSummary ? 'textarea[name="summary"]' : '.review-criterion [aria-invalid="true"]'
  )
  wrong?.focus()
}
