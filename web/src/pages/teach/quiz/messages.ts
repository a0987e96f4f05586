import en from '../../../messages/en/teach-quiz.json'
import id from '../../../messages/id/teach-quiz.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
