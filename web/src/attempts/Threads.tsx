import { useInfiniteQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../api/client.js'
import { useMe } from '../session/session.js'
import { Loaded } from '../ui/Loaded.js'
import { MoreButton } from '../ui/MoreButton.js'
import type { Deliverable } from './AttemptItems.js'
import './attempts.css'
import { t } from './messages.js'
import { NewThread } from './NewThread.js'
import { ThreadView } from './ThreadView.js'

export type Thread = Schema<'Thread'>
/** What a new thread is about: the attempt, a part of it, or a line of a text. */
export interface Place {
  deliverableId?: string | undefined
  line?: number | undefined
}

export interface ThreadsProps {
  submissionId: string
  /** What a new thread is about; the newest attempt when absent. */
  attemptNumber?: number
  /** What was handed in with it, for a new thread to be about; texts have lines. */
  places: readonly (Deliverable & { kind: string })[]
  /** All deliverables that threads may name. */
  deliverables: readonly Deliverable[]
  /** The learner and the reviewers may write. */
  mayWrite: boolean
  /** Reviewers settle what others have begun, and keep what they say often. */
  isReviewer?: boolean
  /** Set from outside, when a line was picked. */
  place?: Place
  onPlace?: (place: Place) => void
}

const threadsKey = '/api/submissions/{id}/threads'
const pageSize = 50

/** What is discussed about a submission. What is being typed stays when the list is read anew. */
export function Threads({ submissionId, deliverables, mayWrite, isReviewer = false, ...rest }: ThreadsProps) {
  const { data: me } = useMe()
  const threads = useInfiniteQuery({
    queryKey: [threadsKey, submissionId],
    queryFn: ({ pageParam }) => {
      const params = { path: { id: submissionId }, query: { cursor: pageParam, limit: pageSize } }
      return take(api.GET('/api/submissions/{id}/threads', { params }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined
  })
  return (
    <div class="threads">
      <Loaded query={threads}>
        {({ pages }) => {
          const all = pages.flatMap(({ data }) => data)
          const settled = all.filter(({ status }) => status === 'resolved')
          const show = (thread: Thread) => (
            <ThreadView
              key={thread.id}
              thread={thread}
              deliverables={deliverables}
              mayWrite={mayWrite}
              maySettle={isReviewer || (mayWrite && thread.createdBy === me?.user.id)}
              hasSaved={isReviewer}
            />
          )
          return (
            <>
              {all.length === 0 && <p class="muted">{t('threads.empty')}</p>}
              {all.filter(({ status }) => status === 'open').map(show)}
              {settled.length > 0 && (
                <details class="threads-settled">
                  <summary>{t('threads.showResolved', { count: settled.length })}</summary>
                  <div class="threads">{settled.map(show)}</div>
                </details>
              )}
            </>
          )
        }}
      </Loaded>
      <MoreButton query={threads} />
      {mayWrite && <NewThread submissionId={submissionId} hasSaved={isReviewer} {...rest} />}
    </div>
  )
}
