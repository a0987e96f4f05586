import en from '../../../messages/en/gradebook.json'
import id from '../../../messages/id/gradebook.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
