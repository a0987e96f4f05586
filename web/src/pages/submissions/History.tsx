import { useInfiniteQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../api/client.js'
import { byCursor, rowsOf } from '../../api/lists.js'
import { nameOf } from '../../attempts/person.js'
import { formatDateTime } from '../../messages/format.js'
import { Loaded } from '../../ui/Loaded.js'
import { MoreButton } from '../../ui/MoreButton.js'
import { t } from './messages.js'

type Step = Schema<'SubmissionEvent'>

const moves = ['start', 'submit', 'withdraw', 'claim', 'release', 'accept', 'request_changes', 'reject', 'review_again']

/** What happened, the newest first. */
export function History({ submissionId }: { submissionId: string }) {
  const history = useInfiniteQuery({
    queryKey: ['/api/submissions/{id}/history', submissionId],
    queryFn: ({ pageParam }) => {
      const params = { path: { id: submissionId }, query: { cursor: pageParam } }
      return take(api.GET('/api/submissions/{id}/history', { params }))
    },
    ...byCursor
  })
  return (
    <section class="stack submission-history" aria-labelledby="submission-history">
      <h2 id="submission-history">{t('history')}</h2>
      <Loaded query={history}>
        {(data) => (
          <ol class="timeline">
            {rowsOf(data).map((step) => (
              <li key={step.id}>
                <p>{moveText(step)}</p>
                {step.reason && !isDecision(step) && <p class="submission-reason">{step.reason}</p>}
                <p class="muted small">{whenText(step)}</p>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
      <MoreButton query={history} />
    </section>
  )
}

/** Their reasons are the reviews, which the page shows as they were written. */
function isDecision({ move }: Step): boolean {
  return move === 'accept' || move === 'request_changes' || move === 'reject'
}

function moveText({ move, attemptNumber }: Step): string {
  if (!moves.includes(move)) return t('history.other')
  return t(`history.${move as 'start'}`, { number: attemptNumber ?? '' })
}

function whenText({ actor, at }: Step): string {
  const when = formatDateTime(at)
  return actor ? t('history.by', { name: nameOf(actor), when }) : t('history.self', { when })
}
