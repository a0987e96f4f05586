import en from '../../../messages/en/cohorts-board.json'
import id from '../../../messages/id/cohorts-board.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
