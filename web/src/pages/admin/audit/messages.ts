import en from '../../../messages/en/audit.json'
import id from '../../../messages/id/audit.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
