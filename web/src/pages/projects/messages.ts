import en from '../../messages/en/projects.json'
import id from '../../messages/id/projects.json'
import { defineMessages } from '../../messages/messages.js'

export const t = defineMessages({ en, id })
