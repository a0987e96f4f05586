import { useQuery } from '@tanstack/preact-query'
import { api, take } from '../../../api/client.js'
import type { PageParams } from '../../../lazy-page.js'
import { Badge } from '../../../ui/Badge.js'
import { Loaded } from '../../../ui/Loaded.js'
import { Page } from '../../../ui/Page.js'
import { useView, Views } from '../../../ui/Views.js'
import { Board } from './Board.js'
import { Checkpoints } from './Checkpoints.js'
import { CohortActions } from './CohortActions.js'
import './cohorts.css'
import { type Cohort, cohortTones, formatDay } from './cohorts.js'
import { Members } from './Members.js'
import { t } from './messages.js'

export default function CohortPage({ params }: { params: PageParams }) {
  const id = params.id ?? ''
  const cohort = useQuery({
    queryKey: ['/api/cohorts/{id}', id],
    queryFn: () => take(api.GET('/api/cohorts/{id}', { params: { path: { id } } }))
  })
  const { data } = cohort
  return (
    <Page
      key={id}
      title={data?.name ?? t('one')}
      {...(data && {
        back: {
          href: `/app/teach/courses/${data.course.id}/cohorts`,
          label: t('backTo', { course: data.course.title })
        },
        actions: <CohortActions cohort={data} />
      })}
    >
      <Loaded query={cohort}>{(known) => <CohortViews cohort={known} />}</Loaded>
    </Page>
  )
}

function CohortViews({ cohort }: { cohort: Cohort }) {
  const { status, startsOn, endsOn, currentWeek, memberCount, capacity, isOpen } = cohort
  const views = [
    { key: 'board', label: t('view.board') },
    { key: 'members', label: t('view.members') },
    { key: 'checkpoints', label: t('view.checkpoints') }
  ] as const
  const view = useView(views)
  return (
    <>
      <p class="row">
        <Badge tone={cohortTones[status]}>{t(`status.${status}`)}</Badge>
        <span>{t('days', { from: formatDay(startsOn), to: formatDay(endsOn) })}</span>
        {status === 'active' && currentWeek !== null && <span>{t('week', { week: currentWeek })}</span>}
        <span>
          {capacity === null ? t('members', { count: memberCount }) : t('membersOf', { count: memberCount, capacity })}
        </span>
        <span class="muted">{t(isOpen ? 'open' : 'closed')}</span>
      </p>
      <Views label={t('view.label')} views={views} />
      {view === 'board' && <Board cohort={cohort} />}
      {view === 'members' && <Members cohort={cohort} />}
      {view === 'checkpoints' && <Checkpoints cohort={cohort} />}
    </>
  )
}
