import { useQuery } from '@tanstack/preact-query'
import { api, take } from '../../../api/client.js'
import { Button } from '../../../ui/Button.js'
import { problemText } from '../../../ui/problem-text.js'
import { toast } from '../../../ui/toast.js'
import { outlineKey } from '../outline.js'
import { changeItem } from './changes.js'
import { t } from './messages.js'

/** What was removed from the outline, and can be brought back. */
export function ArchivedItems({ courseId }: { courseId: string }) {
  const outline = useQuery({
    // Below the key of the outline: it is asked for anew with it.
    queryKey: [...outlineKey(courseId), 'archived'],
    queryFn: () =>
      take(api.GET('/api/courses/{id}/outline', { params: { path: { id: courseId }, query: { archived: true } } }))
  })
  const items = (outline.data?.modules ?? []).flatMap((module) => {
    if (module.status === 'archived') return [{ id: module.id, name: t('archivedModule', { name: module.title }) }]
    return module.lessons
      .filter(({ status }) => status === 'archived')
      .map(({ id, title }) => ({ id, name: t('archivedLesson', { name: title, module: module.title }) }))
  })
  if (items.length === 0) return null
  const restore = (id: string, name: string) =>
    changeItem({ courseId, id }, { status: 'draft' }).then(
      () => toast(t('restored', { name })),
      (error: unknown) => toast(problemText(error))
    )
  return (
    <details>
      <summary class="outline-archived">{t('archivedItems', { count: items.length })}</summary>
      <ul class="rows">
        {items.map(({ id, name }) => (
          <li key={id} class="row-apart">
            <span>{name}</span>
            <Button isSmall aria-label={t('restoreOf', { name })} onClick={() => void restore(id, name)}>
              {t('restore')}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  )
}
