import en from '../../messages/en/certificates.json'
import id from '../../messages/id/certificates.json'
import { defineMessages } from '../../messages/messages.js'

export const t = defineMessages({ en, id })
