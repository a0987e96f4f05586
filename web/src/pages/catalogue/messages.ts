import en from '../../messages/en/catalogue.json'
import id from '../../messages/id/catalogue.json'
import { defineMessages } from '../../messages/messages.js'

export const t = defineMessages({ en, id })
