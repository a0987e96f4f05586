import en from '../../../messages/en/teach-questions.json'
import id from '../../../messages/id/teach-questions.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
