import en from '../messages/en/courses.json'
import id from '../messages/id/courses.json'
import { defineMessages } from '../messages/messages.js'

/** What is said of courses on more than one page. */
export const t = defineMessages({ en, id })
