import en from '../messages/en/csv.json'
import id from '../messages/id/csv.json'
import { language } from '../messages/language.js'
import { defineMessages } from '../messages/messages.js'

export const t = defineMessages({ en, id })

/** Why a row is not taken, in the reader's language where it is known; else as the API says it. */
export function rowProblem({ code, message }: { code?: string; message?: string }): string {
  const key = `error.${code}`
  if (isMessage(key)) return t(key)
  return language.value === 'en' || !code ? (message ?? '') : code
}

function isMessage(key: string): key is keyof typeof en {
  return Object.hasOwn(en, key)
}
