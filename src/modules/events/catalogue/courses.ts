import Type from 'typebox'
import { defineEvent } from './define.js'
import { course, text } from './fields.js'

const concerns = { en: 'Learners of the course', id: 'Peserta kursus' }

const toCourse = ({ courseId }: { courseId: string }) => `/app/courses/${courseId}`

export const courseEvents = {
  course_published: defineEvent({
    name: { en: 'Courses that open', id: 'Kursus dibuka' },
    concerns,
    data: Type.Object(course),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Course published', id: () => 'Kursus dibuka' },
    message: {
      en: ({ courseTitle }) => `“${courseTitle}” is open.`,
      id: ({ courseTitle }) => `“${courseTitle}” sudah dibuka.`
    },
    link: toCourse
  }),

  course_changed: defineEvent({
    name: { en: 'Changes of a course', id: 'Perubahan kursus' },
    concerns,
    data: Type.Object({
      ...course,
      fields: Type.Array(text('A field of the course'), { description: 'What changed' })
    }),
    defaults: { inApp: 'at_once', mail: 'daily' },
    title: { en: () => 'Course updated', id: () => 'Kursus diperbarui' },
    message: {
      en: ({ courseTitle }) => `“${courseTitle}” has changed.`,
      id: ({ courseTitle }) => `Ada perubahan di “${courseTitle}”.`
    },
    link: toCourse
  }),

  course_archived: defineEvent({
    name: { en: 'Archived courses', id: 'Kursus diarsipkan' },
    concerns,
    data: Type.Object(course),
    defaults: { inApp: 'at_once', mail: 'daily' },
    title: { en: () => 'Course archived', id: () => 'Kursus diarsipkan' },
    message: {
      en: ({ courseTitle }) => `“${courseTitle}” is archived: you can still read it.`,
      id: ({ courseTitle }) => `“${courseTitle}” diarsipkan: isinya masih bisa dibaca.`
    },
    link: toCourse
  })
}
