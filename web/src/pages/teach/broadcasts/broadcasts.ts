import type { Schema } from '../../../api/client.js'
import { queryClient } from '../../../api/queries.js'
import { t } from './messages.js'

export type Broadcast = Schema<'BroadcastSummary'>
export type BroadcastState = Broadcast['state']

export const listKey = '/api/broadcasts'
export const states = [
  'scheduled',
  'running',
  'done',
  'cancelled',
  'failed'
] as const satisfies readonly BroadcastState[]

export function refreshBroadcasts(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: [listKey] })
}

/** To whom, in a word. */
export function audienceText({ all, cohortId, courseId, organizationId, role, users }: Broadcast['audience']): string {
  if (all) return t('to.all')
  if (users !== undefined) return t('to.users', { count: users })
  if (cohortId) return t('to.cohort')
  if (courseId) return t('to.course')
  if (role) return t('to.role', { role })
  return t(organizationId ? 'to.organization' : 'to.all')
}
