import en from '../../../messages/en/teach-release.json'
import id from '../../../messages/id/teach-release.json'
import { defineMessages } from '../../../messages/messages.js'

export const t = defineMessages({ en, id })
