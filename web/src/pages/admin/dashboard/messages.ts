import en from '../../../messages/en/dashboard.json'
import id from '../../../messages/id/dashboard.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
