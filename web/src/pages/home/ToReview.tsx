import { useQuery } from '@tanstack/preact-query'
import { formatRelative } from '../../messages/format.js'
import { Badge } from '../../ui/Badge.js'
import { LinkButton } from '../../ui/Button.js'
import { Loaded } from '../../ui/Loaded.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { t } from './messages.js'
import { reviewQueueQuery } from './queries.js'

/** Whose work waits longest. */
export function ToReview() {
  const queue = useQuery(reviewQueueQuery)
  return (
    <section class="stack">
      <h2>{t('reviews')}</h2>
      <Loaded query={queue} skeleton={<Skeleton lines={5} />}>
        {({ data }) =>
          data.length === 0 ? (
            <p class="muted">{t('reviews.none')}</p>
          ) : (
            <ul class="rows">
              {data.map(({ id, project, course, learner, queuedAt, isOverdue }) => (
                <li key={id} class="row-apart">
                  <div>
                    <a href={`/app/reviews/${id}`}>{project.title}</a>
                    <p class="muted small">
                      {learner.fullName ?? learner.username} · {course.title}
                    </p>
                  </div>
                  <div class="row small">
                    {isOverdue && <Badge tone="warn">{t('reviews.overdue')}</Badge>}
                    <span class="muted">{t('reviews.since', { when: formatRelative(queuedAt) })}</span>
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <div>
        <LinkButton look="primary" href="/app/reviews">
          {t('reviews.all')}
        </LinkButton>
      </div>
    </section>
  )
}
