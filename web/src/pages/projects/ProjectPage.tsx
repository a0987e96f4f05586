import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../api/client.js'
import { courseQuery } from '../../courses/queries.js'
import type { PageParams } from '../../lazy-page.js'
import { RubricTable } from '../../rubrics/RubricTable.js'
import { LinkButton } from '../../ui/Button.js'
import { Html } from '../../ui/Html.js'
import { Loaded } from '../../ui/Loaded.js'
import { Page } from '../../ui/Page.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { t } from './messages.js'
import { ProjectFacts } from './ProjectFacts.js'
import './projects.css'
import { Work } from './Work.js'

type Project = Schema<'Project'>

/** A project: what is asked, how it is judged, and what one does for it. */
export default function ProjectPage({ params: { id = '' } }: { params: PageParams }) {
  const project = useQuery({
    queryKey: ['/api/projects/{id}', id],
    queryFn: () => take(api.GET('/api/projects/{id}', { params: { path: { id } } }))
  })
  const courseId = project.data?.courseId ?? ''
  const course = useQuery({ ...courseQuery(courseId), enabled: courseId !== '' })
  const known = project.data
  return (
    <Page
      title={known?.title ?? t('title')}
      {...(known && { back: { href: `/app/courses/${courseId}`, label: course.data?.title ?? t('back') } })}
      {...(known?.own && { actions: <LinkButton href="#project-work">{t('work.jump')}</LinkButton> })}
    >
      <Loaded query={project} skeleton={<Skeleton lines={12} />}>
        {(loaded) => (
          <div class="project">
            <ProjectFacts project={loaded} />
            <div class="project-main stack-wide">
              <section class="stack" aria-labelledby="project-brief">
                <h2 id="project-brief">{t('brief')}</h2>
                <Html html={loaded.briefHtml} />
              </section>
              {!isPrepared(loaded) && <Deliverables project={loaded} />}
              <section class="stack" aria-labelledby="project-rubric">
                <h2 id="project-rubric">{t('rubric')}</h2>
                {loaded.rubric ? (
                  <RubricTable criteria={loaded.rubric.criteria} maxPoints={loaded.rubric.maxPoints} />
                ) : (
                  <p class="muted">{t('rubric.none')}</p>
                )}
              </section>
              <Work key={id} project={loaded} organizationId={course.data?.organizationId} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

/** The form for them says what is asked; then it need not be said twice. */
function isPrepared({ own }: Project): boolean {
  return own?.status === 'draft' || own?.status === 'changes_requested' || own?.status === 'withdrawn'
}

function Deliverables({ project: { deliverables } }: { project: Project }) {
  return (
    <section class="stack" aria-labelledby="project-deliverables">
      <h2 id="project-deliverables">{t('deliverables')}</h2>
      <ul class="rows">
        {deliverables.map(({ id, title, kind, description, isRequired }) => (
          <li key={id} class="stack-tight">
            <p>
              <strong>{title}</strong>{' '}
              <span class="muted">
                {t(`deliverable.${kind}`)} {!isRequired && t('optional')}
              </span>
            </p>
            {description && <p class="project-description muted">{description}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}
