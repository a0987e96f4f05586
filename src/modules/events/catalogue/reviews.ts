import Type from 'typebox'
import { defineEvent } from './define.js'
import { course, learner, submission, text, truth } from './fields.js'

const review = { ...course, ...submission, ...learner, reviewId: text('The review') }
/** What a reviewer is told names whose work it is. */
const named = { ...review, learnerName: text('Their name, or else their username') }

interface OfReview {
  reviewId: string
}

const toReview = ({ reviewId }: OfReview) => `/app/reviews/${reviewId}`

interface Work {
  projectTitle: string
  learnerName: string
}

const work = {
  en: ({ projectTitle, learnerName }: Work) => `“${projectTitle}” by ${learnerName}`,
  id: ({ projectTitle, learnerName }: Work) => `“${projectTitle}” karya ${learnerName}`
}

export const reviewEvents = {
  review_claimed: defineEvent({
    name: { en: 'A review of your work begins', id: 'Karyamu mulai diulas' },
    concerns: { en: 'The learner', id: 'Peserta yang mengumpulkannya' },
    data: Type.Object(review),
    defaults: { inApp: 'at_once', mail: 'never' },
    title: { en: () => 'Your work is being reviewed', id: () => 'Karyamu sedang diulas' },
    message: {
      en: ({ projectTitle }) => `Somebody has begun to review your work on “${projectTitle}”.`,
      id: ({ projectTitle }) => `Seorang pengulas mulai mengulas karyamu untuk “${projectTitle}”.`
    },
    link: ({ submissionId }) => `/app/submissions/${submissionId}`
  }),

  review_assigned: defineEvent({
    name: { en: 'Reviews meant for you', id: 'Karya untuk kamu ulas' },
    concerns: { en: 'The reviewer who is asked', id: 'Pengulas yang diminta' },
    data: Type.Object({ ...named, reviewerId: text('Who is asked') }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'A review is meant for you', id: () => 'Ada karya untuk kamu ulas' },
    message: {
      en: (data) => `You are asked to review ${work.en(data)}.`,
      id: (data) => `Kamu diminta mengulas ${work.id(data)}.`
    },
    link: toReview
  }),

  review_released: defineEvent({
    name: { en: 'Reviews taken back', id: 'Ulasan ditarik kembali' },
    concerns: { en: 'The reviewer who had it', id: 'Pengulas sebelumnya' },
    data: Type.Object({ ...named, reviewerId: text('Who had it'), reason: text('Why') }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'A review was taken back', id: () => 'Ulasan ditarik kembali' },
    message: {
      en: ({ reason, ...data }) => `The review of ${work.en(data)} is no longer yours: ${reason}`,
      id: ({ reason, ...data }) => `Ulasan ${work.id(data)} bukan tugasmu lagi: ${reason}`
    },
    link: toReview
  }),

  review_due_soon: defineEvent({
    name: { en: 'Reviews due soon, or late', id: 'Ulasan yang mendekati tenggat atau terlambat' },
    concerns: {
      en: 'Who has the review, or for whom it is meant; else the reviewers of the course',
      id: 'Pengulas yang memegangnya atau yang diminta; kalau tidak ada, semua pengulas kursus'
    },
    data: Type.Object({
      ...named,
      dueAt: text('By when it is to be there, in UTC'),
      isLate: truth('Whether that is over')
    }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: {
      en: ({ isLate }) => (isLate ? 'A review is late' : 'A review is due soon'),
      id: ({ isLate }) => (isLate ? 'Ulasan terlambat' : 'Ulasan mendekati tenggat')
    },
    message: {
      en: ({ isLate, dueAt, ...data }) =>
        `The review of ${work.en(data)} ${isLate ? 'was' : 'is'} to be there by ${minuteOf(dueAt)} UTC.`,
      id: ({ isLate, dueAt, ...data }) =>
        `Ulasan ${work.id(data)} ${isLate ? 'seharusnya' : 'harus'} selesai paling lambat ${minuteOf(dueAt)} UTC.`
    },
    link: toReview
  }),

  second_review_wanted: defineEvent({
    name: { en: 'Second reviews wanted', id: 'Permintaan ulasan kedua' },
    concerns: { en: 'Reviewers of the course who may take it', id: 'Pengulas kursus yang boleh mengambilnya' },
    data: Type.Object(review),
    defaults: { inApp: 'at_once', mail: 'daily' },
    title: { en: () => 'A second review is wanted', id: () => 'Ulasan kedua diperlukan' },
    message: {
      en: ({ projectTitle }) => `Work on “${projectTitle}” waits for a second review.`,
      id: ({ projectTitle }) => `Karya untuk “${projectTitle}” menunggu ulasan kedua.`
    },
    link: toReview
  }),

  reviewer_added: defineEvent({
    name: { en: 'You review a course', id: 'Menjadi pengulas kursus' },
    concerns: { en: 'New reviewers of a course', id: 'Pengulas baru sebuah kursus' },
    data: Type.Object({ ...course, reviewerIds: Type.Array(text('A user'), { description: 'Who are new' }) }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'You review a course', id: () => 'Kamu menjadi pengulas kursus' },
    message: {
      en: ({ courseTitle }) => `You are a reviewer of “${courseTitle}”.`,
      id: ({ courseTitle }) => `Sekarang kamu pengulas “${courseTitle}”.`
    },
    link: ({ courseId }) => `/app/courses/${courseId}`
  })
}

/** `2026-11-20T08:00:00.000Z` as people read it. */
function minuteOf(moment: string): string {
  return moment.slice(0, 16).replace('T', ' ')
}
