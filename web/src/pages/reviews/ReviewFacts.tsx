import { formatDateTime, formatRelative } from '../../messages/format.js'
import { Badge } from '../../ui/Badge.js'
import { useNow } from '../../ui/useNow.js'
import { t } from './messages.js'
import type { ReviewDetail } from './types.js'
import { dueText } from './words.js'

/** What is known of it before it is looked at. */
export function ReviewFacts({ review }: { review: ReviewDetail }) {
  const now = useNow()
  const { course, cohort, attemptNumber, attempt, state, dueAt, isOverdue, round } = review
  return (
    <div class="review-facts">
      <p class="muted">
        {[course.title, cohort?.name, t('attempt', { number: attemptNumber })].filter(Boolean).join(' · ')}
      </p>
      <p class="row small">
        <span title={formatDateTime(attempt.submittedAt)}>
          {t('review.submitted', { when: formatRelative(attempt.submittedAt, now) })}
        </span>
        {(state === 'waiting' || state === 'claimed') && (
          <span title={formatDateTime(dueAt)} class={isOverdue ? 'review-overdue' : undefined}>
            {dueText(review, now)}
          </span>
        )}
        {attempt.minutes > 0 && <span>{t('review.minutes', { count: attempt.minutes })}</span>}
        {attempt.daysLate > 0 && (
          <Badge tone="warn">{t('review.daysLate', { count: attempt.daysLate, percent: attempt.latePercent })}</Badge>
        )}
        {round > 1 && <Badge tone="info">{t('queue.second')}</Badge>}
      </p>
    </div>
  )
}
