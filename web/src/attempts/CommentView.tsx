import { useState } from 'preact/hooks'
import { api, type Schema, seen, take } from '../api/client.js'
import { formatDateTime, formatRelative } from '../messages/format.js'
import { useMe } from '../session/session.js'
import { Button } from '../ui/Button.js'
import { Confirm } from '../ui/Confirm.js'
import { Html } from '../ui/Html.js'
import { useFocusSwap } from '../ui/use-focus-swap.js'
import { CommentForm } from './CommentForm.js'
import { refreshThreads } from './changed.js'
import { t } from './messages.js'
import { nameOf } from './person.js'

/** One comment; who has written it changes or deletes it. */
export function CommentView({ comment }: { comment: Schema<'Comment'> }) {
  const { data: me } = useMe()
  const [mode, setMode] = useState<'read' | 'edit' | 'delete'>('read')
  const place = useFocusSwap<HTMLLIElement>(mode === 'edit')
  const { id, author, html, createdAt, editedAt, deletedAt } = comment
  const isOwn = author !== null && author.id === me?.user.id && !deletedAt
  const close = () => setMode('read')
  const target = { params: { path: { id } }, headers: seen(comment) }
  const save = async (text: string) => {
    await take(api.PATCH('/api/comments/{id}', { ...target, body: { text } }))
    close()
    await refreshThreads()
  }
  const remove = async () => {
    await take(api.DELETE('/api/comments/{id}', target))
    close()
    await refreshThreads()
  }
  return (
    <li ref={place} class="thread-comment">
      <p class="small muted">
        <strong>{nameOf(author)}</strong>,{' '}
        <time dateTime={createdAt} title={formatDateTime(createdAt)}>
          {formatRelative(createdAt)}
        </time>
        {editedAt && !deletedAt && ` (${t('threads.edited')})`}
      </p>
      {mode === 'edit' ? (
        <CommentForm
          label={t('comment.editLabel')}
          submit={t('comment.save')}
          initialText={comment.text}
          onSend={save}
          onCancel={close}
        />
      ) : deletedAt ? (
        <p class="muted">{t('threads.deleted')}</p>
      ) : (
        <Html html={html} />
      )}
      {isOwn && mode !== 'edit' && (
        <div class="row">
          <Button isSmall look="quiet" data-opens onClick={() => setMode('edit')}>
            {t('comment.edit')}
          </Button>
          <Button isSmall look="quiet" onClick={() => setMode('delete')}>
            {t('comment.delete')}
          </Button>
        </div>
      )}
      {mode === 'delete' && (
        <Confirm
          title={t('comment.deleteTitle')}
          action={t('comment.delete')}
          isDanger
          onConfirm={remove}
          onClose={close}
        >
          <p>{t('comment.deleteText')}</p>
        </Confirm>
      )}
    </li>
  )
}
