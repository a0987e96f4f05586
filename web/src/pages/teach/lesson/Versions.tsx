import { useInfiniteQuery, useQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { api, take } from '../../../api/client.js'
import { formatDateTime } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { Button } from '../../../ui/Button.js'
import { Confirm } from '../../../ui/Confirm.js'
import { Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { toast } from '../../../ui/toast.js'
import type { Guard } from '../Conflict.js'
import { MarkdownPreview } from '../MarkdownField.js'
import type { Lesson } from './lesson.js'
import { t } from './messages.js'

interface VersionsProps {
  lesson: Lesson
  guard: Guard<Lesson>
  /** Something typed would be lost. */
  isDirty: boolean
  onRestored: (lesson: Lesson) => void
}

/** The former texts: looked at, and given to the lesson again. */
export function Versions({ lesson, guard, isDirty, onRestored }: VersionsProps) {
  const [isOpen, setOpen] = useState(false)
  const [shown, setShown] = useState<number | null>(null)
  const versions = useInfiniteQuery({
    queryKey: ['/api/lessons/{id}/versions', lesson.id],
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/lessons/{id}/versions', {
          params: { path: { id: lesson.id }, query: { cursor: pageParam } }
        })
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    enabled: isOpen
  })
  const restore = async (n: number) => {
    const params = { path: { id: lesson.id, n } }
    onRestored(
      await guard.run((headers) => take(api.POST('/api/lessons/{id}/versions/{n}/restore', { params, headers })))
    )
    setShown(null)
    toast(t('versions.restored'))
  }
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary class="lesson-versions">{t('versions')}</summary>
      {isOpen && (
        <div class="stack">
          <Loaded query={versions}>
            {({ pages }) => {
              const rows = pages.flatMap(({ data }) => data)
              if (rows.length === 0) return <p class="muted">{t('versions.none')}</p>
              return (
                <ul class="rows">
                  {rows.map(({ number, title, savedAt, savedBy }) => (
                    <li key={number} class="row-apart">
                      <span>
                        {title}
                        <span class="small muted">
                          {' '}
                          {formatDateTime(savedAt)}
                          {savedBy && `, ${nameOf(savedBy)}`}
                        </span>
                      </span>
                      <Button
                        isSmall
                        aria-label={t('versions.lookAt', { time: formatDateTime(savedAt) })}
                        onClick={() => setShown(number)}
                      >
                        {t('versions.look')}
                      </Button>
                    </li>
                  ))}
                </ul>
              )
            }}
          </Loaded>
          <MoreButton query={versions} />
        </div>
      )}
      {shown !== null && (
        <Confirm
          title={t('versions.title')}
          action={t('versions.restore')}
          onConfirm={() => restore(shown)}
          onClose={() => setShown(null)}
        >
          {isDirty && <p class="conflict">{t('versions.dirty')}</p>}
          <FormerText lessonId={lesson.id} n={shown} />
        </Confirm>
      )}
    </details>
  )
}

function FormerText({ lessonId, n }: { lessonId: string; n: number }) {
  const version = useQuery({
    queryKey: ['/api/lessons/{id}/versions/{n}', lessonId, n],
    queryFn: () => take(api.GET('/api/lessons/{id}/versions/{n}', { params: { path: { id: lessonId, n } } }))
  })
  return (
    <Loaded query={version}>
      {({ title, content }) => (
        <div class="stack">
          <h3>{title}</h3>
          <MarkdownPreview source={content} />
        </div>
      )}
    </Loaded>
  )
}
