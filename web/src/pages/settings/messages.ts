import en from '../../messages/en/settings.json'
import id from '../../messages/id/settings.json'
import { defineMessages } from '../../messages/messages.js'

export const t = defineMessages({ en, id })
