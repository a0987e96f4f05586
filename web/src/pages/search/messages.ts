import en from '../../messages/en/search.json'
import id from '../../messages/id/search.json'
import { defineMessages } from '../../messages/messages.js'

export const t = defineMessages({ en, id })
