import en from '../../messages/en/account.json'
import id from '../../messages/id/account.json'
import { defineMessages } from '../../messages/messages.js'

export const t = defineMessages({ en, id })
