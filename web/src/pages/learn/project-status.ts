import type { Schema } from '../../api/client.js'
import type { Tone } from '../../ui/Badge.js'
import { t } from './messages.js'

export type WorkStatus = Schema<'Submission'>['status']

const tones: Record<WorkStatus, Tone> = {
  draft: 'info',
  submitted: 'info',
  in_review: 'info',
  changes_requested: 'warn',
  accepted: 'good',
  rejected: 'bad',
  withdrawn: 'neutral'
}

/** Null: not begun. */
export function workStatus(status: WorkStatus | null | undefined): { text: string; tone: Tone } {
  return { text: t(`project.status.${status ?? 'none'}`), tone: status ? tones[status] : 'neutral' }
}
