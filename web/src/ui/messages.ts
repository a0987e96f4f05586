import en from '../messages/en/common.json'
import id from '../messages/id/common.json'
import { defineMessages } from '../messages/messages.js'

/** What the whole product says. */
export const t = defineMessages({ en, id })

export type MessageKey = keyof typeof en

export function isMessage(key: string): key is MessageKey {
  return Object.hasOwn(en, key)
}
