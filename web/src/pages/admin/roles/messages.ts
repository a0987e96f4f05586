import en from '../../../messages/en/roles.json'
import id from '../../../messages/id/roles.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
