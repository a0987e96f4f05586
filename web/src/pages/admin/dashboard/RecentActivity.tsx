import { useInfiniteQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../../api/client.js'
import { byCursor, rowsOf } from '../../../api/lists.js'
import { formatDateTime, formatRelative } from '../../../messages/format.js'
import { nameOf } from '../../../people/name.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { useNow } from '../../../ui/useNow.js'
import { t } from './messages.js'
import type { Place } from './place.js'

type Activity = Schema<'DashboardActivity'>

const shownAtOnce = 10

export function RecentActivity({ place }: { place: Place }) {
  const now = useNow()
  const recent = useInfiniteQuery({
    queryKey: ['/api/dashboard/recent-activity', place],
    queryFn: ({ pageParam: cursor }) =>
      take(api.GET('/api/dashboard/recent-activity', { params: { query: { ...place, limit: shownAtOnce, cursor } } })),
    ...byCursor
  })
  return (
    <section class="stack" aria-labelledby="dashboard-recent">
      <h2 id="dashboard-recent">{t('recent.title')}</h2>
      <Loaded query={recent}>
        {(data) => {
          const rows = rowsOf(data)
          if (rows.length === 0) return <EmptyState title={t('recent.none')}>{t('recent.noneText')}</EmptyState>
          return (
            <ul class="rows">
              {rows.map((activity) => (
                <li key={activity.id}>
                  <a href={activity.link}>{textOf(activity)}</a>
                  <p class="muted small">
                    {activity.course.title} ·{' '}
                    <time dateTime={activity.at} title={formatDateTime(activity.at)}>
                      {formatRelative(activity.at, now)}
                    </time>
                  </p>
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
      <MoreButton query={recent} />
    </section>
  )
}

function textOf({ type, user, learner, projectTitle, decision }: Activity): string {
  const name = user ? nameOf(user) : t('recent.somebody')
  return t(`recent.${decision ?? type}`, {
    name,
    learner: learner ? nameOf(learner) : t('recent.somebody'),
    project: projectTitle
  })
}
