import Type from 'typebox'
import { defineEvent } from './define.js'
import { course, learner, submission, text } from './fields.js'

const comment = Type.Object({
  ...{ ...course, ...submission, ...learner },
  commentId: text('The comment'),
  authorUsername: text('Who wrote it')
})

const toSubmission = ({ submissionId }: { submissionId: string }) => `/app/submissions/${submissionId}`

export const feedbackEvents = {
  comment_created: defineEvent({
    name: { en: 'Comments', id: 'Komentar' },
    concerns: {
      en: 'The learner, and reviewers who have taken part',
      id: 'Peserta dan pengulas yang ikut berdiskusi'
    },
    data: comment,
    defaults: { inApp: 'at_once', mail: 'daily' },
    title: { en: () => 'New comment', id: () => 'Komentar baru' },
    message: {
      en: ({ authorUsername, projectTitle }) => `${authorUsername} commented on “${projectTitle}”.`,
      id: ({ authorUsername, projectTitle }) => `${authorUsername} mengomentari “${projectTitle}”.`
    },
    link: toSubmission
  }),

  comment_mention: defineEvent({
    name: { en: 'Mentions', id: 'Namamu disebut' },
    concerns: { en: 'Who is named in a comment', id: 'Yang disebut dalam komentar' },
    data: comment,
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'You were mentioned', id: () => 'Namamu disebut' },
    message: {
      en: ({ authorUsername, projectTitle }) => `${authorUsername} mentioned you in a comment about “${projectTitle}”.`,
      id: ({ authorUsername, projectTitle }) => `${authorUsername} menyebutmu dalam komentar tentang “${projectTitle}”.`
    },
    link: toSubmission
  })
}
