import { useQuery } from '@tanstack/preact-query'
import { api, take } from '../../api/client.js'
import { everyRow } from '../../api/lists.js'
import { useMe } from '../../session/session.js'
import { Select } from '../../ui/Field.js'
import { t } from './messages.js'
import { states } from './queue-query.js'

interface QueueFiltersProps {
  filters: Readonly<Record<string, string>>
  onChange: (changes: Readonly<Record<string, string>>) => void
}

export function QueueFilters({ filters, onChange }: QueueFiltersProps) {
  const { courseId = '' } = filters
  const courses = useReviewedCourses(filters)
  const cohorts = useQuery({
    queryKey: ['/api/courses/{id}/cohorts', courseId],
    queryFn: () =>
      everyRow((cursor) =>
        take(
          api.GET('/api/courses/{id}/cohorts', { params: { path: { id: courseId }, query: { limit: 100, cursor } } })
        )
      ),
    enabled: courseId !== ''
  })
  const choice = (name: string, label: string, options: readonly { value: string; label: string }[]) => (
    <Select
      key={name}
      name={name}
      label={label}
      options={[{ value: '', label: t('filter.all') }, ...options]}
      value={filters[name] ?? ''}
      onChange={({ currentTarget: { value } }) =>
        onChange({ [name]: value, ...(name === 'courseId' && { cohortId: '' }) })
      }
    />
  )
  return (
    <div class="review-filters">
      {choice(
        'state',
        t('filter.state'),
        states.map((value) => ({ value, label: t(`filter.${value}`) }))
      )}
      {choice('due', t('filter.due'), [
        { value: 'overdue', label: t('filter.overdue') },
        { value: 'day', label: t('filter.day') }
      ])}
      {choice(
        'courseId',
        t('filter.course'),
        courses.data?.map(({ id, title }) => ({ value: id, label: title })) ?? []
      )}
      {courseId !== '' &&
        choice('cohortId', t('filter.cohort'), cohorts.data?.map(({ id, name }) => ({ value: id, label: name })) ?? [])}
    </div>
  )
}

/** The API has no list of the courses that one reviews: one's own as a mentor, those where something waits, and the chosen. */
function useReviewedCourses({ courseId }: Readonly<Record<string, string>>) {
  const mentor = useMe().data?.user.id
  return useQuery({
    queryKey: ['/api/courses', 'reviewed', mentor, courseId],
    queryFn: async () => {
      const [own, waiting, chosen] = await Promise.all([
        take(api.GET('/api/courses', { params: { query: { mentor, limit: 100, sort: 'title' } } })),
        take(api.GET('/api/reviews/queue', { params: { query: { limit: 100 } } })),
        courseId ? take(api.GET('/api/courses/{id}', { params: { path: { id: courseId } } })) : undefined
      ])
      const all = [...own.data, ...waiting.data.map(({ course }) => course), ...(chosen ? [chosen] : [])]
      return [...new Map(all.map(({ id, title }) => [id, { id, title }])).values()]
    },
    enabled: mentor !== undefined
  })
}
