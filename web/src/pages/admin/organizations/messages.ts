import en from '../../../messages/en/organizations.json'
import id from '../../../messages/id/organizations.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
