import en from '../messages/en/notifications.json'
import id from '../messages/id/notifications.json'
import { defineMessages } from '../messages/messages.js'

export const t = defineMessages({ en, id })
