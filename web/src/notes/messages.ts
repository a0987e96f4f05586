import en from '../messages/en/notes.json'
import id from '../messages/id/notes.json'
import { defineMessages } from '../messages/messages.js'

export const t = defineMessages({ en, id })
