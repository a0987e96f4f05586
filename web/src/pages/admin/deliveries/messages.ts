import en from '../../../messages/en/deliveries.json'
import id from '../../../messages/id/deliveries.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
