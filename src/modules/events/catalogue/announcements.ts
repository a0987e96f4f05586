import Type from 'typebox'
import { defineEvent } from './define.js'
import { text, textOrNull } from './fields.js'

/** What people write: in the language that they choose. */
export const announcementEvents = {
  announcement: defineEvent({
    name: { en: 'Announcements', id: 'Pengumuman' },
    concerns: {
      en: 'Those whom somebody writes to: a course, a cohort, a role, an organisation or all',
      id: 'Penerimanya: kursus, kohort, peran, organisasi, atau semua'
    },
    data: Type.Object({
      title: text('The headline'),
      message: text('What is said'),
      link: textOrNull('Where it leads'),
      type: Type.Optional(text('As which the notification goes, where its writer names it'))
    }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: ({ title }) => title, id: ({ title }) => title },
    message: { en: ({ message }) => message, id: ({ message }) => message },
    link: ({ link }) => link
  })
}
