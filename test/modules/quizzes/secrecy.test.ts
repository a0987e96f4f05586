import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answer, Client } from '../../support/client.js'
import {
  addLesson,
  addQuiz,
  answersOf,
  type FormName,
  forms,
  type MadeQuiz,
  makeWorld,
  type QuizWorld,
  rightAnswers
} from './quizzes.js'

const all = Object.keys(forms) as FormName[]
const words = ['KUNCI', 'isCorrect', 'acceptedAnswers', 'Amperemeter', 'tolerance', '"value"', 'correct', 'explanation']
const prompts = Object.values(forms).map(({ prompt }) => prompt)

function assertSilent(where: string, { text }: Answer, forbidden: readonly string[] = words): void {
  for (const word of forbidden) assert.ok(!text.includes(word), `${where} tells ${word}: ${text}`)
}

/** All that a learner can ask of a quiz and of an attempt at it. */
async function everyAnswer(
  client: Client,
  { courseId }: QuizWorld,
  quiz: MadeQuiz,
  lessonId: string,
  attemptId?: string
) {
  const answers: [string, Answer][] = []
  const outside = [
    `/api/quizzes/${quiz.id}`,
    `/api/lessons/${lessonId}/quiz`,
    `/api/quizzes/${quiz.id}/attempts`,
    `/api/quizzes/${quiz.id}/attempts?status=graded`,
    `/api/courses/${courseId}/outline`,
    `/api/courses/${courseId}`,
    `/api/courses/${courseId}/questions`,
    `/api/courses/${courseId}/grading-queue`,
    `/api/quizzes/${quiz.id}/questions`,
    `/api/quizzes/${quiz.id}/statistics`,
    '/api/notifications',
    ...Object.values(quiz.questions).map(({ id }) => `/api/questions/${id}`)
  ]
  for (const url of outside) {
    const answer = await client.get(url)
    assertSilent(url, answer, prompts)
    answers.push([url, answer])
  }
  if (attemptId === undefined) return answers
  const url = `/api/quiz-attempts/${attemptId}`
  const first = Object.values(quiz.questions)[0]
  const bad = { answers: [{ questionId: first.id, answer: 'opt_000000000000' }] }
  answers.push([url, await client.get(url)])
  answers.push([`${url}/answers`, await client.put(`${url}/answers`, { answers: [] })])
  answers.push([`${url}/answers, bad`, await client.put(`${url}/answers`, bad)])
  answers.push([`${url}/submit, bad`, await client.post(`${url}/submit`, bad)])
  answers.push([`${url}/grades`, await client.put(`${url}/grades`, { grades: [{ questionId: first.id, points: 1 }] })])
  return answers
}

async function walk(world: QuizWorld, quiz: MadeQuiz, lessonId: string, attemptId?: string): Promise<void> {
  for (const [where, answer] of await everyAnswer(world.learner, world, quiz, lessonId, attemptId))
    assertSilent(where, answer)
}

async function begin({ learner }: QuizWorld, quiz: MadeQuiz): Promise<string> {
  const answer = await learner.post(`/api/quizzes/${quiz.id}/attempts`)
  assert.equal(answer.status, 201, answer.text)
  assertSilent('start', answer)
  assertSilent('start again', await learner.post(`/api/quizzes/${quiz.id}/attempts`))
  return answer.body.id
}

const keysOf = ({ body }: Answer) => body.questions.map((question: object) => Object.keys(question).sort().join())
const closedKeys = 'answer,feedback,kind,maxPoints,options,promptHtml,questionId,savedAt'
const openKeys = 'answer,correct,explanationHtml,feedback,kind,maxPoints,options,points,promptHtml,questionId,savedAt'

test('no key leaves the server while a quiz never shows it, in whatever state', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, lessonId } = world
  const quiz = await addQuiz(world, all, { reveal: 'never', timeLimitSeconds: 60, passMark: 50 })
  const url = (id: string) => `/api/quiz-attempts/${id}`
  await walk(world, quiz, lessonId)

  const passed = await begin(world, quiz)
  await walk(world, quiz, lessonId, passed)
  const { text: _text, ...answers } = rightAnswers(quiz)
  const submitted = await learner.post(`${url(passed)}/submit`, {
    answers: answersOf(quiz, { ...answers, essay: 'x' })
  })
  assert.deepEqual([submitted.status, submitted.body.status], [200, 'submitted'])
  assertSilent('submit', submitted)
  await walk(world, quiz, lessonId, passed)
  const grades = [{ questionId: quiz.questions.essay.id, points: 10 }]
  const graded = await mentor.put(`${url(passed)}/grades`, { grades })
  assert.equal(graded.body.score.isPassed, true, graded.text)
  await walk(world, quiz, lessonId, passed)

  const timedOut = await begin(world, quiz)
  app.clock.advance(66_000)
  await walk(world, quiz, lessonId, timedOut)
  const seen = await learner.get(url(timedOut))
  assert.deepEqual([seen.body.isRevealed, [...new Set(keysOf(seen))]], [false, [closedKeys]])
  await mentor.delete(`/api/quizzes/${quiz.id}`)
  await walk(world, quiz, lessonId, passed)
})

test('keys come when the quiz allows it, and not before', async (t) => {
  const world = await makeWorld(t)
  const { mentor, learner } = world
  const read = async (id: string) => learner.get(`/api/quiz-attempts/${id}`)
  const cases: [reveal: string, answers: ('wrong' | 'right')[], revealedAfter: number][] = [
    ['after_submit', ['wrong'], 1],
    ['after_pass', ['wrong', 'right'], 2],
    ['after_last_attempt', ['right', 'wrong', 'wrong'], 3]
  ]
  for (const [reveal, answers, revealedAfter] of cases) {
    const lessonId = await addLesson(world, reveal)
    const quiz = await addQuiz(world, ['single', 'numeric'], { lessonId, reveal, maxAttempts: 3 })
    const ids: string[] = []
    for (const [i, kind] of answers.entries()) {
      const id = await begin(world, quiz)
      await walk({ ...world, learner }, quiz, lessonId, id)
      assert.deepEqual([...new Set(keysOf(await read(id)))], [closedKeys], `${reveal}: never while it runs`)
      const submitted = await learner.post(`/api/quiz-attempts/${id}/submit`, {
        answers: kind === 'right' ? answersOf(quiz, rightAnswers(quiz)) : []
      })
      ids.push(id)
      for (const each of ids) {
        const answer = each === id ? submitted : await read(each)
        assert.deepEqual(
          [...new Set(keysOf(answer))],
          [i + 1 < revealedAfter ? closedKeys : openKeys],
          `${reveal} ${i}`
        )
      }
    }
    const { body } = await read(ids[0] ?? '')
    assert.deepEqual(
      body.questions.map(({ correct }: { correct: object }) => correct),
      [{ optionIds: [rightAnswers(quiz).single] }, { value: 4.7, tolerance: 0.1 }]
    )
    assert.match(body.questions[0].explanationHtml, /KUNCI-SATU/)
    const asManager = await mentor.get(`/api/quiz-attempts/${ids[0]}`)
    assert.deepEqual([...new Set(keysOf(asManager))], [openKeys])
  }
})
