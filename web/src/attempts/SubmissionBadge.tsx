import type { Schema } from '../api/client.js'
import { Badge, type Tone } from '../ui/Badge.js'
import { t } from './messages.js'

export type SubmissionStatus = Schema<'Submission'>['status']

const tones: Record<SubmissionStatus, Tone> = {
  draft: 'neutral',
  submitted: 'info',
  in_review: 'info',
  changes_requested: 'warn',
  accepted: 'good',
  rejected: 'bad',
  withdrawn: 'neutral'
}

/** Where a submission stands, in a word. */
export function SubmissionBadge({ status }: { status: SubmissionStatus }) {
  return <Badge tone={tones[status]}>{submissionStatusText(status)}</Badge>
}

export function submissionStatusText(status: SubmissionStatus): string {
  return t(`status.${status}`)
}
