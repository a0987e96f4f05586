import en from '../../messages/en/reviews.json'
import id from '../../messages/id/reviews.json'
import { defineMessages } from '../../messages/messages.js'

export const t = defineMessages({ en, id })
