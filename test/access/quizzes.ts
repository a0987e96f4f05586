import assert from 'node:assert/strict'
import { insertContent } from '../modules/content/content.js'
import type { AccessPart, World } from '../support/access-world.js'

const choice = {
  kind: 'single_choice',
  prompt: 'Apa satuan hambatan?',
  options: [
    { text: 'Ohm', isCorrect: true },
    { text: 'Volt', isCorrect: false }
  ]
}
const essay = { kind: 'essay', prompt: 'Jelaskan hukum Ohm.' }

/** Quizzes of a course that `learner` takes, where nobody else is enrolled. */
function makerOf({ app, mentor, learner, createCourse }: World) {
  const post = async (url: string, body?: object) => {
    const answer = await mentor.post(url, body)
    assert.equal(answer.status, 201, answer.text)
    return answer.body
  }

  async function course(): Promise<string> {
    const id = await createCourse({})
    await post(`/api/courses/${id}/enrolments`, { userIds: [learner.userId] })
    return id
  }

  async function lesson(): Promise<{ courseId: string; lessonId: string }> {
    const courseId = await course()
    const ids = await insertContent(app, courseId, [{ lessons: [{ title: 'Hambatan' }] }])
    return { courseId, lessonId: ids.Hambatan ?? '' }
  }

  async function quiz({ form = choice, isOpen = true }: { form?: object; isOpen?: boolean } = {}) {
    const { courseId, lessonId } = await lesson()
    const { id } = await post(`/api/lessons/${lessonId}/quiz`, { title: 'Kuis' })
    const question = await post(`/api/courses/${courseId}/questions`, form)
    const places = { questions: [{ questionId: question.id, points: 5 }] }
    assert.equal((await mentor.put(`/api/quizzes/${id}/questions`, places)).status, 200)
    if (isOpen) assert.equal((await mentor.patch(`/api/quizzes/${id}`, { status: 'published' })).status, 200)
    return { courseId, lessonId, id, questionId: question.id as string }
  }

  async function attempt({ isSubmitted = false } = {}) {
    const made = await quiz({ form: essay })
    const { body } = await learner.post(`/api/quizzes/${made.id}/attempts`)
    const answers = [{ questionId: made.questionId, answer: 'V = I × R' }]
    if (isSubmitted) await learner.post(`/api/quiz-attempts/${body.id}/submit`, { answers })
    return { ...made, attemptId: body.id as string }
  }

  return { course, lesson, quiz, attempt }
}

export const quizzesAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/courses/{published}/questions            401  403  403  200  403  403  200  200  200  403
GET    /api/courses/{draft}/questions                401  404  404  200  404  404  200  200  200  404
POST   /api/courses/{published}/questions            401  403  403  201  403  403  201  201  201  403 : question
GET    /api/questions/{question}                     401  404  404  200  404  404  200  200  200  404
PATCH  /api/questions/{question}                     401  404  404  200  404  404  200  200  200  404 : prompt
DELETE /api/questions/{question}                     401  404  404  204  404  404  204  204  204  404
POST   /api/lessons/{quizlessLesson}/quiz            401  403  403  201  403  403  201  201  201  403 : quiz
GET    /api/lessons/{quizLesson}/quiz                401  200  403  200  403  200  200  200  200  403
GET    /api/quizzes/{quiz}                           401  200  403  200  403  200  200  200  200  403
GET    /api/quizzes/{draftQuiz}                      404  404  404  200  404  404  200  200  200  404
PATCH  /api/quizzes/{quiz}                           401  403  403  200  403  403  200  200  200  403 : quizTitle
PATCH  /api/quizzes/{draftQuiz}                      401  404  404  200  404  404  200  200  200  404 : quizTitle
DELETE /api/quizzes/{quiz}                           401  403  403  204  403  403  204  204  204  403
GET    /api/quizzes/{quiz}/questions                 401  403  403  200  403  403  200  200  200  403
PUT    /api/quizzes/{draftQuiz}/questions            401  404  404  200  404  404  200  200  200  404 : noQuestions
PUT    /api/quizzes/{quiz}/questions                 401  403  403  422  403  403  422  422  422  403 : noQuestions
POST   /api/quizzes/{quiz}/attempts                  401  201  403  403  403  403  403  403  403  403
POST   /api/quizzes/{draftQuiz}/attempts             401  404  404  409  404  404  409  409  409  404
GET    /api/quizzes/{quiz}/attempts                  401  200  403  200  403  200  200  200  200  403
GET    /api/quiz-attempts/{attempt}                  401  200  404  200  404  403  200  200  200  404
GET    /api/quiz-attempts/{submitted}                401  200  404  200  404  403  200  200  200  404
PUT    /api/quiz-attempts/{attempt}/answers          401  200  404  403  404  403  403  403  403  404 : noAnswers
POST   /api/quiz-attempts/{attempt}/submit           401  200  404  403  404  403  403  403  403  404
PUT    /api/quiz-attempts/{submitted}/grades         401  403  404  200  404  403  200  200  200  404 : grades
GET    /api/courses/{published}/grading-queue        401  403  403  200  403  403  200  200  200  403
GET    /api/quizzes/{quiz}/statistics                401  403  403  200  403  403  200  200  200  403
`,
  objects: (world) => {
    const make = makerOf(world)
    let essayOfAttempt = ''
    return {
      question: async () => (await make.quiz()).questionId,
      quizlessLesson: async () => (await make.lesson()).lessonId,
      quizLesson: async () => (await make.quiz()).lessonId,
      quiz: async () => (await make.quiz()).id,
      draftQuiz: async () => (await make.quiz({ isOpen: false })).id,
      attempt: async () => (await make.attempt()).attemptId,
      submitted: async () => {
        const { attemptId, questionId } = await make.attempt({ isSubmitted: true })
        essayOfAttempt = questionId
        return attemptId
      },
      essayOfAttempt: async () => essayOfAttempt
    }
  },
  bodies: (_world, { essayOfAttempt }) => ({
    question: async () => choice,
    prompt: async () => ({ prompt: 'Apa satuan tegangan?' }),
    quiz: async () => ({ title: 'Kuis' }),
    quizTitle: async () => ({ title: 'Kuis baru' }),
    noQuestions: async () => ({ questions: [] }),
    noAnswers: async () => ({ answers: [] }),
    grades: async () => ({ grades: [{ questionId: await essayOfAttempt?.(), points: 4 }] })
  })
}
