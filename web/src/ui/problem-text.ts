import { Problem } from '../api/problem.js'
import { formatWait } from '../messages/format.js'
import { language } from '../messages/language.js'
import { rareProblemText } from '../messages/problems.js'
import { isMessage, type MessageKey, t } from './messages.js'

/** Why something failed, as one sentence in the reader's language. */
export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) return t('problem.UNKNOWN')
  const byCode = `problem.${error.code}`
  if (isMessage(byCode)) {
    const seconds = Math.max(1, Math.ceil((error.retryAfterMs ?? 0) / 1_000))
    return t(byCode, { seconds, wait: formatWait(seconds) })
  }
  const rare = rareProblemText(error.code)
  if (rare !== undefined) return rare
  // The API speaks English: to who reads English it says more than its status alone.
  if (language.value === 'en' && error.message && error.status < 500) return error.message
  const byStatus = `problem.status.${error.status}`
  return t(isMessage(byStatus) ? byStatus : ('problem.UNKNOWN' satisfies MessageKey))
}

/** What is wrong with a field, in the reader's language where it is one of the usual things. */
export function fieldText(text: string): string {
  for (const [pattern, key] of usual) {
    const { n = '', min = '' } = pattern.exec(text)?.groups ?? {}
    if (pattern.test(text)) return t(key, { n, min })
  }
  return language.value === 'en' ? text : t('field.invalid')
}

/** What the API says of fields (src/http/validation.ts, and the rules of the modules); the first that fits. */
const usual: readonly (readonly [RegExp, MessageKey])[] = [
  [/^is required$|must not be empty/, 'field.required'],
  [/letters, digits, dots/, 'field.username'],
  [/most common ones/, 'field.commonPassword'],
  [/must not be the username/, 'field.passwordIsName'],
  [/not the current password/, 'field.wrongPassword'],
  [/must be (?<min>\d+) to (?<n>\d+) characters/, 'field.lengthBetween'],
  [/(?:at least|fewer than) (?<n>\d+) characters/i, 'field.tooShort'],
  [/(?:at most|more than) (?<n>\d+) characters/i, 'field.tooLong'],
  [/fewer than (?<n>\d+) items/, 'field.tooFewItems'],
  [/more than (?<n>\d+) items/, 'field.tooManyItems'],
  [/^must be at least (?<n>-?[\d.]+)/, 'field.tooSmall'],
  [/^must be at most (?<n>-?[\d.]+)$/, 'field.tooLarge'],
  [/^must be integer/, 'field.integer'],
  [/^must be number/, 'field.number'],
  [/taken|exists already|is in use/, 'field.taken'],
  [/e-?mail/, 'field.email'],
  [/time zone/, 'field.timeZone'],
  [/a time of the day/, 'field.time'],
  [/a day (?:like|that there is)/, 'field.date'],
  [/a moment/, 'field.moment'],
  [/another time than/, 'field.otherTime'],
  [/in the future/, 'field.future'],
  [/https address/, 'field.httpsUrl'],
  [/format "ur[il]|address of the web/, 'field.url'],
  [/twice|duplicate items|is there already/, 'field.twice'],
  [/^must be one of|not one of those/, 'field.choice'],
  [/characters or a form|character NUL|well-formed Unicode/, 'field.characters']
]
