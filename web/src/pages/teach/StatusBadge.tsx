import { Badge, type Tone } from '../../ui/Badge.js'
import { t } from './messages.js'

export type Status = 'draft' | 'published' | 'archived'

const tones: Readonly<Record<Status, Tone>> = { draft: 'warn', published: 'good', archived: 'neutral' }

/** Of a course, a module, a lesson, a project, a rubric: they all have the same states. */
export function StatusBadge({ status }: { status: Status }) {
  return <Badge tone={tones[status]}>{t(`status.${status}`)}</Badge>
}
