import en from '../../messages/en/home.json'
import id from '../../messages/id/home.json'
import { defineMessages } from '../../messages/messages.js'

export const t = defineMessages({ en, id })
