import type { Schema } from '../../api/client.js'
import { t as tc } from '../../courses/messages.js'
import type { Outline } from '../../courses/queries.js'
import { nextLesson } from '../../courses/tree.js'
import { LinkButton } from '../../ui/Button.js'
import { ProgressBar } from '../../ui/ProgressBar.js'
import { t } from './messages.js'
import type { Project } from './OutlineTree.js'

interface GoOnProps {
  address: string
  course: Schema<'Course'>
  outline: Outline
  /** What the API says comes next. */
  next: Schema<'ContinuedCourse'> | undefined
  projects: readonly Project[] | undefined
}

/** How far the learner is, and the one next step. */
export function GoOn({ address, course, outline, next, projects }: GoOnProps) {
  const { progress, enrolmentStatus } = outline
  return (
    <section class="course-go stack" aria-label={t('progress.bar')}>
      {enrolmentStatus === 'completed' && <p class="course-completed">{t('go.completed')}</p>}
      {progress && progress.percent !== null && (
        <div class="stack-tight">
          <ProgressBar percent={progress.percent} label={tc('progress', { title: course.title })} />
          <p class="muted small">
            {t('go.count', { completed: progress.completed, required: progress.required })}
            {' · '}
            <a href={`/app/courses/${address}/progress`}>{t('course.progress')}</a>
          </p>
        </div>
      )}
      <div class="course-go-step">
        <NextStep {...{ address, outline, next, projects }} />
      </div>
      <p>
        <a href={`/app/courses/${address}/grades`}>{t('course.grades')}</a>
      </p>
    </section>
  )
}

function NextStep({ address, outline, next, projects }: Omit<GoOnProps, 'course'>) {
  const lesson = next?.lesson ?? nextLesson(outline)
  if (lesson) {
    const isBegun = (outline.progress?.completed ?? 0) > 0
    return (
      <LinkButton look="primary" href={`/app/courses/${address}/lessons/${lesson.id}`}>
        {t(isBegun ? 'go.continue' : 'go.start', { lesson: lesson.title })}
      </LinkButton>
    )
  }
  const project = next?.nextProject ?? projects?.find(({ lock, own }) => !lock && own && own.status !== 'accepted')
  if (project) {
    return (
      <LinkButton look="primary" href={`/app/projects/${project.id}`}>
        {t('go.project', { project: project.title })}
      </LinkButton>
    )
  }
  if (outline.enrolmentStatus === 'completed') {
    return (
      <LinkButton look="primary" href="/app/certificates">
        {t('go.certificates')}
      </LinkButton>
    )
  }
  return <p class="muted">{t(outline.modules.length > 0 ? 'go.allDone' : 'go.nothing')}</p>
}
