import Type from 'typebox'
import { defineEvent } from './define.js'
import { course, learner, text, textOrNull } from './fields.js'

const module = { ...course, moduleId: text('The module'), moduleTitle: text('Its title') }

const concerns = { en: 'Learners for whom it has opened', id: 'Peserta yang sudah bisa membukanya' }

const toCourse = ({ courseId }: { courseId: string }) => `/app/courses/${courseId}`

export const contentEvents = {
  module_released: defineEvent({
    name: { en: 'New modules', id: 'Modul baru' },
    concerns,
    data: Type.Object(module),
    defaults: { inApp: 'at_once', mail: 'daily' },
    title: { en: () => 'New module', id: () => 'Modul baru' },
    message: {
      en: ({ moduleTitle, courseTitle }) => `“${moduleTitle}” of “${courseTitle}” is open.`,
      id: ({ moduleTitle, courseTitle }) => `“${moduleTitle}” di “${courseTitle}” sudah dibuka.`
    },
    link: toCourse
  }),

  lesson_released: defineEvent({
    name: { en: 'New lessons', id: 'Pelajaran baru' },
    concerns,
    data: Type.Object({
      ...module,
      lessons: Type.Array(Type.Object({ id: text('The lesson'), title: text('Its title') }), {
        description: 'Those of the module that opened together'
      })
    }),
    defaults: { inApp: 'at_once', mail: 'daily' },
    title: {
      en: ({ lessons }) => (lessons.length === 1 ? 'New lesson' : 'New lessons'),
      id: () => 'Pelajaran baru'
    },
    message: {
      en: ({ lessons, moduleTitle, courseTitle }) =>
        lessons.length === 1
          ? `“${lessons[0]?.title}” of “${courseTitle}” is open.`
          : `${lessons.length} lessons of “${moduleTitle}” in “${courseTitle}” are open.`,
      id: ({ lessons, moduleTitle, courseTitle }) =>
        lessons.length === 1
          ? `“${lessons[0]?.title}” di “${courseTitle}” sudah dibuka.`
          : `${lessons.length} pelajaran dari “${moduleTitle}” di “${courseTitle}” sudah dibuka.`
    },
    link: toCourse
  }),

  release_exception_granted: defineEvent({
    name: { en: 'Content opened for you', id: 'Materi dibuka khusus' },
    concerns: { en: 'The learner for whom it opens before its time', id: 'Peserta yang boleh membukanya lebih awal' },
    data: Type.Object({
      ...{ ...course, ...learner },
      moduleId: textOrNull('The module; null: it is a lesson'),
      lessonId: textOrNull('The lesson; null: it is a module'),
      title: text('The title of the one or the other')
    }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Open for you', id: () => 'Dibuka untukmu' },
    message: {
      en: ({ title, courseTitle }) => `“${title}” of “${courseTitle}” is open for you.`,
      id: ({ title, courseTitle }) => `“${title}” di “${courseTitle}” sudah dibuka untukmu.`
    },
    link: toCourse
  })
}
