import en from '../../../messages/en/broadcasts.json'
import id from '../../../messages/id/broadcasts.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
