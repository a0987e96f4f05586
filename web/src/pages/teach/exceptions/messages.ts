import en from '../../../messages/en/teach-exceptions.json'
import id from '../../../messages/id/teach-exceptions.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
