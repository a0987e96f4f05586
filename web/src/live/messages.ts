import en from '../messages/en/live.json'
import id from '../messages/id/live.json'
import { defineMessages } from '../messages/messages.js'

export const t = defineMessages({ en, id })
