import { useMutation } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, take } from '../api/client.js'
import { formatRelative } from '../messages/format.js'
import { Badge } from '../ui/Badge.js'
import { Button } from '../ui/Button.js'
import { problemText } from '../ui/problem-text.js'
import { toast } from '../ui/toast.js'
import { useFocusSwap } from '../ui/use-focus-swap.js'
import type { Deliverable } from './AttemptItems.js'
import { CommentForm } from './CommentForm.js'
import { CommentView } from './CommentView.js'
import { refreshThreads } from './changed.js'
import { t } from './messages.js'
import { nameOf } from './person.js'
import type { Thread } from './Threads.js'

interface ThreadViewProps {
  thread: Thread
  deliverables: readonly Deliverable[]
  mayWrite: boolean
  maySettle: boolean
  hasSaved: boolean
}

export function ThreadView({ thread, deliverables, mayWrite, maySettle, hasSaved }: ThreadViewProps) {
  const [isReplying, setReplying] = useState(false)
  const place = useFocusSwap<HTMLElement>(isReplying)
  const where = placeText(thread, deliverables)
  const isOpen = thread.status === 'open'
  const settle = useMutation({
    mutationFn: () => {
      const params = { path: { id: thread.id } }
      return take(
        isOpen ? api.POST('/api/threads/{id}/resolve', { params }) : api.POST('/api/threads/{id}/reopen', { params })
      )
    },
    onSuccess: refreshThreads,
    onError: (error) => toast(problemText(error))
  })
  const reply = async (text: string) => {
    await take(api.POST('/api/threads/{id}/comments', { params: { path: { id: thread.id } }, body: { text } }))
    setReplying(false)
    await refreshThreads()
  }
  return (
    <section ref={place} class={isOpen ? 'thread' : 'thread is-resolved'} aria-label={where}>
      <div class="row-apart">
        <p class="small muted">{where}</p>
        <Badge tone={isOpen ? 'info' : 'neutral'}>{t(isOpen ? 'threads.open' : 'threads.resolved')}</Badge>
      </div>
      <ol class="thread-comments">
        {thread.comments.map((comment) => (
          <CommentView key={comment.id} comment={comment} />
        ))}
      </ol>
      {thread.resolvedAt && (
        <p class="small muted">
          {t('threads.resolvedBy', { name: nameOf(thread.resolvedBy), when: formatRelative(thread.resolvedAt) })}
        </p>
      )}
      {isReplying && (
        <CommentForm
          label={t('threads.replyTo')}
          submit={t('threads.send')}
          hasSaved={hasSaved}
          onSend={reply}
          onCancel={() => setReplying(false)}
        />
      )}
      <div class="row">
        {mayWrite && !isReplying && (
          <Button isSmall data-opens onClick={() => setReplying(true)}>
            {t('threads.reply')}
          </Button>
        )}
        {maySettle && (
          <Button isSmall look="quiet" isBusy={settle.isPending} onClick={() => settle.mutate()}>
            {t(isOpen ? 'threads.resolve' : 'threads.reopen')}
          </Button>
        )}
      </div>
    </section>
  )
}

function placeText(
  { attemptNumber: number, deliverableId, line }: Thread,
  deliverables: readonly Deliverable[]
): string {
  if (deliverableId === null) return t('threads.onAttempt', { number })
  const title = deliverables.find(({ id }) => id === deliverableId)?.title ?? t('formerDeliverable')
  return line === null
    ? t('threads.onDeliverable', { title, number })
    : t('threads.onLine', { title, line: String(line), number })
}
