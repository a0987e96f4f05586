import en from '../messages/en/attempts.json'
import id from '../messages/id/attempts.json'
import { defineMessages } from '../messages/messages.js'

export const t = defineMessages({ en, id })
