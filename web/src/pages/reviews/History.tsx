import { useInfiniteQuery } from '@tanstack/preact-query'
import { api, take } from '../../api/client.js'
import { byCursor, rowsOf } from '../../api/lists.js'
import { formatDateTime } from '../../messages/format.js'
import { nameOf } from '../../people/name.js'
import { Loaded } from '../../ui/Loaded.js'
import { MoreButton } from '../../ui/MoreButton.js'
import { t } from './messages.js'

/** What happened to the submission, the newest first. */
export function History({ submissionId }: { submissionId: string }) {
  const history = useInfiniteQuery({
    queryKey: ['/api/submissions/{id}/history', submissionId],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/submissions/{id}/history', {
          params: { path: { id: submissionId }, query: { cursor: pageParam } }
        })
      ),
    ...byCursor
  })
  return (
    <>
      <Loaded query={history}>
        {(data) => (
          <ol class="rows">
            {rowsOf(data).map(({ id, to, attemptNumber, actor, reason, at }) => (
              <li key={id} class="stack-tight">
                <p>
                  {t(`status.${to}`)}
                  {attemptNumber !== null && <> · {t('attempt', { number: attemptNumber })}</>}
                </p>
                <p class="muted small">{[actor && nameOf(actor), formatDateTime(at)].filter(Boolean).join(' · ')}</p>
                {reason && <p class="small">{reason}</p>}
              </li>
            ))}
          </ol>
        )}
      </Loaded>
      <MoreButton query={history} />
    </>
  )
}
