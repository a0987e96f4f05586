import en from '../../messages/en/quizzes.json'
import id from '../../messages/id/quizzes.json'
import { defineMessages } from '../../messages/messages.js'

export const t = defineMessages({ en, id })
