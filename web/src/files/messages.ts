import en from '../messages/en/files.json'
import id from '../messages/id/files.json'
import { defineMessages } from '../messages/messages.js'

export const t = defineMessages({ en, id })
