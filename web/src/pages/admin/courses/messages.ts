import en from '../../../messages/en/admin-courses.json'
import id from '../../../messages/id/admin-courses.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
