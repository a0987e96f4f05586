import { useQuery } from '@tanstack/preact-query'
import { formatRelative } from '../../messages/format.js'
import { Badge } from '../../ui/Badge.js'
import { Loaded } from '../../ui/Loaded.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { t } from './messages.js'
import { mySubmissionsQuery } from './queries.js'

/** What the learner has handed in and nobody has decided yet. */
export function WaitingForReview() {
  const work = useQuery(mySubmissionsQuery)
  return (
    <section class="stack-tight">
      <h2>{t('waiting')}</h2>
      <Loaded query={work} skeleton={<Skeleton lines={2} />}>
        {({ data }) => {
          const waiting = data.filter(({ status }) => status === 'submitted' || status === 'in_review')
          if (waiting.length === 0) return <p class="muted">{t('waiting.none')}</p>
          return (
            <ul class="rows">
              {waiting.map(({ id, project, submittedAt, status }) => (
                <li key={id} class="stack-tight">
                  <a href={`/app/submissions/${id}`}>{project.title}</a>
                  <div class="row small">
                    <Badge tone="info">{t(status === 'in_review' ? 'waiting.in_review' : 'waiting.submitted')}</Badge>
                    {submittedAt !== null && (
                      <span class="muted">{t('waiting.since', { when: formatRelative(submittedAt) })}</span>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
    </section>
  )
}
