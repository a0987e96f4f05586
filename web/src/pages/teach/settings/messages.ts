import en from '../../../messages/en/teach-settings.json'
import id from '../../../messages/id/teach-settings.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
