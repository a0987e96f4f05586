import en from '../../../messages/en/health.json'
import id from '../../../messages/id/health.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
