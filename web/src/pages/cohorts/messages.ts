import en from '../../messages/en/cohorts.json'
import id from '../../messages/id/cohorts.json'
import { defineMessages } from '../../messages/messages.js'

export const t = defineMessages({ en, id })
