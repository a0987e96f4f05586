import en from '../../../messages/en/teach-lesson.json'
import id from '../../../messages/id/teach-lesson.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
