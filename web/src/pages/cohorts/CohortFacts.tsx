import type { Schema } from '../../api/client.js'
import { formatDay, weeksBetween } from './days.js'
import { t } from './messages.js'

export function CohortFacts({ cohort }: { cohort: Schema<'Cohort'> }) {
  const { status, course, startsOn, endsOn, currentWeek, memberCount, capacity, timeZone } = cohort
  const members =
    capacity === null
      ? t('fact.membersValue', { count: memberCount })
      : t('fact.membersOf', { count: memberCount, capacity })
  const isRunning = currentWeek !== null && status !== 'completed'
  const facts = [
    [
      t('fact.state'),
      isRunning ? t('weekNow', { week: currentWeek, weeks: weeksBetween(startsOn, endsOn) }) : t(`status.${status}`)
    ],
    [t('fact.schedule'), t('lead', { from: formatDay(startsOn), to: formatDay(endsOn) })],
    [t('fact.members'), members],
    [t('fact.timeZone'), timeZone]
  ] as const
  return (
    <section class="stack-tight">
      <h2>{t('facts')}</h2>
      <dl class="cohort-facts">
        <div>
          <dt>{t('fact.course')}</dt>
          <dd>
            <a href={`/app/courses/${course.slug}`}>{course.title}</a>
          </dd>
        </div>
        {facts.map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
