import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../api/client.js'
import { Problem } from '../../api/problem.js'
import { courseQuery } from '../../courses/queries.js'
import type { PageParams } from '../../lazy-page.js'
import { LinkButton } from '../../ui/Button.js'
import { EmptyState, Loaded } from '../../ui/Loaded.js'
import { Page } from '../../ui/Page.js'
import { ProgressBar } from '../../ui/ProgressBar.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { CompletionRule, Missing } from './Missing.js'
import { t } from './messages.js'
import { ProgressModule, ProgressProjects } from './ProgressParts.js'

export default function ProgressPage({ params }: { params: PageParams }) {
  const id = params.id ?? ''
  const course = useQuery(courseQuery(id))
  const explained = useQuery({
    queryKey: ['/api/courses/{id}/progress/explain', id],
    queryFn: () => take(api.GET('/api/courses/{id}/progress/explain', { params: { path: { id } } }))
  })
  const isOutside = explained.error instanceof Problem && explained.error.code === 'NOT_ENROLLED'
  return (
    <Loaded query={course} skeleton={<Skeleton lines={10} />}>
      {({ title }) => (
        <Page
          title={t('progress.title', { title })}
          back={{ href: `/app/courses/${id}`, label: t('player.back') }}
          lead={explained.data && leadOf(explained.data)}
        >
          {isOutside ? (
            <EmptyState
              title={t('progress.notEnrolled')}
              action={<LinkButton href={`/app/courses/${id}`}>{t('player.enrol')}</LinkButton>}
            >
              {t('progress.notEnrolledText')}
            </EmptyState>
          ) : (
            <Loaded query={explained} skeleton={<Skeleton lines={10} />}>
              {(found) => <Explained course={id} found={found} />}
            </Loaded>
          )}
        </Page>
      )}
    </Loaded>
  )
}

function leadOf({ completed, required }: Schema<'ProgressExplanation'>): string {
  return required > 0 ? t('progress.lead', { completed, required }) : t('progress.leadNone')
}

function Explained({ course, found }: { course: string; found: Schema<'ProgressExplanation'> }) {
  const { percent, modules, projects, withdrawn } = found
  return (
    <div class="stack-wide">
      {percent !== null && <ProgressBar percent={percent} label={t('progress.bar')} />}
      <Missing found={found} course={course} />
      <CompletionRule rule={found.completion.rule} />
      {modules.length > 0 && (
        <section class="stack-wide">
          <h2>{t('progress.modules')}</h2>
          {modules.map((module) => (
            <ProgressModule key={module.id} module={module} course={course} />
          ))}
          {withdrawn > 0 && <p class="muted">{t('progress.withdrawn', { count: withdrawn })}</p>}
        </section>
      )}
      {projects.length > 0 && <ProgressProjects projects={projects} />}
    </div>
  )
}
