import { useQuery } from '@tanstack/preact-query'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { api, take } from '../../api/client.js'
import { AttemptDiff } from '../../attempts/AttemptDiff.js'
import { AttemptItems } from '../../attempts/AttemptItems.js'
import { type Place, Threads } from '../../attempts/Threads.js'
import { Loaded } from '../../ui/Loaded.js'
import { EarlierReviews } from './EarlierReviews.js'
import { History } from './History.js'
import { t } from './messages.js'
import type { ReviewDetail } from './types.js'

/** What was handed in, what came before it, and what is said about it. */
export function AttemptSide({ review }: { review: ReviewDetail }) {
  const { submissionId, attemptNumber, earlierAttempts, project } = review
  const [place, setPlace] = useState<Place>()
  const attempt = useQuery({
    queryKey: ['/api/submissions/{id}/attempts/{n}', submissionId, attemptNumber],
    queryFn: () =>
      take(api.GET('/api/submissions/{id}/attempts/{n}', { params: { path: { id: submissionId, n: attemptNumber } } }))
  })
  const brief = useQuery({
    queryKey: ['/api/projects/{id}', project.id],
    queryFn: () => take(api.GET('/api/projects/{id}', { params: { path: { id: project.id } } }))
  })
  const kinds = new Map(attempt.data?.items.map(({ deliverableId, kind }) => [deliverableId, kind]))
  const deliverables = brief.data?.deliverables ?? []
  return (
    <section class="stack-wide review-attempt" aria-labelledby="review-attempt">
      <div class="stack">
        <h2 id="review-attempt">{t('attempt', { number: attemptNumber })}</h2>
        <Loaded query={attempt}>
          {({ items, checklist, note }) => (
            <Loaded query={brief}>
              {(known) => (
                <AttemptItems
                  items={items}
                  deliverables={known.deliverables}
                  checklist={checklist}
                  checklistItems={known.checklist}
                  note={note}
                  onLine={(deliverableId, line) => setPlace({ deliverableId, line })}
                />
              )}
            </Loaded>
          )}
        </Loaded>
      </div>
      <div class="review-more">
        {earlierAttempts.length > 0 && (
          <Unfolding title={t('review.changes')}>
            <AttemptDiff
              submissionId={submissionId}
              number={attemptNumber}
              earlier={earlierAttempts.map(({ number }) => number)}
            />
          </Unfolding>
        )}
        <Unfolding title={t('review.earlier')}>
          <EarlierReviews submissionId={submissionId} rubric={review.rubric} />
        </Unfolding>
        <Unfolding title={t('review.history')}>
          <History submissionId={submissionId} />
        </Unfolding>
      </div>
      <div class="stack">
        <h2>{t('review.discussion')}</h2>
        <Threads
          submissionId={submissionId}
          attemptNumber={attemptNumber}
          places={deliverables.flatMap(({ id, title }) => {
            const kind = kinds.get(id)
            return kind ? [{ id, title, kind }] : []
          })}
          deliverables={deliverables}
          mayWrite
          isReviewer
          onPlace={setPlace}
          {...(place && { place })}
        />
      </div>
    </section>
  )
}

/** What is asked for only when it is looked at. */
function Unfolding({ title, children }: { title: string; children: ComponentChildren }) {
  const [wasOpen, setOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => currentTarget.open && setOpen(true)}>
      <summary>{title}</summary>
      {wasOpen && <div class="review-unfolded">{children}</div>}
    </details>
  )
}
