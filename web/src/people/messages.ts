import en from '../messages/en/people-field.json'
import id from '../messages/id/people-field.json'
import { defineMessages } from '../messages/messages.js'

export const t = defineMessages({ en, id })
