import en from '../../../messages/en/users.json'
import id from '../../../messages/id/users.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
