import Type from 'typebox'
import { defineEvent } from './define.js'
import { course, learner, number, text, textOrNull, truth } from './fields.js'

const learners = { ...course, learnerIds: Type.Array(text('A learner'), { description: 'Whose enrolments they are' }) }

const toLearners = { en: 'The learner', id: 'Pesertanya' }

const toCourse = ({ courseId }: { courseId: string }) => `/app/courses/${courseId}`

export const enrolmentEvents = {
  enrolment_created: defineEvent({
    name: { en: 'Enrolments', id: 'Pendaftaran' },
    concerns: { en: 'Learners whom somebody else enrols', id: 'Peserta yang didaftarkan oleh orang lain' },
    data: Type.Object(learners),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'You are enrolled', id: () => 'Kamu terdaftar' },
    message: {
      en: ({ courseTitle }) => `You were enrolled in “${courseTitle}”.`,
      id: ({ courseTitle }) => `Kamu didaftarkan di “${courseTitle}”.`
    },
    link: toCourse
  }),

  enrolment_waiting: defineEvent({
    name: { en: 'Waiting lists', id: 'Daftar tunggu' },
    concerns: { en: 'Learners whom somebody else enrols', id: 'Peserta yang didaftarkan oleh orang lain' },
    data: Type.Object(learners),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'You are on the waiting list', id: () => 'Kamu masuk daftar tunggu' },
    message: {
      en: ({ courseTitle }) => `You wait for a place in “${courseTitle}”.`,
      id: ({ courseTitle }) => `Kamu menunggu tempat di “${courseTitle}”.`
    },
    link: toCourse
  }),

  enrolment_approved: defineEvent({
    name: { en: 'Approved requests', id: 'Permintaan disetujui' },
    concerns: toLearners,
    data: Type.Object({ ...course, ...learner, isWaiting: truth('Whether they wait for a place now') }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Your request is approved', id: () => 'Permintaanmu disetujui' },
    message: {
      en: ({ courseTitle, isWaiting }) =>
        `You may take “${courseTitle}” ${isWaiting ? 'as soon as there is a place' : 'now'}.`,
      id: ({ courseTitle, isWaiting }) =>
        isWaiting
          ? `Kamu bisa mengikuti “${courseTitle}” begitu ada tempat.`
          : `Kamu sudah bisa mengikuti “${courseTitle}”.`
    },
    link: toCourse
  }),

  enrolment_rejected: defineEvent({
    name: { en: 'Rejected requests', id: 'Permintaan ditolak' },
    concerns: toLearners,
    data: Type.Object({ ...course, ...learner, reason: text('Why') }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Your request is rejected', id: () => 'Permintaanmu ditolak' },
    message: {
      en: ({ courseTitle, reason }) => `Your request for “${courseTitle}” was rejected: ${reason}`,
      id: ({ courseTitle, reason }) => `Permintaanmu untuk “${courseTitle}” ditolak: ${reason}`
    },
    link: toCourse
  }),

  enrolment_moved_up: defineEvent({
    name: { en: 'Places that become free', id: 'Tempat yang tersedia' },
    concerns: { en: 'Learners who waited for a place', id: 'Peserta yang menunggu tempat' },
    data: Type.Object(learners),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'A place is free', id: () => 'Ada tempat untukmu' },
    message: {
      en: ({ courseTitle }) => `A place in “${courseTitle}” is yours.`,
      id: ({ courseTitle }) => `Kamu mendapat tempat di “${courseTitle}”.`
    },
    link: toCourse
  }),

  enrolment_end_changed: defineEvent({
    name: { en: 'Changes of your time in a course', id: 'Perubahan masa belajar' },
    concerns: toLearners,
    data: Type.Object({ ...course, ...learner, expiresAt: textOrNull('The moment of the end; null: there is none') }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Your time has changed', id: () => 'Masa belajarmu berubah' },
    message: {
      en: ({ courseTitle }) => `Until when you can take “${courseTitle}” has changed.`,
      id: ({ courseTitle }) => `Masa belajarmu di “${courseTitle}” berubah.`
    },
    link: toCourse
  }),

  enrolment_expired: defineEvent({
    name: { en: 'End of your time in a course', id: 'Akhir masa belajar' },
    concerns: toLearners,
    data: Type.Object(learners),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Your time is over', id: () => 'Masa belajarmu berakhir' },
    message: {
      en: ({ courseTitle }) => `Your time in “${courseTitle}” is over.`,
      id: ({ courseTitle }) => `Masa belajarmu di “${courseTitle}” sudah berakhir.`
    },
    link: toCourse
  }),

  enrolment_cancelled: defineEvent({
    name: { en: 'Enrolments taken back', id: 'Pendaftaran dibatalkan' },
    concerns: { en: 'Learners whom somebody else takes out', id: 'Peserta yang dikeluarkan oleh orang lain' },
    data: Type.Object(learners),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'You are no longer enrolled', id: () => 'Kamu tidak terdaftar lagi' },
    message: {
      en: ({ courseTitle }) => `You were taken out of “${courseTitle}”.`,
      id: ({ courseTitle }) => `Kamu dikeluarkan dari “${courseTitle}”.`
    },
    link: toCourse
  }),

  enrolment_completed: defineEvent({
    name: { en: 'Completed courses', id: 'Kursus selesai' },
    concerns: toLearners,
    data: Type.Object(learners),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Course completed', id: () => 'Kursus selesai' },
    message: {
      en: ({ courseTitle }) => `You completed “${courseTitle}”.`,
      id: ({ courseTitle }) => `Kamu sudah menyelesaikan “${courseTitle}”.`
    },
    link: toCourse
  }),

  enrolment_new: defineEvent({
    name: { en: 'New learners', id: 'Peserta baru' },
    concerns: { en: 'The mentor of the course', id: 'Mentor kursus' },
    data: Type.Object({
      ...course,
      username: textOrNull('Who enrolled by themselves; null: somebody else enrolled them'),
      count: number('How many they are')
    }),
    defaults: { inApp: 'at_once', mail: 'daily' },
    title: { en: () => 'New enrolment', id: () => 'Pendaftaran baru' },
    message: {
      en: ({ courseTitle, username, count }) => {
        if (username !== null) return `${username} enrolled in “${courseTitle}”.`
        return `${count === 1 ? 'A learner was' : `${count} learners were`} enrolled in “${courseTitle}”.`
      },
      id: ({ courseTitle, username, count }) => {
        if (username !== null) return `${username} mendaftar di “${courseTitle}”.`
        return `${count === 1 ? 'Seorang' : count} peserta didaftarkan di “${courseTitle}”.`
      }
    },
    link: toCourse
  }),

  enrolment_requested: defineEvent({
    name: { en: 'Requests to take a course', id: 'Permintaan mengikuti kursus' },
    concerns: {
      en: 'The mentor of the course, or else those who run the organisation',
      id: 'Mentor kursus, atau pengelola organisasi bila tidak ada mentor'
    },
    data: Type.Object({ ...course, ...learner, username: text('Who asks') }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'New request', id: () => 'Permintaan baru' },
    message: {
      en: ({ courseTitle, username }) => `${username} asks to take “${courseTitle}”.`,
      id: ({ courseTitle, username }) => `${username} ingin mengikuti “${courseTitle}”.`
    },
    link: toCourse
  }),

  prerequisite_exception_granted: defineEvent({
    name: { en: 'Courses without what they require', id: 'Kursus tanpa prasyarat' },
    concerns: { en: 'Who need not complete what the course requires', id: 'Yang dibebaskan dari prasyarat kursus' },
    data: Type.Object({ ...course, ...learner }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'A course is open to you', id: () => 'Kursus terbuka untukmu' },
    message: {
      en: ({ courseTitle }) => `You may take “${courseTitle}” without the courses that it requires.`,
      id: ({ courseTitle }) => `Kamu bisa mengikuti “${courseTitle}” tanpa menyelesaikan kursus prasyaratnya.`
    },
    link: toCourse
  })
}
