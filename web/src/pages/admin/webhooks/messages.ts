import en from '../../../messages/en/webhooks.json'
import id from '../../../messages/id/webhooks.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
