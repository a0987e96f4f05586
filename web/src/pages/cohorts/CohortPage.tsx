import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../api/client.js'
import type { PageParams } from '../../lazy-page.js'
import { type Me, may, useMe } from '../../session/session.js'
import { LinkButton } from '../../ui/Button.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { Page } from '../../ui/Page.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { Checkpoint } from './Checkpoint.js'
import { CohortFacts } from './CohortFacts.js'
import './cohort.css'
import { formatDay } from './days.js'
import { Joining } from './Joining.js'
import { LeaveCohort } from './LeaveCohort.js'
import { t } from './messages.js'

const whole = { limit: 100 }

export default function CohortPage({ params }: { params: PageParams }) {
  const id = params.id ?? ''
  const { data: me } = useMe()
  const cohort = useQuery({
    queryKey: ['/api/cohorts/{id}', id],
    queryFn: () => take(api.GET('/api/cohorts/{id}', { params: { path: { id } } }))
  })
  // At the same time: who is not in it is refused, and sees no checkpoints.
  const checkpoints = useQuery({
    queryKey: ['/api/cohorts/{id}/checkpoints', id, whole],
    queryFn: () => take(api.GET('/api/cohorts/{id}/checkpoints', { params: { path: { id }, query: whole } }))
  })
  if (checkpoints.isLoading) return <Skeleton lines={12} />
  return (
    <Loaded query={cohort} skeleton={<Skeleton lines={12} />}>
      {(cohort) => {
        const { name, course, startsOn, endsOn, isMember } = cohort
        return (
          <Page
            title={name}
            back={{ href: `/app/courses/${course.slug}`, label: course.title }}
            lead={t('lead', { from: formatDay(startsOn), to: formatDay(endsOn) })}
            actions={mayRun(me, cohort) && <LinkButton href={`/app/teach/cohorts/${id}`}>{t('board')}</LinkButton>}
          >
            <div class="cohort-columns">
              <div class="stack-wide">
                {!isMember && !mayRun(me, cohort) && <Joining cohort={cohort} />}
                <Checkpoints cohort={cohort} query={checkpoints} />
              </div>
              <div class="stack-wide">
                <CohortFacts cohort={cohort} />
                {isMember && me && <LeaveCohort cohort={cohort} me={me} />}
              </div>
            </div>
          </Page>
        )
      }}
    </Loaded>
  )
}

/** The board itself decides again. */
function mayRun(me: Me | null | undefined, { facilitatorId }: Schema<'Cohort'>): boolean {
  return may(me, 'cohort.manage') || may(me, 'course.create') || (me?.user.id === facilitatorId && Boolean(me))
}

interface CheckpointsProps {
  cohort: Schema<'Cohort'>
  query: { data: Schema<'CheckpointPage'> | undefined; error: unknown; refetch: () => unknown }
}

function Checkpoints({ cohort, query }: CheckpointsProps) {
  if (!cohort.isMember) {
    return (
      <section class="stack-tight">
        <h2>{t('checkpoints')}</h2>
        <p class="muted">{t('checkpoints.outside')}</p>
      </section>
    )
  }
  return (
    <section class="stack">
      <h2>{t('checkpoints')}</h2>
      <Loaded query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <EmptyState title={t('checkpoints.none')}>{t('checkpoints.noneText')}</EmptyState>
          ) : (
            <ul class="rows">
              {data.map((checkpoint) => (
                <Checkpoint key={checkpoint.id} checkpoint={checkpoint} cohort={cohort} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  )
}
