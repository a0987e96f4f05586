import { Problem } from '../api/problem.js'
import { language } from '../messages/language.js'
import { isMessage, type MessageKey, t } from './messages.js'

/** Why something failed, as one sentence in the reader's language. */
export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) return t('problem.UNKNOWN')
  const byCode = `problem.${error.code}`
  if (isMessage(byCode)) return t(byCode, { seconds: Math.ceil((error.retryAfterMs ?? 0) / 1_000) })
  // The API speaks English: to who reads English it says more than its status alone.
  if (language.value === 'en' && error.message && error.status < 500) return error.message
  const byStatus = `problem.status.${error.status}`
  return t(isMessage(byStatus) ? byStatus : ('problem.UNKNOWN' satisfies MessageKey))
}

/** What is wrong with a field, in the reader's language where it is one of the usual things. */
export function fieldText(text: string): string {
  for (const [pattern, key] of usual) {
    const match = pattern.exec(text)
    if (match) return t(key, { n: match[1] ?? '' })
  }
  return language.value === 'en' ? text : t('field.invalid')
}

const usual: readonly (readonly [RegExp, MessageKey])[] = [
  [/^is required$|must not be empty/, 'field.required'],
  [/(?:at least|fewer than) (\d+) characters/, 'field.tooShort'],
  [/(?:at most|more than) (\d+) characters/, 'field.tooLong'],
  [/at least (-?[\d.]+)/, 'field.tooSmall'],
  [/at most (-?[\d.]+)/, 'field.tooLarge'],
  [/taken|exists already|is in use/, 'field.taken'],
  [/e-?mail/, 'field.email']
]
