import en from '../../messages/en/grades.json'
import id from '../../messages/id/grades.json'
import { defineMessages } from '../../messages/messages.js'

export const t = defineMessages({ en, id })
