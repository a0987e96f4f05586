import type { Schema } from '../../api/client.js'
import { lockOf, lockText } from '../../courses/lock-text.js'
import { formatDate, formatDateTime } from '../../messages/format.js'
import { Badge } from '../../ui/Badge.js'
import { type Column, DataTable } from '../../ui/DataTable.js'
import { t } from './messages.js'
import './progress.css'
import { workStatus } from './project-status.js'

type Explanation = Schema<'ProgressExplanation'>
type Module = Explanation['modules'][number]
type Lesson = Module['lessons'][number]
type Project = Explanation['projects'][number]

export function ProgressModule({ module, course }: { module: Module; course: string }) {
  const { title, completed, required, lessons } = module
  const titles = new Map(lessons.map((lesson) => [lesson.id, lesson.title]))
  const columns: Column<Lesson>[] = [
    {
      key: 'title',
      title: t('progress.lesson'),
      isHeader: true,
      cell: (lesson) =>
        lesson.missing === 'locked' || lesson.missing === 'no_access' ? (
          lesson.title
        ) : (
          <a href={`/app/courses/${course}/lessons/${lesson.id}`}>{lesson.title}</a>
        )
    },
    { key: 'state', title: t('progress.state'), cell: (lesson) => stateOf(lesson, (id) => titles.get(id)) }
  ]
  return (
    <section class="progress-module stack-tight">
      <div class="row-apart">
        <h3>{title}</h3>
        <span class="muted small">{t('progress.moduleCount', { completed, required })}</span>
      </div>
      <DataTable caption={title} columns={columns} rows={lessons} rowKey={({ id }) => id} />
    </section>
  )
}

function stateOf(lesson: Lesson, titleOf: (id: string) => string | undefined) {
  const { completedAt, completedBy, missing, notCounted, lock } = lesson
  return (
    <>
      {completedAt !== null && (
        <p>{t(completedBy === 'quiz' ? 'progress.doneByQuiz' : 'progress.done', { date: formatDate(completedAt) })}</p>
      )}
      {missing && <p>{lock ? lockText(lockOf(lock), titleOf) : t(`progress.why.${missing}`)}</p>}
      {notCounted && <p class="muted small">{t(`progress.notCounted.${notCounted}`)}</p>}
    </>
  )
}

export function ProgressProjects({ projects }: { projects: readonly Project[] }) {
  return (
    <section class="stack-tight">
      <h2>{t('projects.title')}</h2>
      <p class="muted">{t('progress.projectsNote')}</p>
      <ul class="rows">
        {projects.map(({ id, title, status, dueAt, isRequired }) => {
          const { text, tone } = workStatus(status)
          const facts = [
            dueAt && t('project.due', { date: formatDateTime(dueAt) }),
            !isRequired && t('lesson.optional')
          ].filter((fact) => typeof fact === 'string')
          return (
            <li key={id} class="row-apart">
              <div>
                <a href={`/app/projects/${id}`}>{title}</a>
                {facts.length > 0 && <p class="muted small">{facts.join(' · ')}</p>}
              </div>
              <Badge tone={tone}>{text}</Badge>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
