import Type from 'typebox'
import { defineEvent } from './define.js'
import { course, learner, text, textOrNull, truth } from './fields.js'

const place = { kind: text('project, quiz or checkpoint'), itemId: text('What is graded') }
const item = { ...place, itemTitle: text('Its title') }
/** No event says points: they are read where nobody else looks on. */
const grade = { ...course, ...item, ...learner, gradeId: text('The grade') }
const learners = { learnerIds: Type.Array(text('A learner'), { description: 'Whose they are' }) }
const appeal = {
  ...{ ...course, ...learner },
  appealId: text('The appeal'),
  gradeId: text('The grade'),
  itemTitle: textOrNull('Of what is graded; null: it is gone')
}

const ofLearner = { en: 'The learner', id: 'Peserta pemilik nilai' }

const toGrades = ({ courseId }: { courseId: string }) => `/app/courses/${courseId}/grades`

export const gradeEvents = {
  grade_changed: defineEvent({
    name: { en: 'Grade changed by hand', id: 'Nilai diubah' },
    concerns: ofLearner,
    data: Type.Object({ ...grade, isTakenAway: truth('Whether nothing counts any more') }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Grade changed', id: () => 'Nilai diubah' },
    message: {
      en: ({ itemTitle, courseTitle, isTakenAway }) =>
        `Your grade for “${itemTitle}” in “${courseTitle}” was ${isTakenAway ? 'taken away' : 'changed'}.`,
      id: ({ itemTitle, courseTitle, isTakenAway }) =>
        `Nilaimu untuk “${itemTitle}” di “${courseTitle}” ${isTakenAway ? 'dihapus' : 'diubah'}.`
    },
    link: toGrades
  }),

  grade_recorded: defineEvent({
    name: { en: 'Grades recorded', id: 'Nilai dicatat' },
    concerns: {
      en: 'Nobody in person: other systems, of what a review, a quiz or a checkpoint was worth',
      id: 'Sistem lain, bukan orang: nilai dari ulasan, kuis, atau checkpoint'
    },
    data: Type.Object({
      ...{ courseId: text('The course'), ...place, ...learner },
      gradeId: text('The grade'),
      source: text('What said so: review, quiz or checkpoint')
    }),
    defaults: { inApp: 'at_once', mail: 'never' },
    title: { en: () => 'Grade recorded', id: () => 'Nilai dicatat' },
    message: { en: () => 'A grade was recorded.', id: () => 'Sebuah nilai dicatat.' },
    link: toGrades
  }),

  grades_changed: defineEvent({
    name: { en: 'Grades changed by a table', id: 'Nilai diubah lewat tabel' },
    concerns: { en: 'Learners of whose grades some have changed', id: 'Peserta yang sebagian nilainya berubah' },
    data: Type.Object({ ...course, ...learners }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Grades changed', id: () => 'Nilaimu berubah' },
    message: {
      en: ({ courseTitle }) => `Grades of yours in “${courseTitle}” have changed.`,
      id: ({ courseTitle }) => `Sebagian nilaimu di “${courseTitle}” berubah.`
    },
    link: toGrades
  }),

  grade_released: defineEvent({
    name: { en: 'Grade released', id: 'Nilai diumumkan' },
    concerns: { en: 'Learners who see their grade from now on', id: 'Peserta yang sekarang bisa melihat nilainya' },
    data: Type.Object({ ...course, ...item, ...learners }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Grade released', id: () => 'Nilai diumumkan' },
    message: {
      en: ({ itemTitle, courseTitle }) => `Your grade for “${itemTitle}” in “${courseTitle}” is there.`,
      id: ({ itemTitle, courseTitle }) => `Nilaimu untuk “${itemTitle}” di “${courseTitle}” sudah diumumkan.`
    },
    link: toGrades
  }),

  grade_appeal: defineEvent({
    name: { en: 'Appeals', id: 'Banding nilai' },
    concerns: {
      en: 'Reviewers of the course, or else those who run the organisation',
      id: 'Pengulas kursus; kalau tidak ada, pengelola organisasi'
    },
    data: Type.Object({ ...appeal, learnerUsername: text('Their username') }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'A grade is appealed', id: () => 'Banding nilai baru' },
    message: {
      en: ({ learnerUsername, itemTitle, courseTitle }) =>
        `${learnerUsername} asks for a second look at the grade for ${named.en(itemTitle)} in “${courseTitle}”.`,
      id: ({ learnerUsername, itemTitle, courseTitle }) =>
        `${learnerUsername} meminta nilai untuk ${named.id(itemTitle)} di “${courseTitle}” diperiksa ulang.`
    },
    link: toGrades
  }),

  appeal_answered: defineEvent({
    name: { en: 'Your appeals answered', id: 'Jawaban atas bandingmu' },
    concerns: { en: 'The learner who appealed', id: 'Peserta yang mengajukan banding' },
    data: Type.Object({ ...appeal, isChanged: truth('Whether the grade is another one now') }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Your appeal is answered', id: () => 'Bandingmu sudah dijawab' },
    message: {
      en: ({ itemTitle, isChanged }) =>
        `Your grade for ${named.en(itemTitle)} ${isChanged ? 'was changed' : 'stays as it is'}.`,
      id: ({ itemTitle, isChanged }) => `Nilaimu untuk ${named.id(itemTitle)} ${isChanged ? 'diubah' : 'tetap'}.`
    },
    link: toGrades
  })
}

const named = {
  en: (title: string | null) => (title ? `“${title}”` : 'an item'),
  id: (title: string | null) => (title ? `“${title}”` : 'sebuah tugas')
}
