import Type from 'typebox'
import { defineEvent } from './define.js'
import { course, learner, number, submission, text } from './fields.js'

const ofLearner = { en: 'The learner', id: 'Peserta yang mengumpulkannya' }
const ofReviewers = { en: 'Reviewers of the course', id: 'Pengulas kursus' }

/** It names no points: who sees those, the gradebook decides. */
const decided = Type.Object({
  ...{ ...course, ...submission, ...learner },
  attempt: number('The number of the attempt'),
  reviewId: text('Its review'),
  round: number('2: of a second review')
})

const toSubmission = ({ submissionId }: { submissionId: string }) => `/app/submissions/${submissionId}`

export const submissionEvents = {
  submission_submitted: defineEvent({
    name: { en: 'Work handed in', id: 'Pengumpulan baru' },
    concerns: ofReviewers,
    data: Type.Object({
      ...{ ...course, ...submission, ...learner },
      learnerUsername: text('Their username'),
      attempt: number('The number of the attempt')
    }),
    defaults: { inApp: 'at_once', mail: 'daily' },
    title: { en: () => 'Work handed in', id: () => 'Pengumpulan baru' },
    message: {
      en: ({ learnerUsername, projectTitle, attempt }) =>
        `${learnerUsername} handed in “${projectTitle}”${attempt === 1 ? '' : `, attempt ${attempt}`}.`,
      id: ({ learnerUsername, projectTitle, attempt }) =>
        `${learnerUsername} mengumpulkan “${projectTitle}”${attempt === 1 ? '' : `, percobaan ${attempt}`}.`
    },
    link: toSubmission
  }),

  submission_accepted: defineEvent({
    name: { en: 'Work accepted', id: 'Karya diterima' },
    concerns: ofLearner,
    data: decided,
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Your work is accepted', id: () => 'Karyamu diterima' },
    message: {
      en: ({ projectTitle }) => `Your work on “${projectTitle}” was accepted.`,
      id: ({ projectTitle }) => `Karyamu untuk “${projectTitle}” diterima.`
    },
    link: toSubmission
  }),

  submission_changes_requested: defineEvent({
    name: { en: 'Changes requested', id: 'Permintaan perbaikan' },
    concerns: ofLearner,
    data: decided,
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Changes are requested', id: () => 'Karyamu perlu diperbaiki' },
    message: {
      en: ({ projectTitle }) => `Your reviewer asks for changes in your work on “${projectTitle}”.`,
      id: ({ projectTitle }) => `Pengulas meminta perbaikan karyamu untuk “${projectTitle}”.`
    },
    link: toSubmission
  }),

  submission_rejected: defineEvent({
    name: { en: 'Work rejected', id: 'Karya ditolak' },
    concerns: ofLearner,
    data: decided,
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Your work is rejected', id: () => 'Karyamu ditolak' },
    message: {
      en: ({ projectTitle }) => `Your work on “${projectTitle}” was rejected.`,
      id: ({ projectTitle }) => `Karyamu untuk “${projectTitle}” ditolak.`
    },
    link: toSubmission
  }),

  submission_second_review: defineEvent({
    name: { en: 'A second review of your work', id: 'Ulasan kedua atas karyamu' },
    concerns: ofLearner,
    data: Type.Object({ ...course, ...submission, ...learner, reviewId: text('The second review') }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'A second review', id: () => 'Ulasan kedua' },
    message: {
      en: ({ projectTitle }) => `Your work on “${projectTitle}” is reviewed once more.`,
      id: ({ projectTitle }) => `Karyamu untuk “${projectTitle}” diulas sekali lagi.`
    },
    link: toSubmission
  })
}
