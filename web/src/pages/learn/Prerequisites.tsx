import { useQuery } from '@tanstack/preact-query'
import { api, take } from '../../api/client.js'
import { Badge } from '../../ui/Badge.js'
import { t } from './messages.js'

/** The courses that come first, and which of them are done. */
export function Prerequisites({ courseId }: { courseId: string }) {
  const { data } = useQuery({
    queryKey: ['/api/courses/{id}/prerequisites', courseId],
    queryFn: () => take(api.GET('/api/courses/{id}/prerequisites', { params: { path: { id: courseId } } }))
  })
  if (!data || data.data.length === 0) return null
  return (
    <div class="stack-tight">
      <h2 class="course-subhead">{t('entry.prerequisites')}</h2>
      <ul class="rows">
        {data.data.map(({ id, slug, title, isCompleted }) => (
          <li key={id} class="row-apart">
            <a href={`/app/courses/${slug}`}>{title}</a>
            <Badge tone={isCompleted ? 'good' : 'warn'}>
              {t(isCompleted ? 'entry.prerequisiteDone' : 'entry.prerequisiteMissing')}
            </Badge>
          </li>
        ))}
      </ul>
    </div>
  )
}
