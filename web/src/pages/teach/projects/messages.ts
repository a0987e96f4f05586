import en from '../../../messages/en/teach-projects.json'
import id from '../../../messages/id/teach-projects.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
