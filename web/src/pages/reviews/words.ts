import { formatRelative } from '../../messages/format.js'
import { language } from '../../messages/language.js'
import { nameOf } from '../../people/name.js'
import { t } from './messages.js'
import type { ReviewRequest } from './types.js'

type Due = Pick<ReviewRequest, 'dueAt' | 'state'>

/** When it is due, in words. */
export function dueText({ dueAt }: Due, now: number): string {
  const when = formatRelative(dueAt, now)
  return new Date(dueAt).getTime() < now ? t('due.overdue', { when }) : t('due.in', { when })
}

const minuteMs = 60_000

/** When a claim ends: to the minute, since two hours that look like one hurry people. */
export function endText(time: string, now: number): string {
  const minutes = Math.max(0, Math.round((new Date(time).getTime() - now) / minuteMs))
  return new Intl.RelativeTimeFormat(language.value, { numeric: 'always' }).format(minutes, 'minute')
}

/** Who has it, or for whom it is meant. */
export function holderText({ claimedBy, assignedTo, state }: ReviewRequest, myId: string | undefined): string {
  if (state === 'decided') return t('state.decided')
  if (state === 'cancelled') return t('state.cancelled')
  if (claimedBy) return claimedBy.id === myId ? t('holder.me') : t('holder.other', { name: nameOf(claimedBy) })
  if (assignedTo) {
    return assignedTo.id === myId ? t('holder.meantForMe') : t('holder.meantFor', { name: nameOf(assignedTo) })
  }
  return t('holder.nobody')
}
