import en from '../../messages/en/teach.json'
import id from '../../messages/id/teach.json'
import { defineMessages } from '../../messages/messages.js'

export const t = defineMessages({ en, id })
