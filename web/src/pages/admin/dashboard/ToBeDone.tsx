import type { Schema } from '../../../api/client.js'
import { formatDate, formatRelative } from '../../../messages/format.js'
import { useMe } from '../../../session/session.js'
import { mayAny, reviewing } from '../../../session/standing.js'
import { Badge } from '../../../ui/Badge.js'
import { LinkButton } from '../../../ui/Button.js'
import { t } from './messages.js'

/** What waits for somebody: the first thing to know of a morning. */
export function ToBeDone({ summary }: { summary: Schema<'DashboardSummary'> }) {
  const { submissionsWaiting, submissionsInReview, submissionsOverdue, oldestWaitingSince } = summary
  const { data: me } = useMe()
  const isSomething = submissionsWaiting + submissionsInReview > 0
  return (
    <section class="stack-tight dashboard-todo" aria-labelledby="dashboard-todo">
      <h2 id="dashboard-todo">{t('todo.title')}</h2>
      <p class="row">
        <strong>{submissionsWaiting > 0 ? t('todo.waiting', { count: submissionsWaiting }) : t('todo.nothing')}</strong>
        {submissionsOverdue > 0 && <Badge tone="bad">{t('todo.overdue', { count: submissionsOverdue })}</Badge>}
      </p>
      {oldestWaitingSince && (
        <p class="muted">
          {t('todo.oldest', { date: formatDate(oldestWaitingSince), when: formatRelative(oldestWaitingSince) })}
        </p>
      )}
      {submissionsInReview > 0 && <p class="muted">{t('todo.inReview', { count: submissionsInReview })}</p>}
      {isSomething && mayAny(me, reviewing) && (
        <p>
          <LinkButton look="primary" href="/app/reviews">
            {t('todo.review')}
          </LinkButton>
        </p>
      )}
    </section>
  )
}
