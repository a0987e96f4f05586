import { useQuery } from '@tanstack/preact-query'
import { api, take } from '../../../api/client.js'
import { formatDateTime } from '../../../messages/format.js'
import { Loaded } from '../../../ui/Loaded.js'
import { Skeleton } from '../../../ui/Skeleton.js'
import { useFilters } from '../../../ui/useFilters.js'
import { AdminPage } from '../AdminHead.js'
import { OrganizationFilter } from '../OrganizationFilter.js'
import './dashboard.css'
import { Figures } from './Figures.js'
import { t } from './messages.js'
import { RecentActivity } from './RecentActivity.js'
import { ToBeDone } from './ToBeDone.js'
import { TopCourses } from './TopCourses.js'
import { TrendPart } from './TrendPart.js'

/** The courses that one looks after: what waits first, then how they go. */
export default function DashboardPage() {
  const [{ organizationId = '' }, setFilters] = useFilters()
  const place = organizationId ? { organizationId } : {}
  const summary = useQuery({
    queryKey: ['/api/dashboard/summary', place],
    queryFn: () => take(api.GET('/api/dashboard/summary', { params: { query: place } }))
  })
  const lead = summary.data && (
    <>
      {t(`lead.${summary.data.scope}`)}{' '}
      <span class="small">{t('computedAt', { when: formatDateTime(summary.data.computedAt) })}</span>
    </>
  )
  const filter = <OrganizationFilter value={organizationId} onChange={(id) => setFilters({ organizationId: id })} />
  return (
    <AdminPage title={t('title')} lead={lead} actions={filter}>
      <Loaded query={summary} skeleton={<Skeleton lines={8} />}>
        {(data) => (
          <div class="stack-wide">
            <ToBeDone summary={data} />
            <Figures summary={data} />
            <TrendPart place={place} />
            <TopCourses place={place} />
            <RecentActivity place={place} />
          </div>
        )}
      </Loaded>
    </AdminPage>
  )
}
