import type { Schema } from '../api/client.js'
import { formatDateTime } from '../messages/format.js'
import { t } from './messages.js'

export type Lock = Schema<'ReleaseLock'>

/** Why something is not open, and when it will be. @param lessonTitle of a lesson of the same course, where it is known */
export function lockText({ reason, opensAt, lessonId }: Lock, lessonTitle: (id: string) => string | undefined): string {
  const date = opensAt === null ? undefined : formatDateTime(opensAt)
  switch (reason) {
    case 'after_lesson': {
      const lesson = lessonId === null ? undefined : lessonTitle(lessonId)
      return lesson === undefined ? t('lock.after_lessonUnknown') : t('lock.after_lesson', { lesson })
    }
    case 'cohort_week':
      return date === undefined ? t('lock.cohort_weekUnknown') : t('lock.cohort_week', { date })
    case 'after_enrolment':
      return date === undefined ? t('lock.dateUnknown') : t('lock.after_enrolment', { date })
    case 'date':
      return date === undefined ? t('lock.dateUnknown') : t('lock.date', { date })
    default:
      return t(`lock.${reason}`)
  }
}

/** As it stands in a refusal, where everything is a list of texts. */
export function lockOf(fields: Readonly<Record<string, readonly string[]>>): Lock {
  const reason = fields.reason?.[0] as Lock['reason'] | undefined
  return {
    reason: reason ?? 'date',
    opensAt: fields.opensAt?.[0] ?? null,
    lessonId: fields.lessonId?.[0] ?? null
  }
}
