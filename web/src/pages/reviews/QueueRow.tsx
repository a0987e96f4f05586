import { formatDateTime, formatRelative } from '../../messages/format.js'
import { nameOf } from '../../people/name.js'
import { Badge } from '../../ui/Badge.js'
import { useNow } from '../../ui/useNow.js'
import { t } from './messages.js'
import type { ReviewRequest } from './types.js'
import { dueText, holderText } from './words.js'

interface QueueRowProps {
  request: ReviewRequest
  myId: string | undefined
  isPicked: boolean
  onPick: (isPicked: boolean) => void
}

export function QueueRow({ request, myId, isPicked, onPick }: QueueRowProps) {
  const now = useNow()
  const { id, learner, project, course, cohort, attemptNumber, isLate, round, queuedAt, dueAt, isOverdue } = request
  const name = nameOf(learner)
  return (
    <li class="review-row">
      <label class="review-row-pick">
        <input
          type="checkbox"
          checked={isPicked}
          aria-label={t('queue.pick', { name, project: project.title })}
          onChange={({ currentTarget }) => onPick(currentTarget.checked)}
        />
      </label>
      <div class="review-row-what">
        <a class="review-row-link" href={`/app/reviews/${id}`}>
          {name} · {project.title}
        </a>
        <p class="muted small">
          {[course.title, cohort?.name, t('attempt', { number: attemptNumber })].filter(Boolean).join(' · ')}
        </p>
      </div>
      <div class="review-row-when small">
        <p title={formatDateTime(dueAt)} class={isOverdue ? 'review-overdue' : undefined}>
          {dueText(request, now)}
        </p>
        <p class="muted">{t('queue.since', { when: formatRelative(queuedAt, now) })}</p>
      </div>
      <div class="review-row-who small">
        <span>{holderText(request, myId)}</span>
        {isLate && <Badge tone="warn">{t('queue.late')}</Badge>}
        {round > 1 && <Badge tone="info">{t('queue.second')}</Badge>}
      </div>
    </li>
  )
}
