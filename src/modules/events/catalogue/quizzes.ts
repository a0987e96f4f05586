import Type from 'typebox'
import { defineEvent } from './define.js'
import { learner, text } from './fields.js'

export const quizEvents = {
  quiz_graded: defineEvent({
    name: { en: 'Graded quiz answers', id: 'Jawaban kuis dinilai' },
    concerns: { en: 'The learner', id: 'Peserta yang menjawab' },
    data: Type.Object({
      courseId: text('The course'),
      quizId: text('The quiz'),
      quizTitle: text('Its title'),
      attemptId: text('The attempt that was graded'),
      ...learner
    }),
    defaults: { inApp: 'at_once', mail: 'at_once' },
    title: { en: () => 'Answers graded', id: () => 'Jawaban dinilai' },
    message: {
      en: ({ quizTitle }) => `Your answers in “${quizTitle}” are graded.`,
      id: ({ quizTitle }) => `Jawabanmu di “${quizTitle}” sudah dinilai.`
    },
    link: ({ attemptId }) => `/app/quiz-attempts/${attemptId}`
  })
}
