import en from '../../messages/en/learn.json'
import id from '../../messages/id/learn.json'
import { defineMessages } from '../../messages/messages.js'

export const t = defineMessages({ en, id })
