import en from '../../messages/en/admin.json'
import id from '../../messages/id/admin.json'
import { defineMessages } from '../../messages/messages.js'

export const t = defineMessages({ en, id })
