import en from '../../../messages/en/teach-rubrics.json'
import id from '../../../messages/id/teach-rubrics.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
