import { useInfiniteQuery } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, take } from '../../../api/client.js'
import { byCursor, rowsOf } from '../../../api/lists.js'
import type { PageParams } from '../../../lazy-page.js'
import { Badge } from '../../../ui/Badge.js'
import { Button } from '../../../ui/Button.js'
import { Dialog } from '../../../ui/Dialog.js'
import { Form } from '../../../ui/Form.js'
import { EmptyState, Loaded } from '../../../ui/Loaded.js'
import { MoreButton } from '../../../ui/MoreButton.js'
import { CoursePage } from '../CourseHead.js'
import { useStanding } from '../course.js'
import { CohortFields } from './CohortFields.js'
import './cohorts.css'
import { type Cohort, cohortOf, cohortTones, formatDay, refreshCohort } from './cohorts.js'
import { t } from './messages.js'

/** The groups that go through the course together. */
export default function CohortsPage({ params }: { params: PageParams }) {
  const courseId = params.id ?? ''
  const [isCreating, setCreating] = useState(false)
  const { route } = useLocation()
  const { makesCohorts } = useStanding(courseId)
  const cohorts = useInfiniteQuery({
    queryKey: ['/api/courses/{id}/cohorts', courseId, 'list'],
    queryFn: ({ pageParam }) =>
      take(api.GET('/api/courses/{id}/cohorts', { params: { path: { id: courseId }, query: { cursor: pageParam } } })),
    ...byCursor
  })
  const create = async (data: FormData) => {
    const cohort = await take(
      api.POST('/api/courses/{id}/cohorts', { params: { path: { id: courseId } }, body: cohortOf(data) })
    )
    await refreshCohort(cohort)
    route(`/app/teach/cohorts/${cohort.id}`)
  }
  const button = makesCohorts && (
    <Button look="primary" onClick={() => setCreating(true)}>
      {t('create')}
    </Button>
  )
  return (
    <CoursePage courseId={courseId} title={t('title')} actions={button}>
      {() => (
        <>
          <Loaded query={cohorts}>
            {(data) => {
              const rows = rowsOf(data)
              if (rows.length === 0) {
                return (
                  <EmptyState title={t('none')} action={button}>
                    {t('noneText')}
                  </EmptyState>
                )
              }
              return (
                <ul class="rows">
                  {rows.map((cohort) => (
                    <CohortRow key={cohort.id} cohort={cohort} />
                  ))}
                </ul>
              )
            }}
          </Loaded>
          <MoreButton query={cohorts} />
          {isCreating && (
            <Dialog title={t('create')} onClose={() => setCreating(false)}>
              <Form submit={t('create')} onSubmit={create}>
                <CohortFields />
              </Form>
            </Dialog>
          )}
        </>
      )}
    </CoursePage>
  )
}

function CohortRow({ cohort }: { cohort: Cohort }) {
  const { id, name, status, startsOn, endsOn, memberCount, capacity, currentWeek } = cohort
  return (
    <li class="cohort-row">
      <div>
        <a class="cohort-link" href={`/app/teach/cohorts/${id}`}>
          {name}
        </a>
        <p class="muted small">{t('days', { from: formatDay(startsOn), to: formatDay(endsOn) })}</p>
      </div>
      <p class="row small">
        <Badge tone={cohortTones[status]}>{t(`status.${status}`)}</Badge>
        {status === 'active' && currentWeek !== null && <span>{t('week', { week: currentWeek })}</span>}
        <span>
          {capacity === null ? t('members', { count: memberCount }) : t('membersOf', { count: memberCount, capacity })}
        </span>
      </p>
    </li>
  )
}
