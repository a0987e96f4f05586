import en from '../../../messages/en/statistics.json'
import id from '../../../messages/id/statistics.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
