import en from '../messages/en/charts.json'
import id from '../messages/id/charts.json'
import { defineMessages } from '../messages/messages.js'

export const t = defineMessages({ en, id })
