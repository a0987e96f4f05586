import en from '../../messages/en/submissions.json'
import id from '../../messages/id/submissions.json'
import { defineMessages } from '../../messages/messages.js'

export const t = defineMessages({ en, id })
