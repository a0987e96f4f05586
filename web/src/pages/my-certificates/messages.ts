import en from '../../messages/en/my-certificates.json'
import id from '../../messages/id/my-certificates.json'
import { defineMessages } from '../../messages/messages.js'

export const t = defineMessages({ en, id })
