import { useQuery } from '@tanstack/preact-query'
import { api, take } from '../../api/client.js'
import { myCohortsQuery } from '../../courses/queries.js'
import { formatDate } from '../../messages/format.js'
import { t } from './messages.js'

/** The cohort that the learner is in, or those that they can join. */
export function CohortPart({ courseId }: { courseId: string }) {
  const mine = useQuery(myCohortsQuery)
  const found = mine.data?.data.find(({ course }) => course.id === courseId)
  const others = useQuery({
    queryKey: ['/api/courses/{id}/cohorts', courseId, 'first'],
    queryFn: () => take(api.GET('/api/courses/{id}/cohorts', { params: { path: { id: courseId } } })),
    enabled: mine.isSuccess && !found
  })
  const open = others.data?.data.filter(({ status, isOpen }) => status !== 'completed' && isOpen) ?? []
  if (!found && open.length === 0) return null
  return (
    <section class="stack-tight">
      <h2>{t('cohort.title')}</h2>
      {found ? (
        <>
          <p>{t('cohort.mine', { name: found.name })}</p>
          <a href={`/app/cohorts/${found.id}`}>{t('cohort.open')}</a>
        </>
      ) : (
        <>
          <p>{t('cohort.choose')}</p>
          <ul class="rows">
            {open.map(({ id, name, startsOn, endsOn }) => (
              <li key={id}>
                <a href={`/app/cohorts/${id}`}>{name}</a>
                <p class="muted small">{t('cohort.dates', { from: dayOf(startsOn), to: dayOf(endsOn) })}</p>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function dayOf(day: string): string {
  return formatDate(day, { dateStyle: 'medium', timeZone: 'UTC' })
}
