import { FolderKanban } from 'lucide-preact'
import type { Lock } from '../../courses/lock-text.js'
import { formatDateTime } from '../../messages/format.js'
import { Badge } from '../../ui/Badge.js'
import { t } from './messages.js'
import type { Project } from './OutlineTree.js'
import { workStatus } from './project-status.js'

/** A project in its place among the lessons. */
export function ProjectItem({ project, explain }: { project: Project; explain: (lock: Lock) => string }) {
  const { id, title, isRequired, lock, own } = project
  const dueAt = own ? own.dueAt : project.dueAt
  const { text, tone } = workStatus(own?.status)
  const facts = [
    t('project.kind'),
    dueAt && t('project.due', { date: formatDateTime(dueAt) }),
    !isRequired && t('lesson.optional'),
    lock && explain(lock)
  ].filter((fact) => typeof fact === 'string')
  return (
    <li class={`outline-item ${lock ? 'is-locked' : 'is-open'}`}>
      <span class="outline-icon">
        <FolderKanban size={20} aria-hidden="true" />
      </span>
      <div class="outline-item-text">
        {lock ? <span>{title}</span> : <a href={`/app/projects/${id}`}>{title}</a>}
        <p class="muted small">{facts.join(' · ')}</p>
      </div>
      {own && <Badge tone={tone}>{text}</Badge>}
    </li>
  )
}
