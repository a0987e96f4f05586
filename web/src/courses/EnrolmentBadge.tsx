import { Badge, type Tone } from '../ui/Badge.js'
import { t } from './messages.js'
import type { EnrolmentStatus } from './queries.js'

const tones: Record<EnrolmentStatus, Tone> = {
  pending: 'warn',
  active: 'info',
  completed: 'good',
  cancelled: 'neutral',
  expired: 'neutral'
}

export function EnrolmentBadge({ status }: { status: EnrolmentStatus }) {
  return <Badge tone={tones[status]}>{t(`state.${status}`)}</Badge>
}
