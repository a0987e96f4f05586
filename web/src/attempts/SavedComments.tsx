import { useInfiniteQuery } from '@tanstack/preact-query'
import { useId, useState } from 'preact/hooks'
import { api, type Schema, take } from '../api/client.js'
import { queryClient } from '../api/queries.js'
import { Button } from '../ui/Button.js'
import { Confirm } from '../ui/Confirm.js'
import { Field } from '../ui/Field.js'
import { Loaded } from '../ui/Loaded.js'
import { MoreButton } from '../ui/MoreButton.js'
import { problemText } from '../ui/problem-text.js'
import { toast } from '../ui/toast.js'
import './attempts.css'
import { t } from './messages.js'

const savedKey = '/api/me/saved-comments'
const shownLetters = 120

/** What one says often: to insert it, and to keep what has just been written. */
export function SavedComments({ text, onInsert }: { text: string; onInsert: (text: string) => void }) {
  const [isOpen, setOpen] = useState(false)
  const [isKeeping, setKeeping] = useState(false)
  return (
    <details class="saved-comments" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('saved.insert')}</summary>
      {isOpen && (
        <div class="saved-comments-body">
          <SavedList onInsert={onInsert} />
          <div>
            <Button isSmall onClick={() => (text.trim() ? setKeeping(true) : toast(t('saved.writeFirst')))}>
              {t('saved.keep')}
            </Button>
          </div>
        </div>
      )}
      {isKeeping && <KeepDialog text={text} onClose={() => setKeeping(false)} />}
    </details>
  )
}

function SavedList({ onInsert }: { onInsert: (text: string) => void }) {
  const searchId = useId()
  const [q, setQ] = useState('')
  const saved = useInfiniteQuery({
    queryKey: [savedKey, q],
    queryFn: ({ pageParam }) => {
      const query = { cursor: pageParam, ...(q.trim() && { q: q.trim() }) }
      return take(api.GET('/api/me/saved-comments', { params: { query } }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined
  })
  return (
    <>
      <div class="field">
        <label class="field-label" for={searchId}>
          {t('saved.search')}
        </label>
        <input id={searchId} type="search" value={q} onInput={(event) => setQ(event.currentTarget.value)} />
      </div>
      <Loaded query={saved}>
        {({ pages }) => {
          const rows = pages.flatMap(({ data }) => data)
          if (rows.length === 0) return <p class="muted small">{t('saved.empty')}</p>
          return (
            <ul class="rows">
              {rows.map((each) => (
                <SavedRow key={each.id} saved={each} onInsert={onInsert} />
              ))}
            </ul>
          )
        }}
      </Loaded>
      <MoreButton query={saved} />
    </>
  )
}

function SavedRow({ saved, onInsert }: { saved: Schema<'SavedComment'>; onInsert: (text: string) => void }) {
  const { id, title, text } = saved
  const remove = async () => {
    try {
      await take(api.DELETE('/api/saved-comments/{id}', { params: { path: { id } } }))
      await queryClient.invalidateQueries({ queryKey: [savedKey] })
    } catch (error) {
      toast(problemText(error))
    }
  }
  return (
    <li class="saved-comments-row">
      <button type="button" class="saved-comments-use" onClick={() => onInsert(text)}>
        <strong>
          <span class="unseen">{t('saved.use')} </span>
          {title}
        </strong>
        <span>{text.length > shownLetters ? `${text.slice(0, shownLetters)}…` : text}</span>
      </button>
      <Button isSmall look="quiet" aria-label={t('saved.remove', { title })} onClick={() => void remove()}>
        <span aria-hidden="true">✕</span>
      </Button>
    </li>
  )
}

function KeepDialog({ text, onClose }: { text: string; onClose: () => void }) {
  const keep = async (data: FormData) => {
    await take(api.POST('/api/me/saved-comments', { body: { title: String(data.get('title')), text } }))
    await queryClient.invalidateQueries({ queryKey: [savedKey] })
    toast(t('saved.kept'))
    onClose()
  }
  return (
    <Confirm title={t('saved.keepTitle')} action={t('saved.keep')} onConfirm={keep} onClose={onClose}>
      <Field name="title" label={t('saved.name')} maxLength={200} required />
    </Confirm>
  )
}
