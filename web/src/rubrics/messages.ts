import en from '../messages/en/rubrics.json'
import id from '../messages/id/rubrics.json'
import { defineMessages } from '../messages/messages.js'

export const t = defineMessages({ en, id })
