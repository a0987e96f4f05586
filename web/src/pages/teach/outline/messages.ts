import en from '../../../messages/en/teach-outline.json'
import id from '../../../messages/id/teach-outline.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
