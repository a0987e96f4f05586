import en from '../../messages/en/work.json'
import id from '../../messages/id/work.json'
import { defineMessages } from '../../messages/messages.js'

export const t = defineMessages({ en, id })
