import en from '../../../messages/en/people.json'
import id from '../../../messages/id/people.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
