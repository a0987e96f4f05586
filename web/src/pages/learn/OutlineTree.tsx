import type { Schema } from '../../api/client.js'
import { type Lock, lockText } from '../../courses/lock-text.js'
import type { Outline, OutlineLesson } from '../../courses/queries.js'
import { lessonsOf } from '../../courses/tree.js'
import { LessonItem } from './LessonItem.js'
import { t } from './messages.js'
import './outline.css'
import { ProjectItem } from './ProjectItem.js'

type Module = Outline['modules'][number]
export type Project = Schema<'ProjectPage'>['data'][number]

interface OutlineTreeProps {
  outline: Outline
  /** The id or the slug, as it stands in the address. */
  course: string
  projects?: readonly Project[]
  /** The lesson to go on with. */
  nextId?: string | undefined
  /** The one that is on the page. */
  currentId?: string
  /** Beside a lesson: without what is known already. */
  isCompact?: boolean
}

/** The modules of a course and what is in them, as they stand for the reader. */
export function OutlineTree({ outline, projects = [], ...rest }: OutlineTreeProps) {
  const titles = new Map(lessonsOf(outline).map(({ id, title }) => [id, title]))
  const explain = (lock: Lock) => lockText(lock, (id) => titles.get(id))
  const loose = projects.filter(({ lessonId }) => lessonId === null || !titles.has(lessonId))
  const isOutside = !outline.enrolmentStatus || !['active', 'completed'].includes(outline.enrolmentStatus)
  return (
    <div class={rest.isCompact ? 'outline outline-compact' : 'outline'}>
      {outline.modules.map((module) => (
        <ModulePart key={module.id} {...{ module, projects, explain, isOutside }} {...rest} />
      ))}
      {loose.length > 0 && (
        <section class="outline-module">
          <h3>{t('projects.title')}</h3>
          <ul class="outline-items">
            {loose.map((project) => (
              <ProjectItem key={project.id} project={project} explain={explain} />
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

interface ModulePartProps extends Omit<OutlineTreeProps, 'outline'> {
  module: Module
  projects: readonly Project[]
  explain: (lock: Lock) => string
  /** Whether the reader takes no part: then nothing is said of what is locked for that reason. */
  isOutside: boolean
}

function ModulePart({ module, projects, explain, isOutside, course, nextId, currentId, isCompact }: ModulePartProps) {
  const { title, summary, lessons, lock } = module
  const completed = lessons.filter(({ completedAt }) => completedAt !== null).length
  // What the module says of all of them is not said of each.
  const ownLock = (lesson: OutlineLesson) => (isSame(lesson.lock, lock) ? null : lesson.lock)
  return (
    <section class="outline-module">
      <div class="outline-module-head">
        <h3>{title}</h3>
        {!isOutside && lessons.length > 0 && (
          <span class="muted small">{t('module.count', { completed, total: lessons.length })}</span>
        )}
      </div>
      {!isCompact && summary && <p class="muted">{summary}</p>}
      {lock && lock.reason !== 'not_enrolled' && (
        <p class="outline-lock small">{t('module.locked', { why: explain(lock) })}</p>
      )}
      <ul class="outline-items">
        {lessons.flatMap((lesson) => [
          <LessonItem
            key={lesson.id}
            {...{ lesson, course, explain }}
            reason={ownLock(lesson)}
            isNext={lesson.id === nextId}
            isCurrent={lesson.id === currentId}
          />,
          ...projects
            .filter(({ lessonId }) => lessonId === lesson.id)
            .map((project) => <ProjectItem key={project.id} project={project} explain={explain} />)
        ])}
      </ul>
    </section>
  )
}

function isSame(a: Lock | null, b: Lock | null): boolean {
  return a?.reason === b?.reason && a?.opensAt === b?.opensAt && a?.lessonId === b?.lessonId
}
