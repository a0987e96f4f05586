import { api, seen, take } from '../../../api/client.js'
import type { PageParams } from '../../../lazy-page.js'
import { LinkButton } from '../../../ui/Button.js'
import { Loaded } from '../../../ui/Loaded.js'
import { toast } from '../../../ui/toast.js'
import { CoursePage } from '../CourseHead.js'
import { t as common } from '../messages.js'
import type { Status } from '../StatusBadge.js'
import { StatusMoves } from '../StatusMoves.js'
import { t } from './messages.js'
import { ProjectEditor } from './ProjectEditor.js'
import './projects.css'
import { keepProject, type Project, useProject } from './project.js'

export default function ProjectPage({ params }: { params: PageParams }) {
  const { id = '', projectId = '' } = params
  const project = useProject(projectId)
  const back = { href: `/app/teach/courses/${id}/projects`, label: t('title') }
  const actions = project.data?.status === 'published' && (
    <LinkButton href={`/app/projects/${projectId}`}>{t('look')}</LinkButton>
  )
  return (
    <CoursePage courseId={id} title={project.data?.title ?? t('project')} back={back} actions={actions}>
      {(course) => (
        <Loaded query={project}>
          {(loaded) => (
            <div class="stack-wide">
              <ProjectState project={loaded} />
              <ProjectEditor key={loaded.id} course={course} project={loaded} />
            </div>
          )}
        </Loaded>
      )}
    </CoursePage>
  )
}

function ProjectState({ project }: { project: Project }) {
  const move = async (status: Status) => {
    const params = { path: { id: project.id } }
    keepProject(await take(api.PATCH('/api/projects/{id}', { params, headers: seen(project), body: { status } })))
    toast(common(`status.${status}`))
  }
  return <StatusMoves status={project.status} lacks={lacksOf(project)} onMove={move} />
}

/** What learners would miss; the API says no to it. */
function lacksOf({ brief, deliverables }: Project): string | undefined {
  if (brief.trim() === '') return t('lacksBrief')
  return deliverables.length === 0 ? t('lacksDeliverables') : undefined
}
