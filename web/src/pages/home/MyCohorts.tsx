import { useQuery } from '@tanstack/preact-query'
import type { Schema } from '../../api/client.js'
import { myCohortsQuery } from '../../courses/queries.js'
import { formatDate } from '../../messages/format.js'
import { t } from './messages.js'

/** Those with whom the learner learns, if any. */
export function MyCohorts() {
  const { data } = useQuery(myCohortsQuery)
  const cohorts = (data?.data ?? []).filter(({ status }) => status !== 'completed')
  if (cohorts.length === 0) return null
  return (
    <section class="stack-tight">
      <h2>{t('cohorts')}</h2>
      <ul class="rows">
        {cohorts.map((cohort) => (
          <li key={cohort.id}>
            <a href={`/app/cohorts/${cohort.id}`}>{cohort.name}</a>
            <p class="muted small">
              {cohort.course.title} · {stateOf(cohort)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function stateOf({ currentWeek, startsOn }: Schema<'Cohort'>): string {
  if (currentWeek !== null) return t('cohorts.week', { week: currentWeek })
  return t('cohorts.upcoming', { date: formatDate(startsOn, { dateStyle: 'medium', timeZone: 'UTC' }) })
}
